/**
 * Where the page of an order or refund is, by any of its ids.
 * Knows no HTML.
 *
 * @module
 */
import { orderPath, refundPath } from '../shared/page-paths.ts'
import type { Order, Refund } from '../provider/model.ts'

/** The page of an id that is known; `undefined` for any other text. */
export type FindHref = (merchantId: string, id: string) => string | undefined

/** Finds the pages of orders and refunds. Their paths name the merchant only where there are several. */
export function createLinks(
  orders: readonly Order[],
  refunds: readonly Refund[],
  merchantCount: number,
): FindHref {
  const hrefs = new Map<string, string>()
  const query = (merchantId: string): string =>
    merchantCount > 1 ? `?merchant=${encodeURIComponent(merchantId)}` : ''
  const add = (merchantId: string, id: string, path: string): void => {
    hrefs.set(JSON.stringify([merchantId, id]), `${path}${query(merchantId)}`)
  }
  for (const { merchant, merchantRefundOrderId: id } of refunds) {
    add(merchant.merchantId, id, refundPath(id))
  }
  for (const { merchant, merchantOrderId, acquiringOrderId } of orders) {
    add(merchant.merchantId, merchantOrderId, orderPath(merchantOrderId))
    add(merchant.merchantId, acquiringOrderId, orderPath(merchantOrderId))
  }
  return (merchantId, id) => hrefs.get(JSON.stringify([merchantId, id]))
}
