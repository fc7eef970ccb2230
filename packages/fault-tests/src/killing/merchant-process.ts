/**
 * A merchant that may be killed at any moment: stores each order before creating it, and after a start first creates again what
 * has no ending yet. Runs as a process of its own.
 *
 * @module
 */
import type { Client } from '@paystablecoin/core'
import { createFastClock } from '../support/fast-clock.ts'
import type { ClockSettings, FastClock } from '../support/fast-clock.ts'
import { endWithParent, readArgument, sendToParent } from '../support/child.ts'
import { openJournal } from '../support/journal.ts'
import type { Journal } from '../support/journal.ts'
import { createRandom } from '../support/random.ts'
import type { Random } from '../support/random.ts'
import { createMerchant } from '../provider/start-provider.ts'
import { orderId, planOrder } from '../creating/plan-order.ts'
import type { PlannedOrder } from '../creating/plan-order.ts'
import { placeOrder } from '../creating/place-order.ts'
import type { Placed } from '../creating/place-order.ts'
import { readBooks } from './merchant-books.ts'
import type { BookPaths } from './merchant-books.ts'

/** What a merchant is started with. */
export interface MerchantArgument extends BookPaths {
  readonly url: string
  readonly clock: ClockSettings
  readonly seed: number
  /** The number of this start, counted from 0. */
  readonly start: number
  /** Whether it creates new orders after the old ones; if not, it ends. */
  readonly opensNew: boolean
}

interface Shop {
  readonly argument: MerchantArgument
  readonly clock: FastClock
  readonly random: Random
  readonly orders: Journal<PlannedOrder>
  readonly endings: Journal<Placed>
}

const WORKERS = 8
const EXPIRES_AFTER_MS = 6 * 3_600_000

endWithParent()
const argument = readArgument() as MerchantArgument
const books = readBooks(argument)
const pending = books.pending.values()
let orderCount = books.orders.length
const random = createRandom(argument.seed, `start ${argument.start}`)
const clock = createFastClock(argument.clock)
const shop: Shop = {
  argument,
  clock,
  random,
  orders: openJournal(argument.ordersPath, { durable: true }),
  endings: openJournal(argument.endingsPath, { durable: false }),
}
sendToParent('started')
await Promise.all(Array.from({ length: WORKERS }, () => work(shop)))
shop.orders.close()
shop.endings.close()

async function work({ argument: { url, opensNew }, ...parts }: Shop): Promise<void> {
  const client = createMerchant({ url, clock, random: random.fraction })
  for (let old = pending.next(); old.done !== true; old = pending.next()) {
    // An earlier process may have sent it.
    const options = { sentBefore: true }
    parts.endings.append(await placeOrder(client, old.value, clock.now, options))
  }
  if (opensNew) await openUntilKilled(client, parts)
}

async function openUntilKilled(client: Client, parts: Omit<Shop, 'argument'>): Promise<never> {
  for (;;) parts.endings.append(await placeOrder(client, openOrder(parts), clock.now))
}

function openOrder({ orders }: Pick<Shop, 'orders'>): PlannedOrder {
  orderCount += 1
  const id = orderId('PART2', argument.seed, orderCount)
  const order = planOrder(random, id, clock.now() + EXPIRES_AFTER_MS)
  // On the disk before the first byte is sent: an order that was not stored can't be found again.
  orders.append(order)
  return order
}
