/**
 * The clock that parts work with: the caller's, checked, or the runtime's.
 * Knows nothing of what it is read for.
 *
 * @module
 */
import { assertMethods } from './option-checks.ts'
import { startRealTimer } from './timers.ts'
import type { Clock } from './types.ts'

/**
 * The runtime's clock, which is the default everywhere: spread it to replace a part of it in a test.
 *
 * @example
 * ```ts
 * import { createWebhookReceiver, systemClock } from '@paystablecoin/core'
 *
 * const receiver = createWebhookReceiver({
 *   apiSecret: 'your-api-secret',
 *   clock: { ...systemClock, now: () => 1_738_112_345_000 },
 *   onEvent: (event) => console.log(event.kind),
 * })
 * ```
 */
export const systemClock: Clock = { now: () => Date.now(), startTimer: startRealTimer }

/**
 * Checks a clock; without one it is the runtime's. Its functions may be taken off it.
 *
 * @throws {TypeError} Names the function that is missing.
 */
export function toClock(clock: Clock = systemClock): Clock {
  assertMethods('clock', clock, ['now', 'startTimer'])
  return {
    now: () => clock.now(),
    startTimer: (run, delayMs) => clock.startTimer(run, delayMs),
  }
}
