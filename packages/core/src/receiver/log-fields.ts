/**
 * What a person greps for in a log of webhooks that went wrong.
 * Must never hold a secret, a signature, a body or an address.
 *
 * @module
 */
import type { WebhookEvent } from '../payment/events.ts'
import type { SignatureAttempt } from '../signing/signature-error.ts'
import { isSignatureError } from '../signing/signature-error.ts'
import { isMalformedEventError, isMerchantMismatchError } from '../webhook/errors.ts'
import { isBodyError, isDeliveryError } from './errors.ts'
import type { WebhookProblem } from './options.ts'

/** A problem as flat fields for a log: no secret, no signature, no body. */
export interface WebhookLogFields {
  readonly outcome: WebhookProblem['outcome']
  /** The `reason` of the error, where it is one of this package that has one. */
  readonly reason?: string | undefined
  readonly kind?: WebhookEvent['kind'] | undefined
  readonly status?: string | undefined
  /** Your id of the order. */
  readonly merchantOrderId?: string | undefined
  /** Your id of the refund. */
  readonly merchantRefundOrderId?: string | undefined
  /** The event's deduplication key. */
  readonly eventId?: string | undefined
  /** What a signature that matched nothing was compared with. */
  readonly tried?: SignatureAttempt | undefined
}

/**
 * A problem of a webhook as flat fields, for the logger of your app. It holds no secret, no signature and no body.
 *
 * @example
 * ```ts
 * import { createWebhookReceiver, toLogFields } from '@paystablecoin/core'
 *
 * const receiver = createWebhookReceiver({
 *   apiSecret: 'your-api-secret',
 *   onEvent: (event) => console.log(event.id),
 *   onError: (problem) => console.error(JSON.stringify(toLogFields(problem)), problem.error),
 * })
 * ```
 */
export function toLogFields({ outcome, error, event }: WebhookProblem): WebhookLogFields {
  return {
    outcome,
    reason: reasonOf(error),
    kind: event?.kind,
    status: event?.status,
    ...idsOf(event),
    eventId: event?.id,
    tried: isSignatureError(error) ? error.tried : undefined,
  }
}

function reasonOf(error: unknown): string | undefined {
  const hasReason =
    isSignatureError(error) ||
    isBodyError(error) ||
    isDeliveryError(error) ||
    isMalformedEventError(error) ||
    isMerchantMismatchError(error)
  return hasReason ? error.reason : undefined
}

type Ids = Pick<WebhookLogFields, 'merchantOrderId' | 'merchantRefundOrderId'>

function idsOf(event: WebhookEvent | undefined): Ids {
  if (event === undefined) return {}
  if (event.kind === 'refund') return { merchantRefundOrderId: event.data.merchantRefundOrderId }
  if (event.kind !== 'unknown') return { merchantOrderId: event.data.merchantOrderId }
  const { subject } = event
  if (subject === undefined) return {}
  return subject.kind === 'refund'
    ? { merchantRefundOrderId: subject.id }
    : { merchantOrderId: subject.id }
}
