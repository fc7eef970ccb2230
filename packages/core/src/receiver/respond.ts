/**
 * Which reply a webhook gets, and when its handler runs: before the reply or after it.
 * Must not know how bodies are read or signatures verified.
 *
 * @module
 */
import type { WebhookEvent } from '../payment/events.ts'
import type { HeadersLike } from '../shared/types.ts'
import { claim, deliverOnce, deliverWithRetries } from './delivery.ts'
import type { ClaimedDelivery, DeliveryClaim } from './delivery.ts'
import { OverloadError } from './errors.ts'
import type { WebhookRejection } from './errors.ts'
import { warnIfFrozen } from './freezing.ts'
import type { WebhookReason } from './hooks.ts'
import type { InFlight } from './in-flight.ts'
import type { WebhookProblem } from './options.ts'
import type { WebhookBody } from './read-body.ts'
import { BUSY, BUSY_UNREAD, FAILED, RECEIVED, replyToRejection } from './replies.ts'
import type { WebhookReply } from './replies.ts'
import { reportProblem } from './report-problem.ts'
import type { ReceiverSettings } from './settings.ts'
import { tellWebhook } from './tell-hooks.ts'
import type { ToldWebhook } from './tell-hooks.ts'

/**
 * Keeps a runtime alive until a promise has settled. On Workers it is `(promise) => ctx.waitUntil(promise)`: taken off its
 * object, theirs throws.
 */
export type WaitUntil = (promise: Promise<unknown>) => void

/** A webhook's POST, as an adapter hands it over. */
export interface WebhookRequest<Context> {
  readonly headers: HeadersLike
  readonly body: WebhookBody
  /** The raw request target or URL: undecoded and not rewritten. Scheme, host and query are cut off here. */
  readonly path: string
  /** What `onEvent` gets as its second argument. */
  readonly context: Context
  /** Says how to mount the route, for when something before it had read the body. @default a sentence that fits any framework */
  readonly mountHint?: string | undefined
  /** Where the runtime has it. Without it `acknowledge: 'immediately'` needs a process that lives on. */
  readonly waitUntil?: WaitUntil | undefined
}

/** A request together with what it is answered by. */
export interface WebhookCall<Context> extends ToldWebhook {
  readonly request: WebhookRequest<Context>
  readonly settings: ReceiverSettings<Context>
  readonly inFlight: InFlight
  /** The keys of events that were answered 200 and whose handler has not finished. */
  readonly acknowledged: Set<string>
  /** How many webhooks were not taken, by reason. */
  readonly rejected: Partial<Record<WebhookReason, number>>
}

/** Claims an authentic event and hands it over as `acknowledge` says. The claim precedes the reply. */
export async function respondToEvent<Context>(
  call: WebhookCall<Context>,
  event: WebhookEvent,
): Promise<WebhookReply> {
  const { request, settings, inFlight } = call
  if (inFlight.events() >= settings.maxInFlight) {
    const error = new OverloadError('maxInFlight', settings.maxInFlight)
    return refuse(call, BUSY, 'overloaded', { outcome: 'unavailable', error, event })
  }
  const finish = inFlight.start('event')
  const delivery = await claim({ event, context: request.context, settings })
  if (delivery.state !== 'claimed') {
    finish()
    return respondToUnclaimed(call, event, delivery)
  }
  const isAnswered = settings.acknowledge === 'immediately'
  tellWebhook(call, event, undefined, isAnswered ? RECEIVED.status : undefined)
  if (isAnswered) return respondThenRun(call, delivery, finish)
  return runThenRespond(call, delivery).finally(finish)
}

function respondThenRun<Context>(
  { request, acknowledged }: WebhookCall<Context>,
  delivery: ClaimedDelivery<Context>,
  finish: () => void,
): WebhookReply {
  acknowledged.add(delivery.key)
  const done = deliverWithRetries(delivery).then(() => {
    acknowledged.delete(delivery.key)
    finish()
  })
  if (request.waitUntil === undefined) warnIfFrozen()
  else request.waitUntil(done)
  return RECEIVED
}

async function runThenRespond<Context>(
  call: WebhookCall<Context>,
  delivery: ClaimedDelivery<Context>,
): Promise<WebhookReply> {
  try {
    await deliverOnce(delivery)
    return RECEIVED
  } catch (error) {
    return respondWithProblem(call, FAILED, { outcome: 'failed', error, event: delivery.event })
  }
}

function respondToUnclaimed<Context>(
  call: WebhookCall<Context>,
  event: WebhookEvent,
  claimed: Exclude<DeliveryClaim<Context>, { readonly state: 'claimed' }>,
): WebhookReply {
  if (claimed.state === 'store-failed') {
    return refuse(call, FAILED, 'store', { outcome: 'unavailable', error: claimed.error, event })
  }
  if (claimed.state === 'done') {
    // An inbox does not say whether it had the event.
    tellWebhook(
      call,
      event,
      call.settings.inbox === undefined ? 'done' : undefined,
      RECEIVED.status,
    )
    return RECEIVED
  }
  // Any other holder may fail or die before it answers: only a resend would then save the event.
  const reply = call.acknowledged.has(claimed.key) ? RECEIVED : BUSY
  tellWebhook(call, event, 'in-flight', reply.status)
  return reply
}

/** Answers what is rejected. An event beside the error is authentic but outside the window: `onStale` is called with it. */
export function rejectWebhook<Context>(
  call: WebhookCall<Context>,
  error: WebhookRejection,
  event: WebhookEvent | undefined,
): WebhookReply {
  if (event !== undefined) runInBackground(call, notifyStale(call, event))
  const reply = replyToRejection(error)
  const outcome = reply.status < 500 ? 'rejected' : 'unavailable'
  return refuse(call, reply, error.reason, { outcome, error, event })
}

async function notifyStale<Context>(
  { settings, request }: WebhookCall<Context>,
  event: WebhookEvent,
): Promise<void> {
  try {
    await settings.onStale(event, request.context)
  } catch (error) {
    await reportProblem(settings, { outcome: 'undelivered', error, event }, request.context)
  }
}

/** Answers a webhook whose body is not read, because too many are. */
export function rejectUnread<Context>(call: WebhookCall<Context>): WebhookReply {
  const error = new OverloadError('maxBodiesInFlight', call.settings.maxBodiesInFlight)
  return refuse(call, BUSY_UNREAD, 'overloaded', {
    outcome: 'unavailable',
    error,
    event: undefined,
  })
}

/** Answers a webhook that is not taken, counts it and tells the hooks. */
function refuse<Context>(
  call: WebhookCall<Context>,
  reply: WebhookReply,
  reason: WebhookReason,
  problem: WebhookProblem,
): WebhookReply {
  call.rejected[reason] = (call.rejected[reason] ?? 0) + 1
  tellWebhook(call, problem.event, reason, reply.status)
  return respondWithProblem(call, reply, problem)
}

/** Gives a reply and tells `onError` why. The reply does not wait for `onError`. */
function respondWithProblem<Context>(
  call: WebhookCall<Context>,
  reply: WebhookReply,
  problem: WebhookProblem,
): WebhookReply {
  runInBackground(call, reportProblem(call.settings, problem, call.request.context))
  return reply
}

/** Lets a report that never rejects go on after the reply: a shutdown and `waitUntil` wait for it. */
function runInBackground<Context>(
  { request, inFlight }: WebhookCall<Context>,
  reporting: Promise<void>,
): void {
  const done = reporting.then(inFlight.start('report'))
  request.waitUntil?.(done)
}
