/**
 * The correction of a wrong clock, learned from the provider's `Date` header.
 * Pure: it knows no requests; the caller says whether a correction was accepted.
 *
 * @module
 */
import { isApiError } from './errors.ts'
import type { CallError } from './errors.ts'

const SMALLEST_OFFSET_MS = 60_000
const LARGEST_OFFSET_MS = 86_400_000
const PERMISSION_DISABLED = '50010'

/** How far the provider's clock is ahead of ours by a `Date` header; `undefined` when there is none that can be believed. */
export function offsetFromDate(date: string | null, nowMs: number): number | undefined {
  const offsetMs = date === null ? Number.NaN : Date.parse(date) - nowMs
  return Math.abs(offsetMs) <= LARGEST_OFFSET_MS ? offsetMs : undefined
}

/**
 * The offset with which a refused call is worth signing once more: an authentication refusal, and a `Date` at least a minute
 * from the clock that signed it.
 */
export function offsetWorthTrying(
  error: CallError,
  measuredMs: number | undefined,
  appliedMs: number,
): number | undefined {
  if (!isApiError(error) || error.category !== 'authorization') return undefined
  if (error.code === PERMISSION_DISABLED || measuredMs === undefined) return undefined
  return Math.abs(measuredMs - appliedMs) >= SMALLEST_OFFSET_MS ? measuredMs : undefined
}

/** Whether an answer shows that the timestamp it answers was accepted. An internal error shows nothing. */
export function showsAcceptance(error: CallError | undefined): boolean {
  if (error === undefined) return true
  return (
    isApiError(error) && !error.retryable && !['authorization', 'other'].includes(error.category)
  )
}
