/**
 * The hooks of a client, and what they are told.
 * Must never hand out a secret, a signature, a body or an id; runs no code.
 *
 * @module
 */
import type { AroundHook, Hook, Hooks } from '../shared/hooks.ts'
import type { RequestMethod } from './request-arguments.ts'

/** What a hook is given. Fields that do not apply to the moment are `undefined`. */
export interface CallState {
  readonly method: RequestMethod
  /** The route's template, such as `/orders/{merchantOrderId}`: safe as a metric's label. */
  readonly route: string
  /** 1 for the first attempt. */
  readonly attempt: number
  /** How long this attempt has taken so far. */
  readonly durationMs: number
  /** The HTTP status of the response. */
  readonly httpStatus?: number | undefined
  /** How far the provider's clock is ahead of this machine's by the response's `Date`, which counts in seconds. */
  readonly measuredOffsetMs?: number | undefined
  /** How long until the next attempt (`onRetry`). */
  readonly delayMs?: number | undefined
  /** The correction now applied to this machine's clock, when the next attempt is signed with one (`onRetry`). */
  readonly clockOffsetMs?: number | undefined
  /** What went wrong (`onRetry`, `onError`, the end of `aroundCall` and `aroundAttempt`). */
  readonly error?: Error | undefined
}

/** What is called and where, before an attempt. */
export interface CallStart extends Pick<CallState, 'method' | 'route' | 'attempt'> {
  /** The origin of the API, such as `https://api.paystablecoin.global`. */
  readonly origin: string
}

/** One hook. What it returns is not awaited; what it throws is written to the console and changes nothing. */
export type ClientHook = Hook<CallState>

/** Functions that a client calls: one for each moment, or several. */
export interface ClientHooks {
  /** Before each attempt is sent. */
  readonly beforeRequest?: Hooks<CallState> | undefined
  /** After each response, whatever its status. */
  readonly afterResponse?: Hooks<CallState> | undefined
  /** Before the pause that precedes another attempt. */
  readonly onRetry?: Hooks<CallState> | undefined
  /** When a call ends without success. */
  readonly onError?: Hooks<CallState> | undefined
  /**
   * Each call is made inside this one function, for a context around it, as tracing has. It calls `run` before it first awaits; the
   * call is made once, and its end counts, whatever the hook does. `run` resolves with the last attempt's state, `error` included.
   */
  readonly aroundCall?: AroundHook<CallStart, CallState> | undefined
  /** The same for each attempt of a call. */
  readonly aroundAttempt?: AroundHook<CallStart, CallState> | undefined
}
