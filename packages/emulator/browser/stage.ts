/**
 * An emulator, a stand-in for a shop and a browser: new ones for each test.
 *
 * @module
 */
import { once } from 'node:events'
import type { Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Client } from '@paystablecoin/core'
import { createClient } from '@paystablecoin/core'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { EMULATOR_MERCHANT } from '../src/index.ts'
import type { RunningEmulator } from '../src/node/index.ts'
import { startEmulator } from '../src/node/index.ts'
import type { Watched } from './chromium.ts'
import { launchChromium, openWatched } from './chromium.ts'

export const ID = 'ORDER_1738112345000'

/** Where the stand-in for a shop answers with 500. */
export const BROKEN_WEBHOOK = '/webhook/broken'

/** What a test works with; the parts are there while it runs. */
export interface Stage {
  running: RunningEmulator
  shopUrl: string
  readonly open: (options?: BrowserContextOptions) => Promise<Watched>
  readonly clientOf: (apiSecret?: string) => Client
  /** Creates an order and returns its checkout page. */
  readonly createOrder: (id?: string, extra?: Record<string, unknown>) => Promise<string>
  readonly statusOf: (id?: string) => Promise<string>
}

export function setStage(): Stage {
  let browser: Browser | undefined
  let shop: Server
  const clientOf = (apiSecret: string = EMULATOR_MERCHANT.apiSecret): Client =>
    createClient({ ...EMULATOR_MERCHANT, apiSecret, baseUrl: stage.running.url })
  const stage = {
    clientOf,
    open: async (options: BrowserContextOptions = {}) => {
      browser ??= await launchChromium()
      return openWatched(browser, options)
    },
    createOrder: async (merchantOrderId = ID, extra: Record<string, unknown> = {}) => {
      const order = await clientOf().orders.create({
        merchantOrderId,
        orderAmount: { value: '18.50', currency: 'USD' },
        expiresAt: new Date(Date.now() + 30 * 60_000),
        returnUrl: `${stage.shopUrl}/orders/1`,
        callbackUrl: `${stage.shopUrl}/webhook/payment`,
        ...extra,
      })
      return order.checkoutUrl
    },
    statusOf: async (id = ID) => (await clientOf().orders.retrieve(id)).status,
  } as Stage

  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser?.close())
  beforeEach(async () => {
    shop = createServer((request, response) => {
      request.resume()
      if (request.url === BROKEN_WEBHOOK) {
        response.writeHead(500, { 'content-type': 'application/json' })
        response.end('{"error":"no such table: orders"}')
        return
      }
      response.setHeader('content-type', 'text/html')
      response.end('<title>Shop</title><link rel="icon" href="data:,"><h1>Back in the shop</h1>')
    }).listen(0, '127.0.0.1')
    await once(shop, 'listening')
    stage.shopUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`
    const merchants = [{ ...EMULATOR_MERCHANT, name: 'Lighthouse Coffee' }]
    stage.running = await startEmulator({ port: 0, seed: 'pictures', merchants })
  })
  afterEach(async () => {
    await stage.running.close()
    shop.close()
    shop.closeAllConnections()
  })
  return stage
}
