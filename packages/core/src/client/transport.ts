/**
 * One attempt over fetch: a request out, status and text in. The time-out and the caller's signal cover the body, too.
 * Must not know signatures, envelopes or retries.
 *
 * @module
 */
import { createByteCollector } from '../shared/bytes.ts'
import { onAbort } from '../shared/on-abort.ts'
import type { Clock } from '../shared/types.ts'
import { isCallError, ResponseError, TransportError } from './errors.ts'
import { isNotSent } from './not-sent.ts'

/** A `fetch`, as far as it is used here: the global one and an emulator's both fit. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** One request, ready to be sent. */
export interface OutgoingRequest {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

/** How an attempt is sent, and what ends it. */
export interface AttemptLimits {
  readonly fetch: Fetch
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
  readonly clock: Clock
}

/** A response as it was sent, whatever it is. */
export interface RawResponse {
  readonly httpStatus: number
  readonly headers: Headers
  readonly text: string
}

const MAX_RESPONSE_BYTES = 1_048_576

/**
 * Sends one request and reads the whole response.
 *
 * @throws {TransportError} There is no response: `timeout`, `aborted` or `network`.
 * @throws {ResponseError} A redirect, or more than 1 MiB.
 */
export async function sendOnce(
  request: OutgoingRequest,
  limits: AttemptLimits,
): Promise<RawResponse> {
  if (limits.signal?.aborted === true) throw abortedError(limits.signal, 'not-sent')
  const guard = startGuard(limits)
  try {
    return await Promise.race([exchange(request, limits.fetch, guard.signal), guard.ended])
  } finally {
    guard.release()
  }
}

interface Guard {
  readonly signal: AbortSignal
  /** Rejects when time is up or the caller aborts, even if a `fetch` does not listen to signals. */
  readonly ended: Promise<never>
  readonly release: () => void
}

function startGuard({ timeoutMs, signal, clock }: AttemptLimits): Guard {
  const controller = new AbortController()
  let end = (_error: TransportError): void => undefined
  const ended = new Promise<never>((_resolve, reject) => {
    end = (error) => {
      reject(error)
      controller.abort(error)
    }
  })
  const stop = onAbort(signal, () => end(abortedError(signal, 'unknown')))
  const cancel = clock.startTimer(() => end(timeoutError(timeoutMs)), timeoutMs)
  const release = (): void => {
    cancel()
    stop()
  }
  return { signal: controller.signal, ended, release }
}

async function exchange(
  { url, method, headers, body }: OutgoingRequest,
  fetch: Fetch,
  signal: AbortSignal,
): Promise<RawResponse> {
  try {
    const init: RequestInit = { method, headers, redirect: 'manual', signal }
    const response = await fetch(url, body === undefined ? init : { ...init, body })
    assertNoRedirect(response)
    return {
      httpStatus: response.status,
      headers: response.headers,
      text: await readText(response),
    }
  } catch (error) {
    if (isCallError(error)) throw error
    throw networkError(error)
  }
}

// A signed header must not travel to wherever a redirect points.
function assertNoRedirect(response: Response): void {
  const { status } = response
  if (response.type !== 'opaqueredirect' && (status < 300 || status > 399)) return
  void response.body?.cancel().catch(() => undefined)
  throw new ResponseError({ reason: 'redirect', httpStatus: status })
}

async function readText(response: Response): Promise<string> {
  const reader = response.body?.getReader()
  if (reader === undefined) return ''
  const collector = createByteCollector()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    if (collector.add(value) > MAX_RESPONSE_BYTES) {
      void reader.cancel().catch(() => undefined)
      throw new ResponseError({ reason: 'too-large', httpStatus: response.status })
    }
  }
  return new TextDecoder().decode(collector.whole())
}

function timeoutError(timeoutMs: number): TransportError {
  const message = `No complete response within ${timeoutMs} ms. The provider may have acted on the request: query before you do it again.`
  return new TransportError({ reason: 'timeout', outcome: 'unknown', message })
}

function abortedError(
  signal: AbortSignal | undefined,
  outcome: 'unknown' | 'not-sent',
): TransportError {
  const message =
    outcome === 'not-sent'
      ? 'The call was aborted before anything was sent.'
      : 'The call was aborted. The provider may have acted on the request: query before you do it again.'
  return new TransportError({ reason: 'aborted', outcome, message }, { cause: signal?.reason })
}

function networkError(cause: unknown): TransportError {
  const outcome = isNotSent(cause) ? 'not-sent' : 'unknown'
  const message =
    outcome === 'not-sent'
      ? 'There was no connection to the provider (see cause). Nothing was sent.'
      : 'The connection failed. The provider may have acted on the request: query before you do it again.'
  return new TransportError({ reason: 'network', outcome, message }, { cause })
}
