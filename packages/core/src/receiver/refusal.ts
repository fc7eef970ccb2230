/**
 * The reply to a webhook that is not believed, and who hears of it.
 * Must not know how bodies are read or signatures checked.
 *
 * @module
 */
import type { WebhookEvent } from '../payment/events.ts'
import type { WebhookRefusal } from './body-error.ts'
import { report } from './delivery.ts'
import { replyToRefusal } from './replies.ts'
import type { WebhookReply } from './replies.ts'
import { runInBackground, turnAway } from './webhook-call.ts'
import type { WebhookCall } from './webhook-call.ts'

/** Answers what is refused. An event beside the error is authentic, but outside the window: `onStale` hears of it. */
export function refuse<Context>(
  call: WebhookCall<Context>,
  error: WebhookRefusal,
  event: WebhookEvent | undefined,
): WebhookReply {
  if (event !== undefined) runInBackground(call, tellStale(call, event))
  const reply = replyToRefusal(error)
  const outcome = reply.status < 500 ? 'refused' : 'unavailable'
  return turnAway(call, reply, { outcome, error, event })
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
