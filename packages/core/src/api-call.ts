/**
 * One signed call: sign, attempt, decode, correct the clock, try again.
 * Must not know what an order or a refund is, nor what an ambiguous outcome means for one.
 *
 * @module
 */
import { isCallError, TransportError } from './call-errors.ts'
import type { CallError } from './call-errors.ts'
import { offsetFromDate, offsetWorthTrying, showsAcceptance } from './clock-skew.ts'
import { decodeEnvelope } from './envelope.ts'
import { runHooks } from './hooks.ts'
import type { CallState, ClientHooks } from './hooks.ts'
import { signRequest } from './request-signing.ts'
import { isAmbiguous, isRetryable, retryDelayMs } from './retry.ts'
import { wait } from './timers.ts'
import { DEFAULT_TOLERANCE_MS, toTimestamp } from './timestamp.ts'
import { sendOnce } from './transport.ts'
import type { Fetch, OutgoingRequest, RawAnswer } from './transport.ts'
import type { Now, ProviderData, StartTimer } from './types.ts'

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
  /** It is not sent again from this time on (Unix milliseconds). */
  readonly notAfterMs?: number | undefined
}

/** How a call ended, with what was learned over all of its attempts. */
export type CallResult = {
  /** Whether an attempt failed so that it may have taken effect. */
  readonly ambiguous: boolean
  /** From when on a query that finds nothing proves that no attempt took effect. */
  readonly absenceProvableAtMs: number
} & ({ readonly data: ProviderData } | { readonly error: CallError })

interface Run {
  readonly settings: CallSettings
  readonly spec: CallSpec
  readonly options: CallOptions
  readonly deadlineAtMs: number
  attempt: number
  retries: number
  ambiguous: boolean
  signedAtMs: number
  /** The clock's correction for the next attempt; it differs from the client's while it is tried. */
  offsetMs: number
  triedOffset: boolean
}

/** Makes a call and says how it ended. Throws only for mistakes in code. */
export async function callApi(
  settings: CallSettings,
  spec: CallSpec,
  options: CallOptions = {},
): Promise<CallResult> {
  const run = startRun(settings, spec, options)
  for (;;) {
    const startedAtMs = settings.now()
    const result = await attempt(run, startedAtMs)
    if ('data' in result) return finish(run, result)
    const state = stateOf(run, startedAtMs, { error: result.error })
    const delayMs = nextDelayMs(run, result.error)
    if (delayMs === undefined) {
      runHooks(settings.hooks.onError, state)
      return finish(run, result)
    }
    const clockOffsetMs = run.offsetMs === settings.clock.offsetMs ? undefined : run.offsetMs
    runHooks(settings.hooks.onRetry, { ...state, delayMs, clockOffsetMs })
    const aborted = await pause(run, delayMs)
    if (aborted !== undefined) return finish(run, { error: aborted })
  }
}

/** The data of a call, or its error thrown: for calls that change nothing. */
export async function callApiOrThrow(
  settings: CallSettings,
  spec: CallSpec,
  options?: CallOptions,
): Promise<ProviderData> {
  const result = await callApi(settings, spec, options)
  if ('error' in result) throw result.error
  return result.data
}

function startRun(settings: CallSettings, spec: CallSpec, options: CallOptions): Run {
  const nowMs = settings.now()
  return {
    settings,
    spec,
    options,
    deadlineAtMs: nowMs + (options.deadlineMs ?? settings.deadlineMs),
    attempt: 0,
    retries: 0,
    ambiguous: false,
    signedAtMs: nowMs,
    offsetMs: settings.clock.offsetMs,
    triedOffset: false,
  }
}

async function attempt(
  run: Run,
  startedAtMs: number,
): Promise<{ readonly data: ProviderData } | { readonly error: CallError }> {
  const { settings, options } = run
  run.attempt += 1
  const request = await signedRequest(run, startedAtMs)
  runHooks(settings.hooks.beforeRequest, stateOf(run, startedAtMs))
  const leftMs = Math.max(0, run.deadlineAtMs - startedAtMs)
  const timeoutMs = Math.min(options.timeoutMs ?? settings.timeoutMs, leftMs)
  const { fetch, startTimer } = settings
  try {
    const limits = { fetch, timeoutMs, startTimer, signal: options.signal }
    const answer = await sendOnce(request, limits)
    runHooks(settings.hooks.afterResponse, stateOf(run, startedAtMs, answer))
    measureClock(settings, answer)
    const data = decodeEnvelope(answer, settings.now())
    learnOffset(run, undefined)
    return { data }
  } catch (error) {
    if (!isCallError(error)) throw error
    run.ambiguous ||= isAmbiguous(error)
    learnOffset(run, error)
    return { error }
  }
}

async function signedRequest(run: Run, nowMs: number): Promise<OutgoingRequest> {
  const { settings, spec } = run
  const { method, query = '', body } = spec
  const path = settings.merchantPath + spec.path
  const timestamp = toTimestamp(nowMs + run.offsetMs)
  run.signedAtMs = nowMs
  const signature = await signRequest({ method, path, query, body, timestamp }, settings.apiSecret)
  const headers: Record<string, string> = {
    accept: 'application/json',
    'x-api-key': settings.apiKey,
    'x-timestamp': timestamp,
    'x-signature': signature,
  }
  if (body !== undefined) headers['content-type'] = 'application/json'
  const url = settings.baseUrl + path + (query === '' ? '' : `?${query}`)
  return { url, method, headers, body }
}

function measureClock(settings: CallSettings, { headers }: RawAnswer): void {
  settings.clock.measuredMs = offsetFromDate(headers.get('date'), settings.now())
}

// An offset is kept only once an answer shows that the provider accepts it; otherwise it leaves no trace.
function learnOffset(run: Run, error: CallError | undefined): void {
  const { clock } = run.settings
  if (run.offsetMs === clock.offsetMs) return
  if (showsAcceptance(error)) clock.offsetMs = run.offsetMs
  else run.offsetMs = clock.offsetMs
}

function nextDelayMs(run: Run, error: CallError): number | undefined {
  const { settings, spec } = run
  if (tryOffset(run, error)) return 0
  if (!isRetryable(error) || run.retries >= settings.maxRetries) return undefined
  if (run.ambiguous && !spec.repeatable) return undefined
  const delayMs = retryDelayMs(error, run.retries + 1, settings.random)
  const nextAtMs = settings.now() + delayMs
  if (nextAtMs >= Math.min(run.deadlineAtMs, spec.notAfterMs ?? Infinity)) return undefined
  run.retries += 1
  return delayMs
}

function tryOffset(run: Run, error: CallError): boolean {
  const offsetMs = offsetWorthTrying(error, run.settings.clock.measuredMs, run.offsetMs)
  if (offsetMs === undefined || run.triedOffset) return false
  run.triedOffset = true
  run.offsetMs = offsetMs
  return true
}

async function pause(run: Run, delayMs: number): Promise<TransportError | undefined> {
  const { signal } = run.options
  try {
    if (delayMs > 0) await wait(delayMs, run.settings.startTimer, signal)
    return undefined
  } catch (cause) {
    const outcome = run.ambiguous ? 'unknown' : 'not-sent'
    const message = `The call was aborted between two attempts. ${run.ambiguous ? 'An earlier one may have taken effect: query before you do it again.' : 'None took effect.'}`
    return new TransportError({ reason: 'aborted', outcome, message }, { cause })
  }
}

function finish<Result extends { readonly data: ProviderData } | { readonly error: CallError }>(
  run: Run,
  result: Result,
): Result & { readonly ambiguous: boolean; readonly absenceProvableAtMs: number } {
  const { measuredMs = DEFAULT_TOLERANCE_MS } = run.settings.clock
  const absenceProvableAtMs = run.signedAtMs + DEFAULT_TOLERANCE_MS + Math.abs(measuredMs)
  return { ...result, ambiguous: run.ambiguous, absenceProvableAtMs }
}

function stateOf(
  run: Run,
  startedAtMs: number,
  more: Pick<CallState, 'httpStatus' | 'error'> = {},
): CallState {
  const { settings, spec, attempt } = run
  const { method, route } = spec
  const { httpStatus, error } = more
  return { method, route, attempt, durationMs: settings.now() - startedAtMs, httpStatus, error }
}
