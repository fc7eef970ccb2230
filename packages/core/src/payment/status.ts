/**
 * The states of orders and refunds, which of them are final, and how one advances to the next.
 * Knows nothing of webhooks, queries or storage.
 *
 * @module
 */
import type { OpenUnion, OrderStatus, RefundStatus } from '../shared/types.ts'

// SUCCEEDED stands above CLOSED so that a payment which arrives late on a closed order is seen, not dropped.
const ORDER_RANK: Readonly<Record<OrderStatus, number>> = {
  INIT: 0,
  PROCESSING: 1,
  FAILED: 2,
  CLOSED: 3,
  SUCCEEDED: 4,
}

const FINAL: ReadonlySet<string> = new Set<OrderStatus & RefundStatus>([
  'SUCCEEDED',
  'FAILED',
  'CLOSED',
])

/** Whether the provider will not change this status by itself. An unknown status is not final. */
export function isFinalStatus(status: string): boolean {
  return FINAL.has(status)
}

/** Whether this is one of the documented states of an order or a refund. */
export function isKnownStatus(status: string): status is OrderStatus {
  return Object.hasOwn(ORDER_RANK, status)
}

/**
 * The status an order has after a report of another: the greater of the two in
 * `INIT < PROCESSING < FAILED < CLOSED < SUCCEEDED`. The order and the number of deliveries do not matter, and nothing moves
 * backwards. An unknown status never replaces a known one: keep it beside.
 *
 * @example
 * ```ts
 * import { advanceOrderStatus } from '@paystablecoin/core'
 *
 * advanceOrderStatus('SUCCEEDED', 'PROCESSING') // 'SUCCEEDED': a late webhook changes nothing
 * advanceOrderStatus('CLOSED', 'SUCCEEDED') // 'SUCCEEDED': a late payment is seen
 * ```
 */
export function advanceOrderStatus(
  from: OpenUnion<OrderStatus>,
  to: OpenUnion<OrderStatus>,
): OpenUnion<OrderStatus> {
  return rankOf(to) > rankOf(from) ? to : from
}

function rankOf(status: string): number {
  return isKnownStatus(status) ? ORDER_RANK[status] : -1
}
