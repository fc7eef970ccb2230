/**
 * Which reply an authentic event gets, and when its handler runs: before the answer or after it.
 * Must not know how the event was verified.
 *
 * @module
 */
import type { WebhookEvent } from '../payment/events.ts'
import { PayStablecoinError } from '../shared/errors.ts'
import { andThen } from '../shared/maybe-promise.ts'
import type { MaybePromise } from '../shared/maybe-promise.ts'
import { claimJob, runOnce, runUntilDone } from './delivery.ts'
import type { ClaimedJob, ClaimResult } from './delivery.ts'
import { BUSY, FAILED, RECEIVED } from './replies.ts'
import type { WebhookReply } from './replies.ts'
import { turnAway } from './webhook-call.ts'
import type { WebhookCall } from './webhook-call.ts'

/** Claims an event and hands it over as `acknowledge` says. The claim precedes the answer. */
export function acceptEvent<Context>(
  call: WebhookCall<Context>,
  event: WebhookEvent,
): MaybePromise<WebhookReply> {
  const { request, settings, inFlight } = call
  if (inFlight.events() >= settings.maxInFlight) return refuseOverload(call, event)
  const leave = inFlight.enter('event')
  return andThen(claimJob({ event, context: request.context, settings }), (claim) => {
    if (claim.state !== 'claimed') {
      leave()
      return replyToUnclaimed(call, event, claim)
    }
    return settings.acknowledge === 'immediately'
      ? replyThenRun(call, claim, leave)
      : runThenReply(call, claim).finally(leave)
  })
}

function replyThenRun<Context>(
  { request, inFlight }: WebhookCall<Context>,
  job: ClaimedJob<Context>,
  leave: () => void,
): WebhookReply {
  inFlight.acknowledgedKeys.add(job.key)
  const done = runUntilDone(job).then(() => {
    inFlight.acknowledgedKeys.delete(job.key)
    leave()
  })
  request.waitUntil?.(done)
  return RECEIVED
}

function replyToUnclaimed<Context>(
  call: WebhookCall<Context>,
  event: WebhookEvent,
  claim: Exclude<ClaimResult<Context>, { readonly state: 'claimed' }>,
): WebhookReply {
  if (claim.state === 'done') return RECEIVED
  if (claim.state === 'store-failed') {
    return turnAway(call, FAILED, { outcome: 'unavailable', error: claim.error, event })
  }
  // Any other holder may fail or die before it answers: only a resend would then save the event.
  return call.inFlight.acknowledgedKeys.has(claim.key) ? RECEIVED : BUSY
}

async function runThenReply<Context>(
  call: WebhookCall<Context>,
  job: ClaimedJob<Context>,
): Promise<WebhookReply> {
  try {
    await runOnce(job)
    return RECEIVED
  } catch (error) {
    return turnAway(call, FAILED, { outcome: 'failed', error, event: job.event })
  }
}

function refuseOverload<Context>(call: WebhookCall<Context>, event: WebhookEvent): WebhookReply {
  const error = new PayStablecoinError(
    'OVERLOADED',
    `maxInFlight (${call.settings.maxInFlight}) events are being handled. This one was not touched; the provider was asked to resend.`,
  )
  return turnAway(call, BUSY, { outcome: 'unavailable', error, event })
}
