/**
 * What follows from an order's state: whether news may still come, whether it can be paid or refunded. Pure.
 *
 * @module
 */
import { isFinalStatus } from '@paystablecoin/hono'
import type { ShopOrder } from './orders-store.ts'

/** Whether news may still come of an order or a refund in this state. */
export function isOpenStatus(status: string): boolean {
  return status !== 'NOT_CREATED' && !isFinalStatus(status)
}

/** Whether there is something to wait for: the payment, or the refund. */
export function isOpen({ status, refundStatus }: ShopOrder): boolean {
  return isOpenStatus(status) || (refundStatus !== null && isOpenStatus(refundStatus))
}

/** Whether the customer can be sent to pay: all of it, or the rest. */
export function isPayable({ status, paymentCheck, checkoutUrl }: ShopOrder): boolean {
  const isDue = status === 'INIT' || paymentCheck === 'underpaid'
  return checkoutUrl !== null && isOpenStatus(status) && isDue
}

/** Whether a refund was asked for and may exist: the customer gets the money back, not the goods. */
export function isRefundAsked({ refundStatus }: ShopOrder): boolean {
  return refundStatus !== null && refundStatus !== 'NOT_CREATED'
}

/** Whether a refund can be asked for: the money arrived, and no refund may exist. */
export function isRefundable(order: ShopOrder): boolean {
  return order.status === 'SUCCEEDED' && order.acquiringOrderId !== null && !isRefundAsked(order)
}

/** What the customer shows at the counter, once the order is handed over. */
export function toPickupCode(order: ShopOrder): string | undefined {
  if (order.handedOverAt === null || isRefundAsked(order)) return undefined
  return order.merchantOrderId.slice(-6).toUpperCase()
}
