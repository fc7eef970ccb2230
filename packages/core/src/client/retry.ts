/**
 * What may be tried again, what may have taken effect, and how long to wait.
 * Pure: the clock's reading and the randomness are handed in.
 *
 * @module
 */
import { isApiError } from './api-error.ts'
import type { ApiErrorCategory } from './api-error.ts'
import { isTransportError } from './errors.ts'
import type { CallError } from './errors.ts'

const RETRYABLE_STATUS: readonly number[] = [408, 425, 429]
const FIRST_DELAY_MS = 500
const LONGEST_DELAY_MS = 8_000

/** Whether the same call may end otherwise if it is sent again. */
export function isRetryable(error: CallError): boolean {
  if (isApiError(error)) return error.retryable
  if (isTransportError(error)) return error.reason === 'timeout' || error.reason === 'network'
  switch (error.reason) {
    case 'http-status':
      return error.httpStatus >= 500 || RETRYABLE_STATUS.includes(error.httpStatus)
    case 'empty':
    case 'not-json':
      return true
    default:
      return false
  }
}

// No documented refusals: the provider's codes are an open set, and these may follow a call that took effect.
const AMBIGUOUS: readonly ApiErrorCategory[] = ['data', 'system', 'other']

/** Whether the call may have taken effect although it failed. A documented refusal has none, but HTTP 5xx may be a gateway's. */
export function isAmbiguous(error: CallError): boolean {
  if (isApiError(error)) return error.httpStatus >= 500 || AMBIGUOUS.includes(error.category)
  return isTransportError(error) ? error.outcome === 'unknown' : true
}

/** How long to wait before the next attempt: exponential with full jitter, or exactly as long as `Retry-After` says. */
export function retryDelayMs(error: CallError, attempt: number, random: () => number): number {
  if (error.retryAfterMs !== undefined) return error.retryAfterMs
  return Math.floor(random() * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempt - 1)))
}

/** The milliseconds in a `Retry-After` header, given in seconds or as a date; `undefined` when it is neither. */
export function parseRetryAfter(text: string, nowMs: number): number | undefined {
  if (/^[0-9]{1,9}$/.test(text)) return Number(text) * 1000
  const dateMs = /^[A-Z][a-z]{2}, /.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs)
}
