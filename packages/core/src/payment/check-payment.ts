/**
 * Whether the money of a payment is the money that the shop expects.
 * Must not know events, statuses or where the data came from.
 *
 * @module
 */
import type { Amount } from '../shared/types.ts'
import type { PaymentData } from './events.ts'
import { coversAmount, isAmount, isPositive, sameAmount } from './money.ts'

/** What the shop expects of a payment. */
export interface ExpectedPayment {
  /** The price of the order, from the shop's own records. */
  readonly price: Amount
  /** The currencies that the shop takes for it, such as `['USDT', 'USDC']`. */
  readonly currencies: readonly string[]
}

/** The sums that a payment's event and a queried order carry. */
export type PaidAmounts = Pick<
  PaymentData,
  'orderAmount' | 'cryptoPaymentAmount' | 'cryptoPaidAmount'
>

/**
 * `covered`: the order has the shop's price, and at least what was due was paid, in a currency that the shop takes.
 * `underpaid`: the same, but less was paid. `needs-review`: anything else, such as a sum that is missing; let a person look at it.
 */
export type PaymentCheck = 'covered' | 'underpaid' | 'needs-review'

/**
 * Compares what was paid with what was due, and with what the shop expects. The money of an order that is not `SUCCEEDED` yet may
 * still be unconfirmed: hand over only when both hold.
 *
 * @example
 * ```ts
 * import { checkPayment } from '@paystablecoin/core'
 * import type { PaymentData } from '@paystablecoin/core'
 *
 * const expected = { price: { value: '99.99', currency: 'USD' }, currencies: ['USDT', 'USDC'] }
 * const isPaid = (data: PaymentData) => data.status === 'SUCCEEDED' && checkPayment(data, expected) === 'covered'
 * ```
 */
export function checkPayment(
  { orderAmount, cryptoPaymentAmount: due, cryptoPaidAmount: paid }: PaidAmounts,
  { price, currencies }: ExpectedPayment,
): PaymentCheck {
  const isExpected = isAmount(due) && isPositive(due.value) && currencies.includes(due.currency)
  if (!isExpected || !sameAmount(orderAmount, price)) return 'needs-review'
  if (coversAmount(paid, due)) return 'covered'
  return isAmount(paid) && paid.currency === due.currency ? 'underpaid' : 'needs-review'
}
