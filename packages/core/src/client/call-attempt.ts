/**
 * One attempt of a call: sign, send, decode, and note what it taught about the clock and the outcome.
 * Must not know whether there will be another.
 *
 * @module
 */
import { toPositive } from '../shared/option-checks.ts'
import type { ProviderData } from '../shared/types.ts'
import { signRequest } from '../signing/request-signing.ts'
import { toTimestamp } from '../signing/timestamp.ts'
import { offsetFromDate, showsAcceptance } from './clock-skew.ts'
import { decodeEnvelope } from './envelope.ts'
import { isCallError } from './errors.ts'
import type { CallError } from './errors.ts'
import { runHooks } from './hooks.ts'
import type { CallState } from './hooks.ts'
import { isAmbiguous } from './retry.ts'
import type { CallOptions, CallSettings, CallSpec } from './settings.ts'
import { sendOnce } from './transport.ts'
import type { OutgoingRequest, RawAnswer } from './transport.ts'

/** A call under way. */
export interface Run {
  readonly settings: CallSettings
  readonly spec: CallSpec
  readonly options: CallOptions
  readonly timeoutMs: number
  readonly deadlineAtMs: number
  attempt: number
  retries: number
  ambiguous: boolean
  signedAtMs: number
  /** The largest correction, either way, that an attempt was signed with. */
  widestOffsetMs: number
  /** The clock's correction for the next attempt; it differs from the client's while it is tried. */
  offsetMs: number
  triedOffset: boolean
}

/** How an attempt ended. */
export type AttemptResult = { readonly data: ProviderData } | { readonly error: CallError }

/** Starts a call's run. */
export function startRun(settings: CallSettings, spec: CallSpec, options: CallOptions): Run {
  const nowMs = settings.now()
  return {
    settings,
    spec,
    options,
    timeoutMs: toPositive('timeoutMs', options.timeoutMs, settings.timeoutMs),
    deadlineAtMs: nowMs + toPositive('deadlineMs', options.deadlineMs, settings.deadlineMs),
    attempt: 0,
    retries: 0,
    ambiguous: spec.sentBefore === true,
    signedAtMs: nowMs,
    widestOffsetMs: 0,
    offsetMs: settings.clock.offsetMs,
    triedOffset: false,
  }
}

/** Signs, sends and decodes once; notes what was learned on the run. Throws only for mistakes in code. */
export async function attemptCall(run: Run, startedAtMs: number): Promise<AttemptResult> {
  const { settings, options } = run
  run.attempt += 1
  const request = await signedRequest(run, startedAtMs)
  runHooks(settings.hooks.beforeRequest, stateOf(run, startedAtMs))
  const leftMs = Math.max(0, run.deadlineAtMs - startedAtMs)
  const timeoutMs = Math.min(run.timeoutMs, leftMs)
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
  run.widestOffsetMs = Math.max(run.widestOffsetMs, Math.abs(run.offsetMs))
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

/** What hooks are told of the attempt at hand. */
export function stateOf(
  run: Run,
  startedAtMs: number,
  more: Pick<CallState, 'httpStatus' | 'error'> = {},
): CallState {
  const { settings, spec, attempt } = run
  const { method, route } = spec
  const { httpStatus, error } = more
  return { method, route, attempt, durationMs: settings.now() - startedAtMs, httpStatus, error }
}
