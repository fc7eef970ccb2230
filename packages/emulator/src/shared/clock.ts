/**
 * The emulator's time: the real one, which signatures carry, and its own, which `advance` moves and tasks are planned on.
 * Knows nothing of orders or webhooks.
 *
 * @module
 */
import type { Clock } from '@paystablecoin/core'

/** A planned task. `advance` awaits what it returns. */
export type Task = () => void | Promise<void>

/** The emulator's time. */
export interface EmulatorClock {
  /** The emulator's own time in Unix milliseconds, which `advance` moves. */
  readonly now: () => number
  /** The real time. Merchants sign and verify by it, so that moving the emulator's clock breaks no signature. */
  readonly realNow: () => number
  /** Starts a timer in real time. */
  readonly startTimer: Clock['startTimer']
  /** Plans a task after a delay, and returns the function that cancels it. Without a delay it runs at once. */
  readonly plan: (delayMs: number, run: Task) => () => void
  /** Moves time forward, runs what becomes due in its order, and waits until all of it has finished. */
  readonly advance: (ms: number) => Promise<void>
  /** Cancels everything that is planned. */
  readonly stop: () => void
}

interface Planned {
  readonly dueMs: number
  readonly run: Task
}

// On a longer delay, Infinity included, setTimeout fires at once.
const LONGEST_DELAY_MS = 2 ** 31 - 1

// 100 years, so that the clock stays within what a Date can hold.
const LONGEST_ADVANCE_MS = 100 * 365 * 24 * 60 * 60_000

/** The runtime's clock and timers. A timer does not keep a Node process alive by itself. */
export const REAL_CLOCK: Clock = {
  now: () => Date.now(),
  startTimer: (run, delayMs) => {
    const timer: unknown = setTimeout(run, Math.min(delayMs, LONGEST_DELAY_MS))
    if (isUnrefable(timer)) timer.unref()
    return () => clearTimeout(timer as number)
  },
}

function isUnrefable(timer: unknown): timer is { unref(): void } {
  return typeof timer === 'object' && timer !== null && 'unref' in timer
}

/** `onMoved` is called after `advance` has moved it. */
export function createClock(
  { now: realNow, startTimer }: Clock,
  onMoved: () => void = () => undefined,
): EmulatorClock {
  let offsetMs = 0
  let planned: Planned[] = []
  const running = new Set<Promise<void>>()
  let stopTimer = (): void => undefined

  const now = (): number => realNow() + offsetMs

  const start = ({ run }: Planned): Promise<void> => {
    const done = Promise.resolve(run()).finally(() => running.delete(done))
    running.add(done)
    return done
  }

  const takeDue = (untilMs: number): Planned | undefined => {
    const [first] = planned
    return first !== undefined && first.dueMs <= untilMs ? planned.shift() : undefined
  }

  const arm = (): void => {
    stopTimer()
    stopTimer = () => undefined
    const [first] = planned
    if (first === undefined) return
    const delayMs = Math.min(Math.max(first.dueMs - now(), 0), LONGEST_DELAY_MS)
    const untilMs = now() + delayMs
    stopTimer = startTimer(() => {
      // A timer may fire a moment early, and a frozen clock does not move at all: what it was set for is due.
      for (let due = takeDue(untilMs); due !== undefined; due = takeDue(untilMs)) void start(due)
      arm()
    }, delayMs)
  }

  const plan = (delayMs: number, run: Task): (() => void) => {
    const task: Planned = { dueMs: now() + delayMs, run }
    if (delayMs <= 0) {
      void start({ ...task, run: () => Promise.resolve().then(run) })
      return () => undefined
    }
    insertByDue(planned, task)
    arm()
    return () => {
      const index = planned.indexOf(task)
      if (index === -1) return
      planned.splice(index, 1)
      if (index === 0) arm()
    }
  }

  const moveTo = (ms: number): void => {
    offsetMs += Math.max(ms - now(), 0)
  }

  const advance = async (ms: number): Promise<void> => {
    if (!(ms >= 0 && ms <= LONGEST_ADVANCE_MS)) {
      throw new TypeError(`advance takes milliseconds from 0 to ${LONGEST_ADVANCE_MS}`)
    }
    const untilMs = now() + ms
    for (;;) {
      // One after the other, so that a run is repeatable to the byte.
      while (running.size > 0) await Promise.all(running)
      const due = takeDue(untilMs)
      if (due === undefined) break
      moveTo(due.dueMs)
      await start(due)
    }
    moveTo(untilMs)
    arm()
    onMoved()
  }

  const stop = (): void => {
    planned = []
    stopTimer()
  }

  return { now, realNow, startTimer, plan, advance, stop }
}

// Equal times keep the order in which they were planned.
function insertByDue(planned: Planned[], task: Planned): void {
  let low = 0
  let high = planned.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const other = planned[middle]
    if (other !== undefined && other.dueMs <= task.dueMs) low = middle + 1
    else high = middle
  }
  planned.splice(low, 0, task)
}
