/**
 * What an order of the shop is, and what an id is. Knows neither the database nor the provider.
 *
 * @module
 */
import type { Amount, PaymentCheck } from '@paystablecoin/hono'

/** Whether this can be the id of an order or a refund, the shop's or the provider's. Postgres would throw at a NUL. */
export function isId(id: unknown): id is string {
  return typeof id === 'string' && /^[\w-]{1,200}$/.test(id)
}

/** An order as the shop knows it. */
export interface ShopOrder {
  readonly merchantOrderId: string
  readonly product: string
  readonly price: Amount
  /** `REQUESTED` until it is known what became of the request, `NOT_CREATED` when it is certain that nothing did; else the provider's status. */
  readonly status: string
  /** What the money looks like, as far as the provider names it: it may still be unconfirmed until the status is `SUCCEEDED`. */
  readonly paymentCheck: PaymentCheck | null
  readonly handedOverAt: Date | null
  /** The provider's id of the order: what a refund names. */
  readonly acquiringOrderId: string | null
  readonly checkoutUrl: string | null
  readonly expiresAt: Date
  readonly refundId: string | null
  /** As `status`; `null` until a refund is requested. */
  readonly refundStatus: string | null
}

/** What the log calls an order: its id and what it costs. */
export function toLogName({
  merchantOrderId,
  price,
}: Pick<ShopOrder, 'merchantOrderId' | 'price'>): string {
  return `order ${merchantOrderId} (${price.value} ${price.currency})`
}
