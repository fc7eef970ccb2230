/**
 * The correction of a wrong clock, learned from the provider's `Date` header.
 * Must not know requests; a call tells it how each of its attempts ended.
 *
 * @module
 */
import { DEFAULT_TOLERANCE_MS } from '../signing/timestamp.ts'
import { isApiError } from './api-error.ts'
import type { CallError } from './errors.ts'

const SMALLEST_OFFSET_MS = 60_000
const LARGEST_OFFSET_MS = 86_400_000
const PERMISSION_DISABLED = '50010'

/** One call's use of the correction. */
export interface CallSkew {
  /** The time to sign with at `nowMs`. */
  readonly correct: (nowMs: number) => number
  /** Measures how far the provider's clock is ahead by the `Date` of a response; `undefined` when there is none that can be believed. */
  readonly measure: (date: string | null, nowMs: number) => number | undefined
  /** Keeps the correction of the last attempt if its end proves that the timestamp was accepted; else drops it. */
  readonly learn: (error: CallError | undefined) => void
  /** Whether a rejected call is worth signing once more with another correction, which then applies. At most once. */
  readonly offer: (error: CallError) => boolean
  /** The correction that is on trial; `undefined` when there is none. */
  readonly triedMs: () => number | undefined
  /** How far ahead a timestamp of this client may lie for the provider. */
  readonly maxSkewMs: () => number
}

/** What a client knows of the difference between the two clocks. */
export interface ClockSkew {
  /**
   * Starts a call that tries no larger correction than this; one that was accepted before, it has anyhow. What is signed ahead by
   * a `Date` that lied is rejected, but may be accepted much later, if anything on the way sends it again.
   */
  readonly startCall: (maxTrialMs?: number) => CallSkew
  /** How far ahead a timestamp of this client may lie for the provider. */
  readonly maxSkewMs: () => number
}

/** Starts without a correction. One is kept for all calls only once the provider has accepted it. */
export function createClockSkew(): ClockSkew {
  let keptMs = 0
  let measuredMs: number | undefined
  // Of all that this client has signed: what was rejected as too early may be accepted later.
  let widestOffsetMs = 0

  const maxSkewMs = (): number =>
    Math.max(Math.abs(measuredMs ?? DEFAULT_TOLERANCE_MS), widestOffsetMs)

  function startCall(maxTrialMs = LARGEST_OFFSET_MS): CallSkew {
    let offsetMs = keptMs
    let signedOffsetMs = keptMs
    let offered = false

    function correct(nowMs: number): number {
      signedOffsetMs = offsetMs
      widestOffsetMs = Math.max(widestOffsetMs, Math.abs(offsetMs))
      return nowMs + offsetMs
    }

    function learn(error: CallError | undefined): void {
      if (provesTimestampAccepted(error)) keptMs = offsetMs
      else offsetMs = keptMs
    }

    function offer(error: CallError): boolean {
      const candidateMs = offsetToTry(error, measuredMs, signedOffsetMs)
      if (candidateMs === undefined || offered || Math.abs(candidateMs) > maxTrialMs) return false
      offered = true
      offsetMs = candidateMs
      return true
    }

    return {
      correct,
      measure: (date, nowMs) => (measuredMs = offsetFromDate(date, nowMs)),
      learn,
      offer,
      triedMs: () => (offsetMs === keptMs ? undefined : offsetMs),
      maxSkewMs,
    }
  }

  return { startCall, maxSkewMs }
}

const skews = new WeakMap<object, ClockSkew>()

/** Notes what is known of the clocks, under the client's calls for orders. */
export function noteClockSkew(orders: object, skew: ClockSkew): void {
  skews.set(orders, skew)
}

/** How far ahead a timestamp of the client with these calls may lie for the provider; 0 where that is not known. */
export function maxSkewMsOf(orders: object): number {
  return skews.get(orders)?.maxSkewMs() ?? 0
}

/** How far the provider's clock is ahead of ours by a `Date` header; `undefined` when there is none that can be believed. */
function offsetFromDate(date: string | null, nowMs: number): number | undefined {
  const offsetMs = date === null ? Number.NaN : Date.parse(date) - nowMs
  return Math.abs(offsetMs) <= LARGEST_OFFSET_MS ? offsetMs : undefined
}

/** For an authentication error and a `Date` at least a minute from the clock that signed: the measured offset. */
function offsetToTry(
  error: CallError,
  measuredMs: number | undefined,
  signedOffsetMs: number,
): number | undefined {
  if (!isApiError(error) || error.category !== 'authorization') return undefined
  if (error.providerCode === PERMISSION_DISABLED || measuredMs === undefined) return undefined
  return Math.abs(measuredMs - signedOffsetMs) >= SMALLEST_OFFSET_MS ? measuredMs : undefined
}

/** Whether a response proves that its request's timestamp was accepted. An internal error proves nothing. */
function provesTimestampAccepted(error: CallError | undefined): boolean {
  if (error === undefined) return true
  return (
    isApiError(error) && !error.retryable && !['authorization', 'other'].includes(error.category)
  )
}
