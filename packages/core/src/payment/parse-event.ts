/**
 * Verified text, or the answer to a query, as a typed event. A shape that is not known survives as `unknown`.
 * Knows nothing of signatures, HTTP or handlers.
 *
 * @module
 */
import { isRecord } from '../shared/is-record.ts'
import type { Order, ProviderData, Refund } from '../shared/types.ts'
import { paymentKey, refundKey, unknownKey } from './event-key.ts'
import { isPaymentData, isRefundData, paymentKindOf } from './event-kind.ts'
import type {
  CheckoutEvent,
  EventOrigin,
  PaymentData,
  PaymentEvent,
  RefundData,
  RefundEvent,
  UnknownEvent,
  WebhookOrigin,
} from './events.ts'
import { findSubject } from './find-subject.ts'
import { isFinalStatus } from './status.ts'

/** The JSON object in a verified text; `undefined` when there is none. */
export function parseEventData(rawBody: string): ProviderData | undefined {
  try {
    const parsed: unknown = JSON.parse(rawBody.startsWith('\uFEFF') ? rawBody.slice(1) : rawBody)
    return isRecord(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}

/** The typed event in a webhook's object; `undefined` for a shape that is not known. */
export function parseEvent(
  data: ProviderData,
  rawBody: string,
  origin: WebhookOrigin,
): PaymentEvent | RefundEvent | CheckoutEvent | undefined {
  if (isRefundData(data)) return refundEvent(data, rawBody, origin)
  if (!isPaymentData(data)) return undefined
  const kind = paymentKindOf(data)
  if (kind === undefined) return undefined
  // Written out: a spread costs more than the rest of this function.
  return {
    kind,
    id: paymentKey(data),
    status: data.status,
    final: isFinalStatus(data.status),
    data,
    rawBody,
    source: origin.source,
    timestamp: origin.timestamp,
    scheme: origin.scheme,
    secretIndex: origin.secretIndex,
  }
}

/** The event of a shape that is not known; its key is the hash of its bytes. */
export function unknownEvent(
  data: ProviderData,
  rawBody: string,
  origin: EventOrigin,
  bodyHash: string,
): UnknownEvent {
  const status = typeof data['status'] === 'string' ? data['status'] : undefined
  const final = status !== undefined && isFinalStatus(status)
  const { subject } = findSubject(data)
  return {
    kind: 'unknown',
    id: unknownKey(bodyHash),
    status,
    final,
    data,
    subject,
    rawBody,
    ...origin,
  }
}

/** The event that a queried order amounts to: the same key as the webhook that says the same. */
export function eventFromOrder(merchantOrderId: string, order: Order): PaymentEvent {
  const data: PaymentData = { ...order, merchantOrderId }
  return {
    kind: 'payment',
    id: paymentKey(data),
    status: data.status,
    final: isFinalStatus(data.status),
    data,
    rawBody: JSON.stringify(order),
    source: 'query',
  }
}

/** The event that a queried refund amounts to: the same key as the webhook that says the same. */
export function eventFromRefund(merchantRefundOrderId: string, refund: Refund): RefundEvent {
  const data: RefundData = { ...refund, merchantRefundOrderId }
  return refundEvent(data, JSON.stringify(refund), { source: 'query' })
}

function refundEvent(data: RefundData, rawBody: string, origin: EventOrigin): RefundEvent {
  const { status } = data
  return {
    kind: 'refund',
    id: refundKey(data),
    status,
    final: isFinalStatus(status),
    data,
    rawBody,
    ...origin,
  }
}
