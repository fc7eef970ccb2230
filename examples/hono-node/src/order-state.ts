/**
 * What follows from an order's state: whether it may still change, whether it can be paid or refunded. Pure.
 *
 * @module
 */
import { isFinalStatus } from '@paystablecoin/hono'
import type { ShopOrder } from './shop-order.ts'

/** Whether an order or a refund in this state may still change. */
export function isOpenStatus(status: string): boolean {
  return status !== 'NOT_CREATED' && !isFinalStatus(status)
}

/** Whether there is something to wait for: the payment, or the refund. */
export function isOpen({ status, refundStatus }: ShopOrder): boolean {
  return isOpenStatus(status) || (refundStatus !== null && isOpenStatus(refundStatus))
}

/** Whether the time to pay is over, and the shop does not know yet what became of it. */
export function isOverdue({ status, expiresAt }: ShopOrder, nowMs: number): boolean {
  return status === 'INIT' && expiresAt.getTime() <= nowMs
}

/** Whether the customer can be sent to pay: all of it, or the rest. */
export function isPayable({ status, paymentCheck, checkoutUrl }: ShopOrder): boolean {
  const isDue = status === 'INIT' || paymentCheck === 'underpaid'
  return checkoutUrl !== null && isOpenStatus(status) && isDue
}

/** Whether a refund was requested and may exist: the customer gets the money back, not the goods. */
export function isRefundRequested({ refundStatus }: ShopOrder): boolean {
  return refundStatus !== null && refundStatus !== 'NOT_CREATED'
}

/** Whether a refund can be requested: the money arrived, and no refund may exist. */
export function isRefundable(order: ShopOrder): boolean {
  return (
    order.status === 'SUCCEEDED' && order.acquiringOrderId !== null && !isRefundRequested(order)
  )
}

/** What the customer shows at the counter, once the order is handed over. */
export function toPickupCode(order: ShopOrder): string | undefined {
  if (order.handedOverAt === null || isRefundRequested(order)) return undefined
  return order.merchantOrderId.slice(-6).toUpperCase()
}
