/**
 * One attempt to deliver a webhook: sign through core, POST, and record the response.
 * Knows nothing of retries, faults or orders.
 *
 * @module
 */
import type { StartTimer, WebhookScheme } from '@paystablecoin/core'
import { createWebhookRequest } from '@paystablecoin/core'
import { isError, toError } from '../shared/thrown.ts'
import { assertNotProduction } from '../shared/urls.ts'
import type { DeliveryAttempt } from './delivery.ts'
import { assertNotLinkLocal } from './link-local.ts'

/** Delivers a webhook to the merchant's app: the global `fetch`, or an app's own `fetch`. */
export type WebhookFetch = (request: Request) => Response | Promise<Response>

/** What one attempt sends. */
export interface AttemptParams {
  readonly url: string
  readonly body: string
  readonly scheme: WebhookScheme
  readonly apiSecret: string
  readonly timestampMs: number
}

export interface AttemptDeps {
  readonly webhookFetch: WebhookFetch
  readonly allowLinkLocal: boolean
  readonly timeoutMs: number
  readonly startTimer: StartTimer
  readonly now: () => number
  /** Registers what ends the attempt when the emulator closes, and returns the function that unregisters it. */
  readonly onClosed: (end: () => void) => () => void
}

const MAX_BODY_CHARACTERS = 1_000

/** Makes one attempt. Never throws: what went wrong is in the record. */
export async function attemptDelivery(
  params: AttemptParams,
  deps: AttemptDeps,
): Promise<DeliveryAttempt> {
  const atMs = deps.now()
  const { timestampMs, scheme } = params
  const unsent = { atMs, scheme, timestamp: String(timestampMs), signature: '' }
  try {
    assertDeliverable(params.url, deps.allowLinkLocal)
    const signed = await signDelivery(params)
    const sent = { ...unsent, signature: signed.headers.get('x-signature') ?? '' }
    const result = await post(signed, deps)
    return { ...sent, ...result, latencyMs: deps.now() - atMs }
  } catch (error) {
    return { ...unsent, error: describeError(error), latencyMs: deps.now() - atMs }
  }
}

function assertDeliverable(url: string, allowLinkLocal: boolean): void {
  assertNotProduction(url, 'The webhook URL')
  if (!allowLinkLocal) assertNotLinkLocal(new URL(url).hostname)
}

async function signDelivery(params: AttemptParams): Promise<Request> {
  const { url, body, scheme, apiSecret, timestampMs } = params
  return createWebhookRequest({ url, body, scheme, timestampMs }, apiSecret)
}

type Result = Pick<DeliveryAttempt, 'httpStatus' | 'responseBody' | 'error'>

async function post(signed: Request, deps: AttemptDeps): Promise<Result> {
  const { webhookFetch, timeoutMs, startTimer, onClosed } = deps
  const controller = new AbortController()
  const forget = onClosed(() => controller.abort(new Error('the emulator was closed')))
  const stopTimer = startTimer(
    () => controller.abort(new Error(`no response within ${timeoutMs} ms`)),
    timeoutMs,
  )
  try {
    return await untilAborted(exchange(signed, webhookFetch, controller.signal), controller.signal)
  } catch (error) {
    return { error: describeError(error) }
  } finally {
    stopTimer()
    forget()
  }
}

async function exchange(
  signed: Request,
  webhookFetch: WebhookFetch,
  signal: AbortSignal,
): Promise<Result> {
  // A redirect is not followed: signed headers must not travel.
  const request = new Request(signed, { redirect: 'manual', signal })
  const response = await webhookFetch(request)
  const responseBody = await readStart(response)
  // Used up to here on purpose: once a request is garbage-collected, Node no longer aborts its fetch.
  request.signal.throwIfAborted()
  return { httpStatus: response.status, responseBody }
}

// An app's own fetch may ignore the signal.
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(toError(signal.reason))
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject)
  })
}

async function readStart(response: Response): Promise<string> {
  if (response.body === null) return ''
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  while (text.length < MAX_BODY_CHARACTERS) {
    const { done, value } = await reader.read()
    if (done) return text
    text += decoder.decode(value, { stream: true })
  }
  await reader.cancel()
  return text.slice(0, MAX_BODY_CHARACTERS)
}

/** An error in a few words, with the cause that Node hides beneath "fetch failed". */
function describeError(error: unknown): string {
  const { message, cause } = toError(error)
  if (!isError(cause)) return message
  const code = 'code' in cause && typeof cause.code === 'string' ? `${cause.code} ` : ''
  return `${message}: ${code}${cause.message}`.trim()
}
