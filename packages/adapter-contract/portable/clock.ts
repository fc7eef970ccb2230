/**
 * A manual clock: time and timers that only `advance` moves.
 *
 * @module
 */
import { NOW_MS } from '../fixtures/webhooks.ts'

/** Time and timers, to be passed as `now` and `startTimer`. */
export interface ManualClock {
  readonly now: () => number
  readonly startTimer: (run: () => void, delayMs: number) => () => void
  /** Moves time forward and runs the timers that are due, in order. */
  readonly advance: (ms: number) => void
  /** The delays of the timers that ran by themselves. */
  readonly pausesMs: readonly number[]
  /** The number of pending timers. */
  readonly waiting: () => number
}

interface Timer {
  readonly atMs: number
  readonly run: () => void
}

/** Creates a clock. A timer whose delay `passes` runs at once, and moves the clock by that delay. */
export function createClock(passes: (delayMs: number) => boolean = () => false): ManualClock {
  let nowMs = NOW_MS
  const pausesMs: number[] = []
  const timers = new Set<Timer>()

  function advance(ms: number): void {
    nowMs += ms
    const due = [...timers].filter(({ atMs }) => atMs <= nowMs)
    for (const timer of due.toSorted((a, b) => a.atMs - b.atMs)) {
      if (timers.delete(timer)) timer.run()
    }
  }

  function pass(timer: Timer, delayMs: number): void {
    pausesMs.push(delayMs)
    queueMicrotask(() => {
      if (timers.has(timer)) advance(delayMs)
    })
  }

  function startTimer(run: () => void, delayMs: number): () => void {
    const timer = { atMs: nowMs + delayMs, run }
    timers.add(timer)
    if (passes(delayMs)) pass(timer, delayMs)
    return () => void timers.delete(timer)
  }

  return { now: () => nowMs, startTimer, advance, pausesMs, waiting: () => timers.size }
}
