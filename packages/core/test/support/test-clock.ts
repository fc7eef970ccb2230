/**
 * A clock that only moves when told: time, timers, and how many of them are left.
 *
 * @module
 */
export interface TestClock {
  readonly now: () => number
  readonly startTimer: (run: () => void, delayMs: number) => () => void
  /** Moves time and runs what became due, in order. */
  readonly advance: (ms: number) => void
  /** The delays of the timers that were run at once because `isPause` said so. */
  readonly pausesMs: readonly number[]
  /** How many timers are waiting. */
  readonly waiting: () => number
}

/** A clock at a fixed time. A timer whose delay `isPause` is run at once, and time moves by its delay. */
export function createTestClock(isPause: (delayMs: number) => boolean = () => false): TestClock {
  let nowMs = 1_790_000_000_000
  const pausesMs: number[] = []
  const timers = new Set<{ readonly atMs: number; readonly run: () => void }>()

  function startTimer(run: () => void, delayMs: number): () => void {
    const timer = { atMs: nowMs + delayMs, run }
    timers.add(timer)
    if (isPause(delayMs)) {
      pausesMs.push(delayMs)
      queueMicrotask(() => {
        if (timers.has(timer)) advance(delayMs)
      })
    }
    return () => void timers.delete(timer)
  }

  function advance(ms: number): void {
    nowMs += ms
    const due = [...timers].filter((timer) => timer.atMs <= nowMs)
    for (const timer of due.toSorted((a, b) => a.atMs - b.atMs)) {
      if (timers.delete(timer)) timer.run()
    }
  }

  return { now: () => nowMs, startTimer, advance, pausesMs, waiting: () => timers.size }
}
