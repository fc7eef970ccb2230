/**
 * What is true at the provider: the orders it created, and their states. Queried without faults and without a network.
 * Must not know what a merchant believes.
 *
 * @module
 */
import { createClient } from '@paystablecoin/core'
import type { Order } from '@paystablecoin/core'
import type { CallRecord, Emulator } from '@paystablecoin/emulator'
import { EMULATOR_MERCHANT } from '@paystablecoin/emulator'
import type { FastClock } from '../support/fast-clock.ts'

/** How many orders or refunds the provider created with each id of the merchant's. */
export function countCreations(emulator: Emulator): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const call of emulator.calls()) {
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
  emulator: Emulator,
  clock: FastClock,
  ids: Iterable<string>,
): Promise<ReadonlyMap<string, Order>> {
  const client = createClient({
    ...EMULATOR_MERCHANT,
    baseUrl: 'http://emulator.test',
    fetch: emulator.fetch,
    clock,
    maxRetries: 0,
  })
  const orders = new Map<string, Order>()
  for (const id of ids) orders.set(id, await client.orders.retrieve(id))
  return orders
}
