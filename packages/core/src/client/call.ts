/**
 * One signed call over all of its attempts: sign, send, decode, and whether there is another attempt, and when.
 * Must not know what an order or a refund is, nor what an ambiguous outcome means for one.
 *
 * @module
 */
import { runAround, runHooks } from '../shared/hooks.ts'
import { wait } from '../shared/timers.ts'
import { signRequest } from '../signing/request-signing.ts'
import { DEFAULT_TOLERANCE_MS, toTimestamp } from '../signing/timestamp.ts'
import type { CallSkew } from './clock-skew.ts'
import { decodeEnvelope } from './envelope.ts'
import { isCallError, TransportError } from './errors.ts'
import type { CallError } from './errors.ts'
import type { CallState, ClientHooks } from './hooks.ts'
import type { RequestMethod } from './request-arguments.ts'
import { isAmbiguous, isRetryable, retryDelayMs } from './retry.ts'
import type { CallLimits, ClientSettings } from './settings.ts'
import { sendOnce } from './transport.ts'
import type { OutgoingRequest } from './transport.ts'

/** What is called. */
export interface Endpoint {
  readonly method: RequestMethod
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
  /** Whether its product uses no API key. */
  readonly withoutApiKey?: boolean | undefined
  /** It is not sent again from this time on (Unix milliseconds). */
  readonly notAfterMs?: number | undefined
}

/** How an attempt ended. */
type AttemptResult = { readonly data: unknown } | { readonly error: CallError }

/** How a call ended, with what was learned over all of its attempts. */
export type CallResult = AttemptResult & {
  /** Whether an attempt failed so that it may have taken effect. */
  readonly ambiguous: boolean
  /** From when on a query that finds nothing proves that no attempt took effect. */
  readonly absenceProvableAtMs: number
}

/** A call in progress. */
interface Call {
  readonly settings: ClientSettings
  readonly endpoint: Endpoint
  readonly limits: CallLimits
  readonly deadlineAtMs: number
  readonly skew: CallSkew
  attempt: number
  attemptStartedAtMs: number
  httpStatus: number | undefined
  measuredOffsetMs: number | undefined
  retries: number
  ambiguous: boolean
}

/** Makes a call and says how it ended. Throws only for mistakes in code. */
export async function callApi(
  settings: ClientSettings,
  endpoint: Endpoint,
  limits: CallLimits,
): Promise<CallResult> {
  const call = startCall(settings, endpoint, limits)
  return around(call, settings.hooks.aroundCall, makeCall)
}

async function makeCall(call: Call): Promise<CallResult> {
  const { clock, hooks } = call.settings
  for (;;) {
    const result = await around(call, hooks.aroundAttempt, attemptCall)
    if ('data' in result) return finish(call, result)
    const delayMs = nextDelayMs(call, result.error)
    if (delayMs === undefined) return fail(call, result.error)
    notifyRetry(call, result.error, delayMs)
    const aborted = await pause(call, delayMs)
    if (aborted !== undefined) return fail(call, aborted)
    // The process may have slept longer than the pause.
    if (clock.now() >= latestStartMs(call)) return fail(call, result.error)
  }
}

/** The data of a call, or its error thrown: for calls that change nothing. */
export async function callApiOrThrow(
  settings: ClientSettings,
  endpoint: Endpoint,
  limits: CallLimits,
): Promise<unknown> {
  const result = await callApi(settings, endpoint, limits)
  if ('error' in result) throw result.error
  return result.data
}

function startCall(settings: ClientSettings, endpoint: Endpoint, limits: CallLimits): Call {
  const nowMs = settings.clock.now()
  return {
    settings,
    endpoint,
    limits,
    deadlineAtMs: nowMs + limits.deadlineMs,
    skew: settings.clockSkew.startCall(endpoint.repeatable ? undefined : DEFAULT_TOLERANCE_MS),
    attempt: 0,
    attemptStartedAtMs: nowMs,
    httpStatus: undefined,
    measuredOffsetMs: undefined,
    retries: 0,
    ambiguous: endpoint.sentBefore === true,
  }
}

async function attemptCall(call: Call): Promise<AttemptResult> {
  const { settings, skew, limits } = call
  const { fetch, clock, hooks } = settings
  call.attempt += 1
  call.attemptStartedAtMs = clock.now()
  call.httpStatus = undefined
  call.measuredOffsetMs = undefined
  const request = await toSignedRequest(call)
  runHooks(hooks.beforeRequest, hookState(call))
  const leftMs = Math.max(0, call.deadlineAtMs - call.attemptStartedAtMs)
  const timeoutMs = Math.min(limits.timeoutMs, leftMs)
  try {
    const response = await sendOnce(request, { fetch, clock, timeoutMs, signal: limits.signal })
    call.httpStatus = response.httpStatus
    call.measuredOffsetMs = skew.measure(response.headers.get('date'), clock.now())
    runHooks(hooks.afterResponse, hookState(call))
    const data = decodeEnvelope(response, clock.now(), settings.apiSecret)
    skew.learn(undefined)
    return { data }
  } catch (error) {
    if (!isCallError(error)) throw error
    call.ambiguous ||= isAmbiguous(error)
    skew.learn(error)
    return { error }
  }
}

async function toSignedRequest(call: Call): Promise<OutgoingRequest> {
  const { settings, endpoint, skew, attemptStartedAtMs } = call
  const { method, query = '', body } = endpoint
  const path = settings.merchantPath + endpoint.path
  const timestamp = toTimestamp(skew.correct(attemptStartedAtMs))
  const signature = await signRequest({ method, path, query, body, timestamp }, settings.apiSecret)
  const headers: Record<string, string> = {
    accept: 'application/json',
    'x-timestamp': timestamp,
    'x-signature': signature,
  }
  if (endpoint.withoutApiKey !== true) headers['x-api-key'] = settings.apiKey
  if (body !== undefined) headers['content-type'] = 'application/json'
  const url = settings.baseUrl + path + (query === '' ? '' : `?${query}`)
  return { url, method, headers, body }
}

function nextDelayMs(call: Call, error: CallError): number | undefined {
  const { settings, endpoint, skew } = call
  if (call.ambiguous && !endpoint.repeatable) return undefined
  if (skew.offer(error)) return 0
  if (!isRetryable(error) || call.retries >= settings.maxRetries) return undefined
  const delayMs = retryDelayMs(error, call.retries + 1, settings.random)
  if (settings.clock.now() + delayMs >= latestStartMs(call)) return undefined
  call.retries += 1
  return delayMs
}

function latestStartMs({ deadlineAtMs, endpoint }: Call): number {
  return Math.min(deadlineAtMs, endpoint.notAfterMs ?? Infinity)
}

async function pause(call: Call, delayMs: number): Promise<TransportError | undefined> {
  const { signal } = call.limits
  try {
    if (delayMs > 0) await wait(delayMs, call.settings.clock.startTimer, signal)
    return undefined
  } catch (cause) {
    const outcome = call.ambiguous ? 'unknown' : 'not-sent'
    const message = `The call was aborted between two attempts. ${call.ambiguous ? 'An earlier one may have taken effect: query before you do it again.' : 'None took effect.'}`
    return new TransportError({ reason: 'aborted', outcome, message }, { cause })
  }
}

function notifyRetry(call: Call, error: CallError, delayMs: number): void {
  const clockOffsetMs = call.skew.triedMs()
  runHooks(call.settings.hooks.onRetry, { ...hookState(call, error), delayMs, clockOffsetMs })
}

/** Does a part of a call inside the hook's context. */
function around<Result extends AttemptResult>(
  call: Call,
  hook: ClientHooks['aroundCall'],
  work: (call: Call) => Promise<Result>,
): Promise<Result> {
  if (hook === undefined) return work(call)
  const { settings, endpoint, attempt } = call
  const { method, route } = endpoint
  const start = { method, route, attempt: attempt + 1, origin: new URL(settings.baseUrl).origin }
  return runAround(
    hook,
    start,
    () => work(call),
    (result) => hookState(call, 'error' in result ? result.error : undefined),
  )
}

function hookState(call: Call, error?: CallError): CallState {
  const { settings, endpoint, attempt, attemptStartedAtMs, httpStatus, measuredOffsetMs } = call
  const { method, route } = endpoint
  const durationMs = settings.clock.now() - attemptStartedAtMs
  return { method, route, attempt, durationMs, httpStatus, measuredOffsetMs, error }
}

function fail(call: Call, error: CallError): CallResult {
  runHooks(call.settings.hooks.onError, hookState(call, error))
  return finish(call, { error })
}

function finish(call: Call, result: AttemptResult): CallResult {
  const { attemptStartedAtMs, skew, ambiguous } = call
  const absenceProvableAtMs = attemptStartedAtMs + DEFAULT_TOLERANCE_MS + skew.maxSkewMs()
  return { ...result, ambiguous, absenceProvableAtMs }
}
