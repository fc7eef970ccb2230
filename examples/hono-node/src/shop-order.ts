/**
 * What an order of the shop is. Runs no code.
 *
 * @module
 */
import type { Amount } from '@paystablecoin/hono'
import type { PaymentCheck } from './payment-check.ts'

/** An order as the shop knows it. */
export interface ShopOrder {
  readonly merchantOrderId: string
  readonly product: string
  readonly price: Amount
  /** `REQUESTED` until it is known what became of the request, `NOT_CREATED` when it is certain that nothing did; else the provider's status. */
  readonly status: string
  /** What the money looked like when the provider said `SUCCEEDED`; before that, only that less came than was due. */
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
