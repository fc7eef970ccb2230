/**
 * Orders and refunds as a merchant sees them: the `data` of a response and the body of a webhook.
 * Knows no signatures, no HTTP and no state changes.
 *
 * @module
 */
import type { Order, Refund } from './model.ts'
import { paymentDetail } from './payment-methods.ts'
import type { MakeId } from '../shared/random.ts'

/** An object that is sent as JSON, in this order of fields. */
export type Json = Readonly<Record<string, unknown>>

const isoTime = (ms: number): string => new Date(ms).toISOString()

/** The body of a payment webhook: every field that the provider documents. */
export function paymentWebhookBody(order: Order, makeId: MakeId): Json {
  const { payment } = order
  return {
    acquiringOrderId: order.acquiringOrderId,
    paymentOrderId: payment?.paymentOrderId ?? null,
    merchantOrderId: order.merchantOrderId,
    status: order.status,
    orderAmount: order.orderAmount,
    cryptoPaymentAmount: order.due,
    cryptoPaidAmount: payment?.paid ?? null,
    cryptoPaymentDetail:
      payment === undefined ? null : paymentDetail(makeId, order.token, payment.method),
    createdTime: isoTime(order.createdMs),
    paidTime: payment === undefined ? null : isoTime(payment.paidMs),
  }
}

/** An order in a response: the webhook's fields, and where and until when it can be paid. */
export function orderData(order: Order, makeId: MakeId): Json {
  return {
    ...paymentWebhookBody(order, makeId),
    checkoutUrl: order.checkoutUrl,
    expiresAt: isoTime(order.expiresMs),
  }
}

/** A refund, in a response and in a webhook. Only the ids and `status` are documented. */
export function refundData(refund: Refund): Json {
  return {
    merchantRefundOrderId: refund.merchantRefundOrderId,
    acquiringOrderId: refund.acquiringOrderId,
    status: refund.status,
    refundAmount: refund.amount,
    refundReason: refund.refundReason,
    createdTime: isoTime(refund.createdMs),
    finishedTime: refund.finishedMs === undefined ? null : isoTime(refund.finishedMs),
  }
}
