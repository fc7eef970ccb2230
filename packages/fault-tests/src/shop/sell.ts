/**
 * The day of a shop: orders are created under faults and customers pay, until every order is final at the provider.
 * Must not know the shop's process.
 *
 * @module
 */
import type { Client } from '@paystablecoin/core'
import type { Emulator } from '@paystablecoin/emulator'
import { orderId, planOrder } from '../creating/plan-order.ts'
import { placeOrder } from '../creating/place-order.ts'
import type { FastClock } from '../support/fast-clock.ts'
import type { Journal } from '../support/journal.ts'
import type { Random } from '../support/random.ts'
import { createRandom } from '../support/random.ts'
import { drawHabit, visitCheckout } from './customers.ts'
import type { OpenedOrder } from './shop-books.ts'

/** What a day needs. */
export interface Day {
  readonly part: string
  readonly seed: number
  readonly count: number
  readonly clock: FastClock
  readonly emulator: Emulator
  readonly callbackUrl: string
  readonly journal: Journal<OpenedOrder>
  /** A client for each seller. */
  readonly newClient: (random: Random) => Client
  /** Called with the number of orders placed so far. */
  readonly onPlaced: (count: number) => void
}

const SELLERS = 6
const EXPIRES_AFTER_MS = 30 * 60_000

/** Sells all orders; returns when the last customer has left. */
export async function sell(day: Day): Promise<void> {
  let next = 0
  let placed = 0
  const runSeller = async (index: number): Promise<void> => {
    const random = createRandom(day.seed, `${day.part} seller ${index}`)
    const client = day.newClient(random)
    while (next < day.count) {
      await sellOne(day, orderId(day.part, day.seed, next++), client, random)
      day.onPlaced(++placed)
    }
  }
  await Promise.all(Array.from({ length: SELLERS }, (_, index) => runSeller(index)))
}

async function sellOne(day: Day, id: string, client: Client, random: Random): Promise<void> {
  const { clock, emulator, callbackUrl, journal } = day
  const order = planOrder(random, id, clock.now() + EXPIRES_AFTER_MS)
  const habit = drawHabit(random)
  journal.append({ id })
  const { lastSentAtMs, checkoutUrl } = await placeOrder(
    client,
    { ...order, callbackUrl },
    clock.now,
  )
  journal.append({ id, lastSentAtMs })
  // If the outcome is unknown, no customer pays: the order expires, and the reconciler finds that out.
  if (checkoutUrl !== undefined) await visitCheckout(emulator, checkoutUrl, habit)
}

/** Advances the provider until nothing is open: payments are confirmed, webhooks sent again, orders expire. */
export async function closeTheDay({ emulator }: Day): Promise<void> {
  await emulator.advance(EXPIRES_AFTER_MS + 60_000)
}
