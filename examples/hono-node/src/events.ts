/**
 * Events of payments and refunds, recorded in the orders: from signed webhooks and signed queries, nowhere else.
 * Knows nothing of HTTP.
 *
 * @module
 */
import { sameAmount } from '@paystablecoin/hono'
import type { Amount, MissingItem, WebhookEvent } from '@paystablecoin/hono'
import type { OrdersStore } from './orders-store.ts'
import { checkPayment } from './payment-check.ts'
import type { PaidAmounts } from './payment-check.ts'

interface Payment extends PaidAmounts {
  readonly status: string
  readonly acquiringOrderId?: string | null | undefined
  readonly checkoutUrl?: unknown
}

/** Records what a webhook or a query says. */
export async function recordEvent(orders: OrdersStore, event: WebhookEvent): Promise<void> {
  if (event.kind === 'payment' || event.kind === 'checkout') {
    await recordPayment(orders, event.data.merchantOrderId, event.data)
  } else if (event.kind === 'refund') {
    await orders.recordRefund(event.data.merchantRefundOrderId, event.status)
  } else {
    console.warn(`[shop] an authentic event of unknown shape, status ${event.status}: look at it`)
  }
}

async function recordPayment(
  orders: OrdersStore,
  merchantOrderId: string,
  payment: Payment,
): Promise<void> {
  const order = await orders.find(merchantOrderId)
  if (order === undefined) {
    console.warn(`[shop] a payment for an unknown order: ${merchantOrderId}`)
    return
  }
  const { status, acquiringOrderId = null } = payment
  const paymentCheck = checkPayment(payment, order.price)
  const checkoutUrl = toCheckoutUrl(payment, order.price)
  const update = { status, paymentCheck, acquiringOrderId, checkoutUrl }
  await orders.recordPayment(merchantOrderId, update)
}

// The customer is sent there, so it must be a web page, and that of an order at the shop's price.
function toCheckoutUrl({ checkoutUrl, orderAmount }: Payment, price: Amount): string | null {
  if (typeof checkoutUrl !== 'string' || !URL.canParse(checkoutUrl)) return null
  const isWebPage = /^https?:$/.test(new URL(checkoutUrl).protocol)
  return isWebPage && sameAmount(orderAmount, price) ? checkoutUrl : null
}

/**
 * Records that the provider does not know an order or a refund. That is final only when its creation can no longer arrive;
 * until then the next round queries again.
 */
export async function recordMissing(orders: OrdersStore, item: MissingItem): Promise<void> {
  const { kind, id, lastSentAtMs, absenceProven } = item
  if (lastSentAtMs === undefined) {
    console.warn(`[shop] PayStablecoin knew this ${kind}, and now it does not: ${id}`)
  } else if (absenceProven && kind === 'payment') {
    await orders.recordNotCreated(id)
  } else if (absenceProven) {
    await orders.recordRefundNotCreated(id)
  }
}
