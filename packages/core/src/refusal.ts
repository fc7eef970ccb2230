/**
 * Which reply a webhook gets that is not believed, and who hears of it.
 * Must not know how bodies are read or signatures checked.
 *
 * @module
 */
import { report } from './event-delivery.ts'
import type { WebhookEvent } from './events.ts'
import { runInBackground, turnAway } from './webhook-call.ts'
import type { WebhookCall } from './webhook-call.ts'
import { MalformedEventError, toRefusal } from './webhook-errors.ts'
import type { BodyError } from './webhook-errors.ts'
import {
  INVALID_SIGNATURE,
  MALFORMED_EVENT,
  replyToBody,
  TIMESTAMP_EXPIRED,
} from './webhook-replies.ts'
import type { WebhookReply } from './webhook-replies.ts'
import type { WebhookVerdict } from './webhook-signing.ts'

/** Answers a body that could not be read. */
export function refuseBody<Context>(call: WebhookCall<Context>, error: BodyError): WebhookReply {
  const outcome = error.reason === 'unavailable' ? 'unavailable' : 'refused'
  return turnAway(call, replyToBody(error), { outcome, error, event: undefined })
}

/** Answers a webhook whose verdict is not `authentic`. */
export function refuseWebhook<Context>(
  call: WebhookCall<Context>,
  verdict: Exclude<WebhookVerdict, { readonly verdict: 'authentic' }>,
): WebhookReply {
  if (verdict.verdict === 'malformed') {
    return refuse(call, MALFORMED_EVENT, new MalformedEventError(), undefined)
  }
  if (verdict.verdict === 'refused') {
    return refuse(call, INVALID_SIGNATURE, toRefusal(verdict.reason), undefined)
  }
  const { event, reason, skewMs } = verdict
  if (event !== undefined) runInBackground(call, 'report', tellStale(call, event))
  return refuse(call, TIMESTAMP_EXPIRED, toRefusal(reason, skewMs), event)
}

function refuse<Context>(
  call: WebhookCall<Context>,
  reply: WebhookReply,
  error: Error,
  event: WebhookEvent | undefined,
): WebhookReply {
  return turnAway(call, reply, { outcome: 'refused', error, event })
}

async function tellStale<Context>(
  { settings, request }: WebhookCall<Context>,
  event: WebhookEvent,
): Promise<void> {
  try {
    await settings.onStale(event, request.context)
  } catch (error) {
    await report(settings, { outcome: 'undelivered', error, event }, request.context)
  }
}
