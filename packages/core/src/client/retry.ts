/**
 * What may be tried again, what may have taken effect, and how long to wait.
 * Pure: the clock's reading and the randomness are handed in.
 *
 * @module
 */
import { isApiError } from './api-error.ts'
import { isResponseError, isTransportError } from './errors.ts'
import type { CallError } from './errors.ts'

const RETRYABLE_STATUS: ReadonlySet<number> = new Set([408, 425, 429])
const FIRST_DELAY_MS = 500
const LONGEST_DELAY_MS = 8_000

/** Whether the same call may end otherwise if it is sent again. */
export function isRetryable(error: CallError): boolean {
  if (isApiError(error)) return error.retryable
  if (isTransportError(error)) return error.reason === 'timeout' || error.reason === 'network'
  switch (error.reason) {
    case 'http-status':
      return error.httpStatus >= 500 || RETRYABLE_STATUS.has(error.httpStatus)
    case 'empty':
    case 'not-json':
      return true
    default:
      return false
  }
}

/** Whether the call may have taken effect although it failed. A refusal in the provider's own words has none, but HTTP 5xx may be a gateway's. */
export function isAmbiguous(error: CallError): boolean {
  if (isApiError(error)) return error.retryable
  return isTransportError(error) ? error.outcome === 'unknown' : true
}

/** How long to wait before the next attempt: exponential with full jitter, or exactly as long as `Retry-After` says. */
export function retryDelayMs(error: CallError, attempt: number, random: () => number): number {
  const retryAfterMs = isResponseError(error) ? error.retryAfterMs : undefined
  if (retryAfterMs !== undefined) return retryAfterMs
  return Math.floor(random() * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempt - 1)))
}

/** The milliseconds in a `Retry-After` header, given in seconds or as a date; `undefined` when it is neither. */
export function parseRetryAfter(text: string, nowMs: number): number | undefined {
  if (/^[0-9]{1,9}$/.test(text)) return Number(text) * 1000
  const dateMs = /^[A-Z][a-z]{2}, /.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs)
}
