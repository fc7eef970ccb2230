/**
 * Whether the money that arrived is the amount that was due. Knows neither the database nor HTTP.
 *
 * @module
 */
import { coversAmount, sameAmount } from '@paystablecoin/hono'
import type { Amount } from '@paystablecoin/hono'

/** The amounts that a payment's webhook and a queried order carry. */
export interface PaidAmounts {
  readonly orderAmount?: unknown
  readonly cryptoPaymentAmount?: unknown
  readonly cryptoPaidAmount?: unknown
}

/** `covered`: hand over. `underpaid`: less came than was due. `needs-review`: a person must look at it. */
export type PaymentCheck = 'covered' | 'underpaid' | 'needs-review'

/** Compares what was paid with the shop's own price. An amount that is missing or strange is for a person to look at. */
export function checkPayment(paid: PaidAmounts, price: Amount): PaymentCheck {
  const { orderAmount, cryptoPaymentAmount: due, cryptoPaidAmount: received } = paid
  if (!sameAmount(orderAmount, price)) return 'needs-review'
  if (coversAmount(received, due)) return 'covered'
  return coversAmount(due, received) ? 'underpaid' : 'needs-review'
}
