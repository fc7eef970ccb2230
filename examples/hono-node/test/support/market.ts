import { EMULATOR_MERCHANT } from '@paystablecoin/emulator'
import { startEmulator } from '@paystablecoin/emulator/node'
import type { RunningEmulator, StartEmulatorOptions } from '@paystablecoin/emulator/node'
import { openPage } from '../../demo/browser.ts'
import type { Page } from '../../demo/browser.ts'
import type { ClientOptions } from '@paystablecoin/hono'
import { openDatabase } from '../../src/database.ts'
import type { Database } from '../../src/database.ts'
import { openParts } from '../../src/parts.ts'
import { startWeb } from '../../src/web.ts'
import type { RunningWeb, WebOptions } from '../../src/web.ts'
import { startWorker } from '../../src/worker.ts'
import type { RunningWorker, WorkerOptions } from '../../src/worker.ts'
import { vi } from 'vitest'

/** Web and worker in one process. */
export interface RunningShop extends RunningWeb, RunningWorker {}

/** A shop and an emulator on sockets, over an embedded Postgres in memory. */
export interface Market {
  readonly emulator: RunningEmulator
  readonly shop: RunningShop
  readonly database: Database
  readonly close: () => Promise<void>
}

interface MarketOptions extends StartEmulatorOptions {
  /** @default one hour: a test asks by `shop.reconciler.runOnce` */
  readonly reconcileEveryMs?: number
  readonly publicUrl?: string
  readonly client?: Pick<ClientOptions, 'fetch' | 'maxRetries'>
}

export async function openMarket(options: MarketOptions = {}): Promise<Market> {
  const { reconcileEveryMs = 3_600_000, publicUrl, client, ...emulatorOptions } = options
  const [database, emulator] = await Promise.all([
    openDatabase({ memory: true }),
    startEmulator({ port: 0, confirmationMs: 50, refundMs: 50, ...emulatorOptions }),
  ])
  const paystablecoin = { ...EMULATOR_MERCHANT, baseUrl: emulator.url, ...client }
  const shop = await startShop(database, paystablecoin, { publicUrl, reconcileEveryMs })
  return {
    emulator,
    shop,
    database,
    close: async () => {
      await emulator.close()
      await shop.close()
      await database.close()
    },
  }
}

/** Another process of the shop, over the same database. */
export function reopenShop({ emulator, database }: Market): Promise<RunningShop> {
  const paystablecoin = { ...EMULATOR_MERCHANT, baseUrl: emulator.url }
  return startShop(database, paystablecoin, { reconcileEveryMs: 3_600_000 })
}

async function startShop(
  database: Database,
  paystablecoin: ClientOptions,
  options: WorkerOptions & Pick<WebOptions, 'publicUrl'>,
): Promise<RunningShop> {
  const parts = await openParts(database, paystablecoin)
  const worker = await startWorker(parts, options)
  const web = await startWeb(parts, { host: '127.0.0.1', port: 0, ...options })
  return {
    ...worker,
    ...web,
    close: async () => {
      await web.close()
      await worker.close()
      await parts.close()
    },
  }
}

/** Waits until the worker has handled everything that is in the inbox. */
export async function untilHandled(database: Database): Promise<void> {
  await vi.waitUntil(async () => (await countUnhandled(database)) === 0, {
    timeout: 20_000,
    interval: 5,
  })
}

async function countUnhandled(database: Database): Promise<number> {
  const jobs = await database.query(
    `SELECT 1 FROM pgboss.job WHERE name = 'paystablecoin' AND state < 'completed'`,
  )
  return jobs.length
}

/** What an order's page says. */
export interface OrderView {
  readonly status: string | undefined
  readonly check: string | undefined
  readonly refund: string | undefined
  readonly text: string
  readonly code: string | undefined
  /** Where its link to the payment page leads. */
  readonly payAt: string | undefined
}

export function readOrder(page: Page): OrderView {
  const main = page.html.querySelector('main')
  return {
    status: main?.getAttribute('data-status'),
    check: main?.getAttribute('data-check'),
    refund: main?.getAttribute('data-refund'),
    text: main?.textContent ?? '',
    code: page.html.querySelector('.code')?.textContent,
    payAt: page.html.querySelector('a.button')?.getAttribute('href'),
  }
}

/** Opens the order's page again and again until it shows what is waited for. */
export async function followOrder(
  url: string,
  isReached: (order: OrderView) => boolean,
): Promise<OrderView> {
  const giveUpAtMs = Date.now() + 10_000
  for (;;) {
    const order = readOrder(await openPage(url))
    if (isReached(order)) return order
    if (Date.now() > giveUpAtMs) throw new Error(`still ${JSON.stringify(order)}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
