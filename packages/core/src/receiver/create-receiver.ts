/**
 * `createWebhookReceiver`: a webhook's bytes in, the reply out, the event handed over when it is authentic and new.
 * Must not know any framework.
 *
 * @module
 */
import type { WebhookEvent } from '../payment/events.ts'
import { toClock } from '../shared/clock.ts'
import { runAround } from '../shared/hooks.ts'
import { isPromise } from '../shared/maybe-promise.ts'
import { toPathname } from '../signing/canonical.ts'
import { verify } from '../webhook/verify.ts'
import { createMemoryDeduplication } from './deduplication.ts'
import { deliverNow } from './delivery.ts'
import { isBodyError } from './errors.ts'
import type { WebhookReason } from './hooks.ts'
import { createInFlight } from './in-flight.ts'
import type { TenantReceiverOptions, WebhookReceiverOptions } from './options.ts'
import { readRequestBody } from './read-body.ts'
import { METHOD_NOT_ALLOWED } from './replies.ts'
import type { WebhookReply } from './replies.ts'
import { rejectUnread, rejectWebhook, respondToEvent } from './respond.ts'
import type { WaitUntil, WebhookCall, WebhookRequest } from './respond.ts'
import { toReceiverSettings } from './settings.ts'
import type { ReceiverSettings } from './settings.ts'

/** What `receiver.fetch` takes beside the request. */
export interface ReceiverFetchOptions<Context> {
  readonly context: Context
  readonly waitUntil?: WaitUntil | undefined
}

/** Receives webhooks. Its functions can be passed around on their own. */
export interface WebhookReceiver<Context = undefined> {
  /** Answers a webhook. Never throws for what a request may contain. */
  readonly receive: (request: WebhookRequest<Context>) => Promise<WebhookReply>
  /** The same for a web-standard `Request`: the whole adapter where a `fetch` handler is all there is. */
  readonly fetch: (
    request: Request,
    ...options: undefined extends Context
      ? [Partial<ReceiverFetchOptions<Context>>?]
      : [ReceiverFetchOptions<Context>]
  ) => Promise<Response>
  /**
   * Hands over an event that was learned in another way, through the same handler and the same deduplication, or into the same
   * inbox. Resolves when it was handled, now or before, or is in the inbox. Rejects with what the handler, the store or the inbox
   * threw, and with a `DeliveryError` (`in-flight`) while another holder handles the event. Not for the worker of a queue: read
   * its entry by `readInboxEntry` and call the handler.
   */
  readonly deliver: (event: WebhookEvent, context: Context) => Promise<void>
  /** Resolves when no work is in progress: for a shutdown. Rejects when that takes longer than `timeoutMs`. */
  readonly idle: (options?: { readonly timeoutMs?: number | undefined }) => Promise<void>
  /** How the receiver is doing now, and what it has not taken since it was made: for a readiness route. */
  readonly stats: () => ReceiverStats
}

/** How a receiver is doing. */
export interface ReceiverStats {
  /** Events in progress: beyond `maxInFlight` webhooks are answered 503. */
  readonly inFlight: number
  /** Bodies being read: beyond `maxBodiesInFlight` webhooks are answered 503. */
  readonly bodiesInFlight: number
  /** How many webhooks were not taken, by reason; a reason that did not occur is absent. */
  readonly rejected: Readonly<Partial<Record<WebhookReason, number>>>
}

/**
 * Creates a receiver. Its answers are the same behind every framework: 200 received, 401 not signed or outside the window, 400
 * authentic but no JSON object, 413 and 408 for bodies, 500 and 503 when the provider should send again.
 *
 * @param options - The options, or a function that makes them of the context, for secrets that exist only per request: they then
 *   name the merchant or a namespace.
 * @throws {TypeError} Names the option that is missing or wrong.
 *
 * @example
 * ```ts
 * import { createWebhookReceiver } from '@paystablecoin/core'
 *
 * const receiver = createWebhookReceiver({
 *   apiSecret: 'your-api-secret',
 *   onEvent: async (event) => {
 *     if (event.kind === 'payment') console.log(event.data.merchantOrderId, event.status)
 *   },
 * })
 * export default { fetch: (request: Request) => receiver.fetch(request) }
 * ```
 */
export function createWebhookReceiver<Context = undefined>(
  options: WebhookReceiverOptions<Context> | ((context: Context) => TenantReceiverOptions<Context>),
): WebhookReceiver<Context> {
  const settingsFor = toSettingsSource(options)
  const clock = typeof options === 'function' ? undefined : options.clock
  const inFlight = createInFlight(toClock(clock))
  const acknowledged = new Set<string>()
  const rejected: WebhookCall<Context>['rejected'] = {}
  let bodiesInFlight = 0

  // Not async, which would cost every webhook a promise more, hooks or none.
  function receive(request: WebhookRequest<Context>): Promise<WebhookReply> {
    try {
      const call = startCall(request)
      return runAround(
        call.settings.hooks?.aroundWebhook,
        undefined,
        () => answer(call),
        () => call.state,
      )
    } catch (error) {
      // Options that are made of the context could not be.
      return Promise.reject(error)
    }
  }

  function startCall(request: WebhookRequest<Context>): WebhookCall<Context> {
    const settings = settingsFor(request.context)
    const startedAtMs = settings.hooks === undefined ? 0 : settings.clock.now()
    return { request, settings, inFlight, acknowledged, rejected, startedAtMs }
  }

  async function answer(call: WebhookCall<Context>): Promise<WebhookReply> {
    const { request, settings } = call
    if (bodiesInFlight >= settings.maxBodiesInFlight) return rejectUnread(call)
    const reading = readRequestBody(request.headers, request.body, settings, request.mountHint)
    const body = isPromise(reading) ? await countBody(reading) : reading
    if (isBodyError(body)) return rejectWebhook(call, body, undefined)
    const paths = settings.paths ?? [toPathname(request.path)]
    const webhook = { headers: request.headers, body, paths }
    const { error, event } = await verify(webhook, settings, settings.clock.now())
    return error === undefined ? respondToEvent(call, event) : rejectWebhook(call, error, event)
  }

  function countBody<Value>(reading: Promise<Value>): Promise<Value> {
    bodiesInFlight += 1
    return reading.finally(() => {
      bodiesInFlight -= 1
    })
  }

  async function fetch(
    request: Request,
    options: Partial<ReceiverFetchOptions<Context>> = {},
  ): Promise<Response> {
    if (request.method !== 'POST') return toResponse(METHOD_NOT_ALLOWED)
    const { headers, url: path } = request
    // The type of `fetch` lets a caller leave the context out only where it may be undefined.
    const context = options.context as Context
    const { waitUntil } = options
    return toResponse(await receive({ headers, body: request, path, context, waitUntil }))
  }

  async function deliver(event: WebhookEvent, context: Context): Promise<void> {
    const finish = inFlight.start('event')
    try {
      await deliverNow({ event, context, settings: settingsFor(context) })
    } finally {
      finish()
    }
  }

  return {
    receive,
    fetch,
    deliver,
    idle: (options) => inFlight.idle(options?.timeoutMs),
    stats: () => ({ inFlight: inFlight.events(), bodiesInFlight, rejected: { ...rejected } }),
  }
}

// Given as a function, the options are made again for each call, so nothing of a past context is kept. The store in memory is.
function toSettingsSource<Context>(
  options: WebhookReceiverOptions<Context> | ((context: Context) => TenantReceiverOptions<Context>),
): (context: Context) => ReceiverSettings<Context> {
  const store = createMemoryDeduplication({ onEarlyEviction: warnOnce() })
  if (typeof options === 'function') {
    return (context) => {
      const settings = toReceiverSettings(options(context), store)
      // Else all merchants would share one key space: whoever knows one secret could make another's event a duplicate.
      if (settings.namespace !== '') return settings
      throw new TypeError('merchantId or namespace must be among the options of a context')
    }
  }
  const settings = toReceiverSettings(options, store)
  return () => settings
}

function warnOnce(): () => void {
  let warn = (): void => {
    warn = () => undefined
    // oxlint-disable-next-line no-console
    console.warn(
      '[paystablecoin] more webhooks came in 24 hours than the memory keeps: a resend may be handled again. Share a deduplication store.',
    )
  }
  return () => warn()
}

function toResponse({ status, headers, body }: WebhookReply): Response {
  return new Response(body, { status, headers })
}
