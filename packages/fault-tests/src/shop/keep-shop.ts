/**
 * Part 3: a day in the shop, whose process runs throughout or is killed in between.
 *
 * @module
 */
import { join } from 'node:path'
import { isFinalStatus } from '@paystablecoin/core'
import { createFastClock, newClockSettings, pause, waitUntil } from '../support/fast-clock.ts'
import { openJournal } from '../support/journal.ts'
import { print } from '../support/print.ts'
import type { Checks } from '../support/print.ts'
import { CALL_RATES, MONEY_RATES, WEBHOOK_RATES } from '../provider/fault-mix.ts'
import { createMerchant, startProvider } from '../provider/start-provider.ts'
import { countCreations, readOrders } from '../provider/truth.ts'
import { checkShop } from './check-shop.ts'
import { closeTheDay, sell } from './sell.ts'
import { foldEffects, readEffects } from './shop-books.ts'
import { openShop } from './restart-shop.ts'
import type { OpenedOrder } from './shop-books.ts'

/** How a day is run. */
export interface DayOptions {
  readonly part: string
  readonly title: string
  readonly seed: number
  readonly orders: number
  /** How often the shop is killed while it sells. */
  readonly kills: number
  /** An empty directory. */
  readonly directory: string
  readonly checks: Checks
}

const RATES = { ...CALL_RATES, ...WEBHOOK_RATES, ...MONEY_RATES }
const CATCH_UP_MS = 600_000

/** Runs one day of part 3. */
export async function keepShop(options: DayOptions): Promise<void> {
  const { part, title, seed, orders: count, kills, directory, checks } = options
  print(`\n${title}`)
  const clock = createFastClock(newClockSettings())
  const paths = {
    ordersPath: join(directory, `${part}-orders.jsonl`),
    effectsPath: join(directory, `${part}-effects.jsonl`),
  }
  const provider = await startProvider({ seed, clock, rates: RATES })
  const { emulator, url } = provider
  const journal = openJournal<OpenedOrder>(paths.ordersPath, { durable: true })
  const shop = await openShop({ ...paths, url, clock: clock.settings(), seed }, kills, count)
  const newClient: Parameters<typeof sell>[0]['newClient'] = ({ fraction: random }) =>
    createMerchant({ url, clock, random })
  const { callbackUrl, onPlaced } = shop
  const day = { part, seed, count, clock, emulator, callbackUrl, journal, newClient, onPlaced }

  await sell(day)
  await shop.restarted()
  await closeTheDay(day)
  emulator.faults.clear()
  await pause(clock, 2_000)
  const ids = [...countCreations(emulator).keys()]
  const orders = await readOrders(emulator, clock, ids)
  const isCaughtUp = (): boolean => {
    const results = foldEffects(readEffects(paths))
    return ids.every((id) => isFinalStatus(results.get(id)?.status ?? ''))
  }
  checks.expect(
    'the shop is notified of every final state',
    await waitUntil(clock, CATCH_UP_MS, isCaughtUp),
  )
  await shop.close()
  journal.close()

  if (kills > 0) checks.expect(`the shop was killed ${kills} times`, shop.kills() === kills)
  const effects = readEffects(paths)
  checkShop({ orders, effects, deliveries: emulator.deliveries(), wasKilled: kills > 0 }, checks)
  await provider.close()
}
