/**
 * The options of a client and of one call, and what they mean.
 * Must not know how they are checked; runs no code.
 *
 * @module
 */
import type { ApiSecret, Clock } from '../shared/types.ts'
import type { ClientHooks } from './hooks.ts'
import type { Fetch } from './transport.ts'

/** The provider's environments. */
export type Environment = 'production' | 'sandbox'

/** Where the API is: one of the provider's environments, or a URL of your own, never both. */
export type ClientTarget =
  | { readonly environment: Environment; readonly baseUrl?: undefined }
  | { readonly baseUrl: string; readonly environment?: undefined }

/** How a client works. */
export type ClientOptions = ClientTarget & {
  /** Your merchant id. */
  readonly merchantId: string
  /** The public API key. */
  readonly apiKey: string
  /** The API secret; of several, the first signs. It is used for signing only and never sent. */
  readonly apiSecret: ApiSecret
  /** How requests are sent. @default the global fetch */
  readonly fetch?: Fetch | undefined
  /** The longest that one attempt may take, its body included. @default 10000 (10 seconds) */
  readonly timeoutMs?: number | undefined
  /** The longest that a call may take, all attempts and pauses together. @default 30000 (30 seconds) */
  readonly deadlineMs?: number | undefined
  /** How often an attempt that failed is repeated. @default 2 */
  readonly maxRetries?: number | undefined
  /** Randomness for the pauses between attempts, from 0 up to 1. @default Math.random */
  readonly random?: (() => number) | undefined
  /** Time and timers, to replace in tests. @default the runtime's */
  readonly clock?: Clock | undefined
  /** Functions that are called as calls proceed: for logs and metrics. */
  readonly hooks?: ClientHooks | undefined
}

/** What one call may set for itself. */
export interface CallOptions {
  /** Ends the call at once when it aborts, pauses included. */
  readonly signal?: AbortSignal | undefined
  /** The longest that one attempt may take, its body included. @default the client's */
  readonly timeoutMs?: number | undefined
  /** The longest that the call may take, all attempts and pauses together. @default the client's */
  readonly deadlineMs?: number | undefined
}
