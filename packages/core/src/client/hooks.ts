/**
 * The hooks of a client: their state object, and calling them so that none can break a payment.
 * Must never hand out a secret, a signature, a body or an id.
 *
 * @module
 */
import { isRecord } from '../shared/is-record.ts'
import { assertFunction } from '../shared/option-checks.ts'
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
  /** How long until the next attempt (`onRetry`). */
  readonly delayMs?: number | undefined
  /** The correction now applied to this machine's clock, when the next attempt is signed with one (`onRetry`). */
  readonly clockOffsetMs?: number | undefined
  /** What went wrong (`onRetry`, `onError`). */
  readonly error?: Error | undefined
}

/** One hook. What it returns is not awaited; what it throws is written to the console and changes nothing. */
export type ClientHook = (state: CallState) => unknown

/** Functions that a client calls: one for each moment, or several. */
export interface ClientHooks {
  /** Before each attempt is sent. */
  readonly beforeRequest?: ClientHook | readonly ClientHook[] | undefined
  /** After each response, whatever its status. */
  readonly afterResponse?: ClientHook | readonly ClientHook[] | undefined
  /** Before the pause that precedes another attempt. */
  readonly onRetry?: ClientHook | readonly ClientHook[] | undefined
  /** When a call ends without success. */
  readonly onError?: ClientHook | readonly ClientHook[] | undefined
}

/** Refuses hooks that can't be called. */
export function assertHooks(hooks: unknown): void {
  if (!isRecord(hooks)) throw new TypeError('hooks must be an object')
  for (const [name, value] of Object.entries(hooks)) {
    const list = value === undefined ? [] : [value].flat()
    for (const hook of list) assertFunction(`hooks.${name}`, hook)
  }
}

/** Calls the hooks of one moment. Never throws and never waits. */
export function runHooks(
  hooks: ClientHook | readonly ClientHook[] | undefined,
  state: CallState,
): void {
  for (const hook of [hooks ?? []].flat()) void runHook(hook, state)
}

async function runHook(hook: ClientHook, state: CallState): Promise<void> {
  try {
    await hook(state)
  } catch (error) {
    // oxlint-disable-next-line no-console
    console.error('[paystablecoin] a hook failed; the call goes on', error)
  }
}
