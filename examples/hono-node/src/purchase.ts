/**
 * Buying and refunding: the shop stores what it is about to request, then requests it. So whatever the response, or none,
 * there is an id to query by. Knows nothing of HTTP.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import { isApiError, isTransportError } from '@paystablecoin/hono'
import type { Client } from '@paystablecoin/hono'
import { recordRefund } from './events.ts'
import type { OrdersStore } from './orders-store.ts'
import { toLogName } from './shop-order.ts'
import type { ShopOrder } from './shop-order.ts'
import type { Product } from './products.ts'

const MINUTES_TO_PAY = 30
/** How long a creation may take, all attempts together. */
const CREATE_WITHIN_MS = 20_000

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
  const { name, price } = product
  await orders.add({ merchantOrderId, product: name, price, expiresAt, lastSentAt: lastSentAt() })
  const logName = toLogName({ merchantOrderId, price })
  const orderUrl = `${publicUrl}/orders/${merchantOrderId}`
  const order = {
    merchantOrderId,
    orderAmount: price,
    expiresAt,
    returnUrl: `${orderUrl}/return`,
    callbackUrl: `${publicUrl}/webhook/payment`,
  }
  try {
    const { checkoutUrl } = await client.orders.create(order, { deadlineMs: CREATE_WITHIN_MS })
    await orders.recordCreated(merchantOrderId, checkoutUrl)
    console.log(`[shop] ${logName}: the customer is sent to pay`)
    return checkoutUrl
  } catch (error) {
    console.error(`[shop] ${logName}: no payment page:`, error)
    const absenceProvableAt = toAbsenceProvableAt(error)
    if (isNothingCreated(error)) await orders.recordNotCreated(merchantOrderId)
    else if (absenceProvableAt) await orders.recordInDoubt(merchantOrderId, absenceProvableAt)
    return orderUrl
  }
}

/** Requests a refund of the whole order, once: of two clicks at the same time one wins. */
export async function startRefund(parts: PurchaseParts, order: ShopOrder): Promise<void> {
  const { client, orders, publicUrl } = parts
  if (order.acquiringOrderId === null) return
  const refundId = `refund-${randomUUID()}`
  const isFirst = await orders.startRefund(order.merchantOrderId, {
    refundId,
    lastSentAt: lastSentAt(),
  })
  if (!isFirst) return
  console.log(`[shop] ${toLogName(order)}: refund ${refundId} is requested`)
  const refund = {
    merchantRefundOrderId: refundId,
    acquiringOrderId: order.acquiringOrderId,
    refundReason: 'Customer request',
    notifyUrl: `${publicUrl}/webhook/refund`,
  }
  try {
    const { status } = await client.refunds.create(refund, { deadlineMs: CREATE_WITHIN_MS })
    await recordRefund(orders, { merchantRefundOrderId: refundId, status })
  } catch (error) {
    console.error(`[shop] ${toLogName(order)}: refund ${refundId} was not accepted:`, error)
    const absenceProvableAt = toAbsenceProvableAt(error)
    if (isNothingCreated(error)) await orders.recordRefundNotCreated(refundId)
    else if (absenceProvableAt) await orders.recordRefundInDoubt(refundId, absenceProvableAt)
  }
}

// Written down beforehand, so that it also holds for a process that dies in between.
function lastSentAt(): Date {
  return new Date(Date.now() + CREATE_WITHIN_MS)
}

// After any other failure the order or refund may exist: the reconciler queries it.
function isNothingCreated(error: unknown): boolean {
  return isApiError(error) || (isTransportError(error) && error.outcome === 'not-sent')
}

// The client knows with which time it signed last: where the clocks differ, that may be long after the sending.
function toAbsenceProvableAt(error: unknown): Date | undefined {
  const atMs = isTransportError(error) ? error.absenceProvableAtMs : undefined
  return atMs === undefined ? undefined : new Date(atMs)
}
