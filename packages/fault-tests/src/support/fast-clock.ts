/**
 * A clock that runs faster than the real one, for every process of a run: minutes of retries and expiries pass in seconds.
 * Must not know payments.
 *
 * @module
 */
import type { Clock } from '@paystablecoin/core'

/** What another process needs to have the same clock. */
export interface ClockSettings {
  /** When the real and the fast clock showed the same time. */
  readonly epochMs: number
  /** How many milliseconds pass per real millisecond. */
  readonly speed: number
  /** How much was skipped. */
  readonly aheadMs: number
}

/** A fast clock. The delays of its timers are in its own milliseconds. */
export interface FastClock extends Clock {
  /** Skips time. Does not affect running timers. */
  readonly skip: (ms: number) => void
  readonly settings: () => ClockSettings
}

const SPEED = 10

/** The clock of a new run. */
export function newClockSettings(): ClockSettings {
  return { epochMs: Date.now(), speed: SPEED, aheadMs: 0 }
}

/** Creates a clock. */
export function createFastClock({ epochMs, speed, aheadMs }: ClockSettings): FastClock {
  let skippedMs = aheadMs
  return {
    now: () => epochMs + (Date.now() - epochMs) * speed + skippedMs,
    startTimer: (run, delayMs) => {
      const timer = setTimeout(run, delayMs / speed)
      return () => clearTimeout(timer)
    },
    skip: (ms) => {
      skippedMs += ms
    },
    settings: () => ({ epochMs, speed, aheadMs: skippedMs }),
  }
}

/** Waits on a clock. */
export function pause(clock: Pick<FastClock, 'startTimer'>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.startTimer(resolve, ms)
  })
}

/** Waits until a condition holds; `false` when that takes longer than `timeoutMs`. */
export async function waitUntil(
  clock: FastClock,
  timeoutMs: number,
  condition: () => boolean,
): Promise<boolean> {
  const endMs = clock.now() + timeoutMs
  while (!condition()) {
    if (clock.now() > endMs) return false
    await pause(clock, 100)
  }
  return true
}
