/**
 * The strict 13 digits of a timestamp and the two-sided window around now.
 * Knows no clock of its own, no headers and no answers.
 *
 * @module
 */

/** How far a timestamp may lie from now, either way, as the provider documents it. */
export const DEFAULT_TOLERANCE_MS: number = 300_000

const THIRTEEN_DIGITS = /^[0-9]{13}$/

/** Whether this is Unix milliseconds written as 13 digits. */
export function isTimestamp(text: string): boolean {
  return THIRTEEN_DIGITS.test(text)
}

/** How far a well-formed timestamp lies from now: positive when it is in the past. */
export function skewMsOf(timestamp: string, nowMs: number): number {
  return nowMs - Number(timestamp)
}

/** Whether a skew lies within the tolerance. Both edges are inside. */
export function isWithin(skewMs: number, toleranceMs: number): boolean {
  return Math.abs(skewMs) <= toleranceMs
}

/** A clock's reading as the 13 digits that are signed and sent. */
export function toTimestamp(nowMs: number): string {
  const text = String(Math.trunc(nowMs))
  if (!isTimestamp(text)) {
    throw new TypeError('now must return Unix milliseconds, 13 digits: seconds are not accepted')
  }
  return text
}
