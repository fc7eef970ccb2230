/**
 * The clock that parts work with: the caller's, checked, or the runtime's.
 * Knows nothing of what it is read for.
 *
 * @module
 */
import { assertFunction } from './option-checks.ts'
import { startRealTimer } from './timers.ts'
import type { Clock } from './types.ts'

/** The runtime's clock. */
const REAL_CLOCK: Clock = { now: () => Date.now(), startTimer: startRealTimer }

/**
 * Checks a clock; without one it is the runtime's. Its functions may be taken off it.
 *
 * @throws {TypeError} Names the function that is missing.
 */
export function toClock(clock: Clock = REAL_CLOCK): Clock {
  assertFunction('clock.now', clock?.now)
  assertFunction('clock.startTimer', clock?.startTimer)
  return {
    now: () => clock.now(),
    startTimer: (run, delayMs) => clock.startTimer(run, delayMs),
  }
}
