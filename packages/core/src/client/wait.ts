/**
 * Polling one order or refund until it is final.
 * Must not know endpoints; it is handed the query.
 *
 * @module
 */
import { isFinalStatus } from '../payment/status.ts'
import { wait } from '../shared/timers.ts'
import { isApiError, isCallError, isResponseError, TransportError } from './errors.ts'
import type { CallError } from './errors.ts'
import type { CallOptions, CallSettings } from './settings.ts'

/** How long and how often is asked. */
export interface WaitOptions {
  /** Ends the waiting at once when it aborts. */
  readonly signal?: AbortSignal | undefined
  /** The pause after the first query; each further pause is half as long again. @default 2000 */
  readonly pollMs?: number | undefined
  /** The longest pause. @default 30000 */
  readonly maxPollMs?: number | undefined
  /** When to give up waiting. @default never: an order ends at its `expiresAt` by itself */
  readonly deadlineMs?: number | undefined
}

/** What is waited for: anything with a status. */
interface HasStatus {
  readonly status: string
}

/**
 * Queries until the status is final. A query without an answer is asked again; a refusal by the provider is thrown.
 *
 * @throws {ApiError} The provider refused the query, for example because it does not know the id.
 * @throws {TransportError} The signal aborted, or the deadline passed. The order or refund goes on all the same.
 */
export async function waitUntilFinal<Found extends HasStatus>(
  query: (options: CallOptions) => Promise<Found>,
  settings: Pick<CallSettings, 'now' | 'startTimer' | 'deadlineMs'>,
  options: WaitOptions = {},
): Promise<Found> {
  const { signal, pollMs = 2000, maxPollMs = 30_000, deadlineMs = Infinity } = options
  const { now, startTimer } = settings
  const deadlineAtMs = now() + deadlineMs
  for (let pauseMs = pollMs; ; pauseMs = Math.min(maxPollMs, pauseMs * 1.5)) {
    const leftMs = Math.min(settings.deadlineMs, deadlineAtMs - now())
    const found = await queryOnce(query, { signal, deadlineMs: leftMs })
    if (!isCallError(found) && isFinalStatus(found.status)) return found
    const waitMs = Math.max(pauseMs, askedPauseMs(found))
    if (now() + waitMs >= deadlineAtMs) throw stillOpen('timeout')
    try {
      await wait(waitMs, startTimer, signal)
    } catch (cause) {
      throw stillOpen('aborted', cause)
    }
  }
}

async function queryOnce<Found>(
  query: (options: CallOptions) => Promise<Found>,
  options: CallOptions,
): Promise<Found | CallError> {
  try {
    return await query(options)
  } catch (error) {
    if (options.signal?.aborted === true) throw stillOpen('aborted', error)
    if (!isCallError(error) || (isApiError(error) && !error.retryable)) throw error
    return error
  }
}

// What `Retry-After` asks for is never shortened.
function askedPauseMs(found: unknown): number {
  return isResponseError(found) ? (found.retryAfterMs ?? 0) : 0
}

function stillOpen(reason: 'timeout' | 'aborted', cause?: unknown): TransportError {
  const message =
    'The waiting ended before the status was final. Nothing is decided: ask again later, or let a reconciler ask.'
  return new TransportError({ reason, outcome: 'unknown', message }, { cause })
}
