/**
 * News of payments and refunds on their way into the orders: from signed webhooks and from signed queries, nowhere else.
 * Knows nothing of HTTP.
 *
 * @module
 */
import type { Client, WebhookEvent } from '@paystablecoin/hono'
import { isOpen, isPaymentOpen, isRefundOpen } from './order-state.ts'
import type { OrdersStore, ShopOrder } from './orders-store.ts'
import { checkPayment } from './payment-check.ts'
import type { PaidAmounts } from './payment-check.ts'

interface Payment extends PaidAmounts {
  readonly status: string
  readonly acquiringOrderId?: string | null | undefined
}

/** Records what a webhook says. */
export async function recordEvent(orders: OrdersStore, event: WebhookEvent): Promise<void> {
  if (event.kind === 'payment' || event.kind === 'checkout') {
    await recordPayment(orders, event.data.merchantOrderId, event.data)
  } else if (event.kind === 'refund') {
    await orders.recordRefund(event.data.merchantRefundOrderId, event.status)
  } else {
    console.warn(`[shop] authentic news of an unknown shape, status ${event.status}: look at it`)
  }
}

async function recordPayment(
  orders: OrdersStore,
  merchantOrderId: string,
  payment: Payment,
): Promise<void> {
  const order = await orders.find(merchantOrderId)
  if (order === undefined) {
    console.warn(`[shop] a payment for an order that is not here: ${merchantOrderId}`)
    return
  }
  const { status, acquiringOrderId = null } = payment
  const paymentCheck = checkPayment(payment, order.price)
  await orders.recordPayment(merchantOrderId, { status, paymentCheck, acquiringOrderId })
}

const QUERY_EVERY_SECONDS = 10

/**
 * The order, brought up to date by a query when it is open and was not queried lately: no webhook tells of orders that
 * expired, were closed or failed, and one may get lost. A query that fails changes nothing; the next visit asks again.
 */
export async function refreshOrder(
  client: Client,
  orders: OrdersStore,
  order: ShopOrder,
): Promise<ShopOrder> {
  const { merchantOrderId } = order
  if (!isOpen(order)) return order
  if (!(await orders.startQuery(merchantOrderId, QUERY_EVERY_SECONDS))) return order
  try {
    await queryOrder(client, orders, order)
  } catch (error) {
    console.error(`[shop] the query of ${merchantOrderId} failed:`, error)
  }
  return (await orders.find(merchantOrderId)) ?? order
}

async function queryOrder(client: Client, orders: OrdersStore, order: ShopOrder): Promise<void> {
  if (isPaymentOpen(order)) {
    const payment = await client.orders.retrieve(order.merchantOrderId, { deadlineMs: 5000 })
    await recordPayment(orders, order.merchantOrderId, payment)
  }
  if (isRefundOpen(order) && order.refundId !== null) {
    const refund = await client.refunds.retrieve(order.refundId, { deadlineMs: 5000 })
    await orders.recordRefund(order.refundId, refund.status)
  }
}
