/**
 * Querying one order or refund until it is final.
 * Must not know endpoints; it is handed the query.
 *
 * @module
 */
import { isFinalStatus } from '../payment/status.ts'
import { assertSignal, toNumber } from '../shared/option-checks.ts'
import { wait } from '../shared/timers.ts'
import type { Order, Refund } from '../shared/types.ts'
import { isApiError } from './api-error.ts'
import { isCallError, WaitError } from './errors.ts'
import type { CallError } from './errors.ts'
import { GRACE_MS } from './recent-creations.ts'
import type { CallLimits, ClientSettings } from './settings.ts'

/** How long to wait, and how often to query. */
export interface WaitOptions {
  /** Ends the wait at once when it aborts. */
  readonly signal?: AbortSignal | undefined
  /** The pause after the first query; each further pause is half as long again. @default 2000 */
  readonly pollMs?: number | undefined
  /** The longest pause. @default 30000 */
  readonly maxPollMs?: number | undefined
  /** When to give up. @default never: an order ends at its `expiresAt` by itself */
  readonly deadlineMs?: number | undefined
}

/**
 * Queries until the status is final. A query that fails is repeated; a refusal by the provider is thrown, but a "not found" only
 * when it is later than what is known to exist.
 *
 * @throws {TypeError} Names the option that is wrong; nothing was sent.
 * @throws {ApiError} The provider refused the query, for example because it does not know the id.
 * @throws {WaitError} The signal aborted, or the deadline passed. The order or refund goes on all the same.
 */
export async function waitUntilFinal<Found extends Order | Refund>(
  query: (limits: CallLimits) => Promise<Found>,
  settings: ClientSettings,
  options: WaitOptions = {},
  createdAtMs: number = -Infinity,
): Promise<Found> {
  const { signal } = options
  assertSignal(signal)
  const pollMs = toNumber('pollMs', options.pollMs, 2_000, 1)
  const maxPollMs = toNumber('maxPollMs', options.maxPollMs, 30_000, 1)
  const deadlineMs = toNumber('deadlineMs', options.deadlineMs, Infinity, 1)
  const { clock, timeoutMs } = settings
  const deadlineAtMs = clock.now() + deadlineMs
  let knownAtMs = createdAtMs
  let last: Found | undefined
  for (let pauseMs = Math.min(pollMs, maxPollMs); ; pauseMs = Math.min(maxPollMs, pauseMs * 1.5)) {
    const leftMs = Math.min(settings.deadlineMs, deadlineAtMs - clock.now())
    const { found, error } = await settle(query({ signal, timeoutMs, deadlineMs: leftMs }))
    if (found !== undefined && isFinalStatus(found.status)) return found
    if (found !== undefined) knownAtMs = clock.now()
    if (error !== undefined && isLastWord(error, clock.now() - knownAtMs)) throw error
    last = found ?? last
    const waitMs = Math.max(pauseMs, retryAfterMs(error))
    if (signal?.aborted !== true && clock.now() + waitMs >= deadlineAtMs) {
      throw new WaitError('deadline', last, { cause: error })
    }
    try {
      await wait(waitMs, clock.startTimer, signal)
    } catch (cause) {
      throw new WaitError('aborted', last, { cause })
    }
  }
}

interface QueryResult<Found> {
  readonly found?: Found
  readonly error?: CallError
}

async function settle<Found>(querying: Promise<Found>): Promise<QueryResult<Found>> {
  try {
    return { found: await querying }
  } catch (error) {
    if (!isCallError(error)) throw error
    return { error }
  }
}

function isLastWord(error: CallError, knownForMs: number): boolean {
  if (!isApiError(error) || error.retryable) return false
  return error.category !== 'not-found' || knownForMs >= GRACE_MS
}

const LONGEST_RETRY_AFTER_MS = 3_600_000

// `Retry-After` is honoured up to an hour: a number from outside must not put a payment to sleep for years.
function retryAfterMs(error: CallError | undefined): number {
  const askedMs = error?.retryAfterMs ?? 0
  if (askedMs <= LONGEST_RETRY_AFTER_MS) return askedMs
  // oxlint-disable-next-line no-console
  console.warn(`[paystablecoin] Retry-After of ${askedMs} ms: querying again in an hour`)
  return LONGEST_RETRY_AFTER_MS
}
