/**
 * What an order's state means for the customer, in words. Knows no HTML.
 *
 * @module
 */
import { isRefundRequested } from './order-state.ts'
import type { ShopOrder } from './shop-order.ts'

/** A state in words. The tone picks a colour. */
export interface StateText {
  readonly title: string
  readonly text: string
  readonly tone: 'waiting' | 'good' | 'bad' | 'attention'
}

const PAYMENT_TEXTS: Readonly<Record<string, StateText>> = {
  REQUESTED: {
    title: 'Opening the payment page',
    text: 'PayStablecoin has not confirmed it yet. This page updates automatically: please do not order again yet.',
    tone: 'waiting',
  },
  NOT_CREATED: {
    title: 'Payment page not available',
    text: 'We could not open the payment page, and you have not paid. Please order again.',
    tone: 'bad',
  },
  INIT: {
    title: 'Waiting for your payment',
    text: 'This page updates automatically.',
    tone: 'waiting',
  },
  PROCESSING: {
    title: 'Payment seen',
    text: 'It is being confirmed. This page updates automatically.',
    tone: 'waiting',
  },
  FAILED: {
    title: 'Payment failed',
    text: 'Nothing was handed over. You can order again.',
    tone: 'bad',
  },
  CLOSED: {
    title: 'Order closed',
    text: 'It expired, or was cancelled, before it was paid. You can order again.',
    tone: 'bad',
  },
  SUCCEEDED: {
    title: 'Paid',
    text: 'Thank you! Show the pickup code at the counter.',
    tone: 'good',
  },
}

const UNSETTLED_TEXTS: Readonly<Record<string, StateText>> = {
  underpaid: {
    title: 'Underpaid',
    text: 'Less arrived than was due, so nothing is handed over yet. Pay the rest while the payment page is open, or get in touch.',
    tone: 'attention',
  },
  'needs-review': {
    title: 'Needs review',
    text: 'A payment arrived, but its amount is not the one of this order. A person will look at it before anything is handed over.',
    tone: 'attention',
  },
}

const RETURNED: StateText = { title: 'Paid', text: 'The refund is below.', tone: 'good' }

const NO_CHECKOUT: StateText = {
  title: 'Payment page not available',
  text: 'We do not know where to send you to pay for this order. It closes automatically: please order again.',
  tone: 'bad',
}

const UNKNOWN: StateText = {
  title: 'On its way',
  text: 'The payment is in a state that we do not know yet.',
  tone: 'attention',
}

/** The words for an order's payment. */
export function toPaymentText(order: ShopOrder): StateText {
  if (order.status === 'INIT' && order.checkoutUrl === null) return NO_CHECKOUT
  if (isRefundRequested(order)) return RETURNED
  return UNSETTLED_TEXTS[order.paymentCheck ?? ''] ?? PAYMENT_TEXTS[order.status] ?? UNKNOWN
}

const REFUND_TEXTS: Readonly<Record<string, StateText>> = {
  REQUESTED: {
    title: 'Refund requested',
    text: 'We are waiting for PayStablecoin to respond.',
    tone: 'waiting',
  },
  PROCESSING: { title: 'Refund on its way', text: 'The money is being returned.', tone: 'waiting' },
  SUCCEEDED: { title: 'Refunded', text: 'The money was returned.', tone: 'good' },
  FAILED: {
    title: 'Refund failed',
    text: 'PayStablecoin could not return the money. Please contact the shop.',
    tone: 'bad',
  },
  CLOSED: {
    title: 'Refund closed',
    text: 'PayStablecoin closed the refund. Please contact the shop.',
    tone: 'bad',
  },
  NOT_CREATED: {
    title: 'Refund not accepted',
    text: 'PayStablecoin has no such refund, so nothing was returned. You can ask again.',
    tone: 'bad',
  },
}

/** The words for an order's refund, when there is one. */
export function toRefundText(order: ShopOrder): StateText | undefined {
  return order.refundStatus === null ? undefined : (REFUND_TEXTS[order.refundStatus] ?? UNKNOWN)
}
