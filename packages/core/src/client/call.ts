/**
 * One signed call over all of its attempts: whether there is another, and when.
 * Must not know what an order or a refund is, nor what an ambiguous outcome means for one.
 *
 * @module
 */
import { wait } from '../shared/timers.ts'
import type { ProviderData } from '../shared/types.ts'
import { DEFAULT_TOLERANCE_MS } from '../signing/timestamp.ts'
import { attemptCall, startRun, stateOf } from './call-attempt.ts'
import type { AttemptResult, Run } from './call-attempt.ts'
import { offsetWorthTrying } from './clock-skew.ts'
import { TransportError } from './errors.ts'
import type { CallError } from './errors.ts'
import { runHooks } from './hooks.ts'
import { isRetryable, retryDelayMs } from './retry.ts'
import type { CallOptions, CallSettings, CallSpec } from './settings.ts'

/** How a call ended, with what was learned over all of its attempts. */
export type CallResult = AttemptResult & {
  /** Whether an attempt failed so that it may have taken effect. */
  readonly ambiguous: boolean
  /** From when on a query that finds nothing proves that no attempt took effect. */
  readonly absenceProvableAtMs: number
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
    const result = await attemptCall(run, startedAtMs)
    if ('data' in result) return finish(run, result)
    const delayMs = nextDelayMs(run, result.error)
    if (delayMs === undefined) return fail(run, startedAtMs, result.error)
    tellOfRetry(run, startedAtMs, result.error, delayMs)
    const aborted = await pause(run, delayMs)
    if (aborted !== undefined) return fail(run, startedAtMs, aborted)
    // The process may have slept longer than the pause.
    if (settings.now() >= latestStartMs(run)) return fail(run, startedAtMs, result.error)
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

function nextDelayMs(run: Run, error: CallError): number | undefined {
  const { settings, spec } = run
  if (run.ambiguous && !spec.repeatable) return undefined
  if (tryOffset(run, error)) return 0
  if (!isRetryable(error) || run.retries >= settings.maxRetries) return undefined
  const delayMs = retryDelayMs(error, run.retries + 1, settings.random)
  if (settings.now() + delayMs >= latestStartMs(run)) return undefined
  run.retries += 1
  return delayMs
}

function latestStartMs({ deadlineAtMs, spec }: Run): number {
  return Math.min(deadlineAtMs, spec.notAfterMs ?? Infinity)
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

function tellOfRetry(run: Run, startedAtMs: number, error: CallError, delayMs: number): void {
  const { hooks, clock } = run.settings
  const clockOffsetMs = run.offsetMs === clock.offsetMs ? undefined : run.offsetMs
  runHooks(hooks.onRetry, { ...stateOf(run, startedAtMs, { error }), delayMs, clockOffsetMs })
}

function fail(run: Run, startedAtMs: number, error: CallError): CallResult {
  runHooks(run.settings.hooks.onError, stateOf(run, startedAtMs, { error }))
  return finish(run, { error })
}

function finish(run: Run, result: AttemptResult): CallResult {
  const { measuredMs = DEFAULT_TOLERANCE_MS } = run.settings.clock
  const skewMs = Math.max(Math.abs(measuredMs), run.widestOffsetMs)
  const absenceProvableAtMs = run.signedAtMs + DEFAULT_TOLERANCE_MS + skewMs
  return { ...result, ambiguous: run.ambiguous, absenceProvableAtMs }
}
