/**
 * What is true at the provider: the orders it created, and their states. Queried without faults and without a network.
 * Must not know what a merchant believes.
 *
 * @module
 */
import { createClient } from '@paystablecoin/core'
import type { Order } from '@paystablecoin/core'
import type { CallRecord, Sandbox } from '@paystablecoin/sandbox'
import { SANDBOX_MERCHANT } from '@paystablecoin/sandbox'
import type { FastClock } from '../support/fast-clock.ts'

/** How many orders or refunds the provider created with each id of the merchant's. */
export function countCreations(sandbox: Sandbox): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const call of sandbox.calls()) {
    if (!isCreation(call) || call.code !== '00000') continue
    const ids = JSON.parse(call.body) as Readonly<Record<string, string>>
    const id = ids['merchantRefundOrderId'] ?? ids['merchantOrderId'] ?? ''
    counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return counts
}

/** Whether a call creates an order or a refund. */
function isCreation({ method, path }: CallRecord): boolean {
  return method === 'POST' && /\/(?:orders|refunds)$/.test(path)
}

/** The provider's orders. End the faults first. */
export async function readOrders(
  sandbox: Sandbox,
  clock: FastClock,
  ids: Iterable<string>,
): Promise<ReadonlyMap<string, Order>> {
  const client = createClient({
    ...SANDBOX_MERCHANT,
    baseUrl: 'http://sandbox.test',
    fetch: sandbox.fetch,
    clock,
    maxRetries: 0,
  })
  const orders = new Map<string, Order>()
  for (const id of ids) orders.set(id, await client.orders.retrieve(id))
  return orders
}
