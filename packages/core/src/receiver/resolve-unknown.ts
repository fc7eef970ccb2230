/**
 * Asking the provider about the order or refund that an event of an unknown shape names.
 * Must not know how a call is made, nor what becomes of the answer.
 *
 * @module
 */
import { eachField } from '../payment/each-field.ts'
import type { EventSubject, PaymentEvent, RefundEvent, WebhookEvent } from '../payment/events.ts'
import { findSubject } from '../payment/find-subject.ts'
import { eventFromOrder, eventFromRefund } from '../payment/parse-event.ts'
import { advanceOrderStatus } from '../payment/status.ts'
import type { Order, Refund } from '../shared/types.ts'
import { DeliveryError } from './errors.ts'

/** What is asked about an event of an unknown shape: a client, as far as it is used here. */
export interface StatusQueries {
  readonly orders: { readonly retrieve: (merchantOrderId: string) => Promise<Order> }
  readonly refunds: { readonly retrieve: (merchantRefundOrderId: string) => Promise<Refund> }
}

/**
 * What the provider says of the order or refund that an event of an unknown shape names: the event to handle in its place.
 * `undefined` for an event of a known shape, for one that names nothing, and when the provider does not know what it names.
 *
 * @throws {DeliveryError} The provider's answer is still behind the event: try again.
 * @throws What the query threw.
 */
export async function resolveUnknownEvent(
  event: WebhookEvent,
  queries: StatusQueries,
): Promise<PaymentEvent | RefundEvent | undefined> {
  const subject = event.kind === 'unknown' ? event.subject : undefined
  if (subject === undefined) return undefined
  try {
    const resolved = await query(subject, queries)
    assertNotBehind(resolved.status, event.data)
    return resolved
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

/**
 * Whether an event of an unknown shape may be a payment or a refund: it is final, or names an order or refund. A receiver reports
 * such an event to `onError` after the handler got it; this function is for the worker of an inbox.
 */
export function isUnrecognizedEvent(event: WebhookEvent): boolean {
  return event.kind === 'unknown' && (event.final || findSubject(event.data).isSomething)
}

async function query(
  { kind, id }: EventSubject,
  { orders, refunds }: StatusQueries,
): Promise<PaymentEvent | RefundEvent> {
  if (kind === 'refund') return eventFromRefund(id, await refunds.retrieve(id))
  return eventFromOrder(id, await orders.retrieve(id))
}

// The answer may come from a replica that lags. The shape is not known, so the status that was told may stand anywhere.
function assertNotBehind(status: string, data: object): void {
  eachField(data, (field, told) => {
    if (field !== 'status' || typeof told !== 'string') return
    if (advanceOrderStatus(status, told) !== status) throw new DeliveryError('behind')
  })
}

// By its shape: whoever only receives ships no error of the client.
function isNotFound(error: unknown): boolean {
  return Reflect.get(Object(error), 'category') === 'not-found'
}
