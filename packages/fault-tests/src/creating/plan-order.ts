/**
 * Plans the orders of a merchant: ids, prices and times, decided by a seed.
 * Must not know how they are created.
 *
 * @module
 */
import type { CreateOrderParams } from '@paystablecoin/core'
import type { Random } from '../support/random.ts'

/** An order as it is stored before it is created, and read again after a restart. */
export type PlannedOrder = CreateOrderParams & { readonly expiresAt: string }

/** How many orders cost too much. */
export const REJECTED_SHARE = 0.03
const OVER_THE_LIMIT = '2000000.00'

/** Plans an order. A few cost more than the provider allows, so that it rejects some. */
export function planOrder(random: Random, id: string, expiresAtMs: number): PlannedOrder {
  const cents = String(random.between(0, 99)).padStart(2, '0')
  const value = random.happens(REJECTED_SHARE)
    ? OVER_THE_LIMIT
    : `${random.between(1, 999)}.${cents}`
  return {
    merchantOrderId: id,
    orderAmount: { value, currency: 'USD' },
    expiresAt: new Date(expiresAtMs).toISOString(),
    returnUrl: `https://shop.example/orders/${id}`,
  }
}

/** Whether the provider has to reject an order. */
export function costsTooMuch({ orderAmount }: PlannedOrder): boolean {
  return orderAmount.value === OVER_THE_LIMIT
}

/** The id of a run's order. */
export function orderId(part: string, seed: number, index: number): string {
  return `${part}_${seed}_${String(index).padStart(10, '0')}`
}
