/**
 * Buying and refunding: the shop writes down what it is about to ask for, then asks. So whatever the answer, or none,
 * there is an id to query by. Knows nothing of HTTP.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import { isApiError } from '@paystablecoin/hono'
import type { Client } from '@paystablecoin/hono'
import type { OrdersStore, ShopOrder } from './orders-store.ts'
import type { Product } from './products.ts'

const MINUTES_TO_PAY = 30

/** What the two need. `publicUrl` is where customers and PayStablecoin reach the shop. */
export interface PurchaseParts {
  readonly client: Client
  readonly orders: OrdersStore
  readonly publicUrl: string
}

/**
 * Writes the order down, then opens its payment page.
 *
 * @returns Where to send the customer: the payment page or, when it could not be opened, the order's own page.
 */
export async function startPurchase(parts: PurchaseParts, product: Product): Promise<string> {
  const { client, orders, publicUrl } = parts
  // The id is also the page's address, so it must not be guessable.
  const merchantOrderId = `shop-${randomUUID()}`
  const expiresAt = new Date(Date.now() + MINUTES_TO_PAY * 60_000)
  await orders.add({ merchantOrderId, product: product.name, price: product.price, expiresAt })
  const orderUrl = `${publicUrl}/orders/${merchantOrderId}`
  try {
    const { checkoutUrl } = await client.orders.create({
      merchantOrderId,
      orderAmount: product.price,
      expiresAt,
      returnUrl: orderUrl,
      callbackUrl: `${publicUrl}/webhook/payment`,
    })
    await orders.setCheckoutUrl(merchantOrderId, checkoutUrl)
    return checkoutUrl
  } catch (error) {
    console.error(`[shop] no payment page for ${merchantOrderId}:`, error)
    return orderUrl
  }
}

/** Asks for a refund of the whole order, once: of two clicks at the same time one wins. */
export async function startRefund(parts: PurchaseParts, order: ShopOrder): Promise<void> {
  const { client, orders, publicUrl } = parts
  if (order.acquiringOrderId === null) return
  const merchantRefundOrderId = `refund-${randomUUID()}`
  if (!(await orders.startRefund(order.merchantOrderId, merchantRefundOrderId))) return
  try {
    const refund = await client.refunds.create({
      merchantRefundOrderId,
      acquiringOrderId: order.acquiringOrderId,
      refundReason: 'Customer request',
      notifyUrl: `${publicUrl}/webhook/refund`,
    })
    await orders.recordRefund(merchantRefundOrderId, refund.status)
  } catch (error) {
    console.error(`[shop] the refund ${merchantRefundOrderId} was not accepted:`, error)
    // Only a plain refusal says that nothing was returned. After any other failure the refund may exist: the page queries it.
    if (isApiError(error) && !error.retryable) {
      await orders.recordRefusedRefund(merchantRefundOrderId)
    }
  }
}
