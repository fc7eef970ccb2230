/**
 * A clock on which time passes only while everybody waits: days in a second, and the same again with the same seed.
 * Must not know payments.
 *
 * @module
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Clock } from '@paystablecoin/core'

/** A clock that nobody waits for. */
export interface VirtualClock extends Clock {
  /** Lets time pass until some work has ended. */
  readonly runUntil: <Result>(work: Promise<Result>) => Promise<Result>
  /** Time does not pass until this work has ended. */
  readonly hold: <Result>(work: Promise<Result>) => Promise<Result>
  /** Resolves after a delay. */
  readonly pause: (ms: number) => Promise<void>
}

interface Timer {
  readonly dueMs: number
  readonly run: () => void
}

/** Creates a clock. */
export function createVirtualClock(startMs: number): VirtualClock {
  const timers = new Set<Timer>()
  let nowMs = startMs
  let holding = 0

  const startTimer = (run: () => void, delayMs: number): (() => void) => {
    const timer = { run, dueMs: nowMs + Math.max(0, delayMs) }
    timers.add(timer)
    return () => void timers.delete(timer)
  }

  function fireNext(): void {
    const [first, ...others] = timers
    if (first === undefined) throw new Error('everybody waits, and no timer runs')
    const next = others.reduce((a, b) => (b.dueMs < a.dueMs ? b : a), first)
    timers.delete(next)
    nowMs = Math.max(nowMs, next.dueMs)
    next.run()
  }

  return {
    now: () => nowMs,
    startTimer,
    pause: (ms) => new Promise((resolve) => void startTimer(resolve, ms)),
    hold: (work) => {
      holding += 1
      return work.finally(() => (holding -= 1))
    },
    runUntil: async (work) => {
      const state = { isOver: false }
      const over = (): void => void (state.isOver = true)
      work.then(over, over)
      await nextTurn()
      while (!state.isOver) {
        if (holding === 0) fireNext()
        await nextTurn()
      }
      return work
    },
  }
}
