/**
 * What follows from an order's state: whether news may still come, whether it can be refunded. Pure.
 *
 * @module
 */
import { isFinalStatus } from '@paystablecoin/hono'
import type { ShopOrder } from './orders-store.ts'

/** Whether there is something to wait for: the payment, or the refund. */
export function isOpen(order: ShopOrder): boolean {
  return isPaymentOpen(order) || isRefundOpen(order)
}

/** Whether the provider may still say something new of the payment. Without a payment page nobody can pay. */
export function isPaymentOpen(order: ShopOrder): boolean {
  return order.checkoutUrl !== null && !isFinalStatus(order.status)
}

/** Whether a refund was asked for and not refused: the customer gets the money back, not the goods. */
export function isRefundAsked({ refundStatus }: ShopOrder): boolean {
  return refundStatus !== null && refundStatus !== 'REFUSED'
}

/** Whether a refund was asked for and has not ended. */
export function isRefundOpen(order: ShopOrder): boolean {
  return isRefundAsked(order) && !isFinalStatus(order.refundStatus ?? '')
}

/** Whether a refund can be asked for: the money arrived, and no refund was asked for. */
export function isRefundable(order: ShopOrder): boolean {
  return order.status === 'SUCCEEDED' && order.acquiringOrderId !== null && !isRefundAsked(order)
}

/** What the customer shows at the counter, once the order is handed over. */
export function toPickupCode(order: ShopOrder): string | undefined {
  if (order.handedOverAt === null || isRefundAsked(order)) return undefined
  return order.merchantOrderId.slice(-6).toUpperCase()
}
