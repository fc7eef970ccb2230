/**
 * What a call is made of: a client's settings, one endpoint's parts, and what a caller may set for one call.
 * Types only.
 *
 * @module
 */
import type { Now, StartTimer } from '../shared/types.ts'
import type { ClientHooks } from './hooks.ts'
import type { Fetch } from './transport.ts'

/** What one call may set for itself. */
export interface CallOptions {
  /** Ends the call at once when it aborts, pauses included. */
  readonly signal?: AbortSignal | undefined
  /** The longest that one attempt may take, its body included. @default the client's */
  readonly timeoutMs?: number | undefined
  /** The longest that the call may take, all attempts and pauses together. @default the client's */
  readonly deadlineMs?: number | undefined
}

/** What all calls of a client share. `clock` is what was learned of the difference to the provider's clock. */
export interface CallSettings {
  readonly baseUrl: string
  readonly merchantPath: string
  readonly apiKey: string
  readonly apiSecret: string
  readonly fetch: Fetch
  readonly timeoutMs: number
  readonly deadlineMs: number
  readonly maxRetries: number
  readonly now: Now
  readonly random: () => number
  readonly startTimer: StartTimer
  readonly hooks: ClientHooks
  readonly clock: { offsetMs: number; measuredMs: number | undefined }
}

/** One endpoint's call. */
export interface CallSpec {
  readonly method: 'GET' | 'POST'
  /** The route's template, for hooks. */
  readonly route: string
  /** The route with its ids, below the merchant's path. */
  readonly path: string
  readonly query?: string | undefined
  readonly body?: string | undefined
  /** Whether it may be sent again after an attempt that may have taken effect. */
  readonly repeatable: boolean
  /** Whether it may have been sent by a call before this one, so that it may have taken effect already. */
  readonly sentBefore?: boolean | undefined
  /** It is not sent again from this time on (Unix milliseconds). */
  readonly notAfterMs?: number | undefined
}
