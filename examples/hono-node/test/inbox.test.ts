/**
 * Webhooks through the inbox: one effect of each, in the transaction in which its job completes, whatever process dies.
 *
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createWebhookRequest } from '@paystablecoin/hono'
import { EMULATOR_MERCHANT } from '@paystablecoin/emulator'
import { startEmulator } from '@paystablecoin/emulator/node'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { openPage, pressButton } from '../demo/browser.ts'
import { openDatabase } from '../src/database.ts'
import { followOrder, openMarket, readOrder, reopenShop, untilHandled } from './support/market.ts'
import type { Market, RunningShop } from './support/market.ts'
import { startProcess, waitForText } from './support/process.ts'

beforeEach(() => void vi.spyOn(console, 'log').mockReturnValue())

/** An order that waits for its payment. */
async function order(shopUrl: string): Promise<string> {
  const checkout = await pressButton(await openPage(shopUrl), 'Buy for 4.50')
  return /shop-[0-9a-f-]{36}/.exec(checkout.html.textContent)?.[0] ?? ''
}

/** The webhook of its payment, signed anew for each call. */
async function sendPaid(shopUrl: string, merchantOrderId: string): Promise<number> {
  const money = { orderAmount: { value: '4.50', currency: 'USD' } }
  const coins = { value: '4.5', currency: 'USDT' }
  const paid = { ...money, cryptoPaymentAmount: coins, cryptoPaidAmount: coins }
  const body = JSON.stringify({
    merchantOrderId,
    acquiringOrderId: 'ACQ-1',
    paymentOrderId: 'PAY-1',
    status: 'SUCCEEDED',
    ...paid,
  })
  const webhook = { url: `${shopUrl}/webhook/payment`, body }
  return (await fetch(await createWebhookRequest(webhook, EMULATOR_MERCHANT.apiSecret))).status
}

describe('the webhooks of one payment', () => {
  let market: Market
  let another: RunningShop
  beforeAll(async () => {
    market = await openMarket()
    another = await reopenShop(market)
    await market.database.query('CREATE TABLE effects (id text)')
    await market.database.query(`CREATE FUNCTION note_effect() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN INSERT INTO effects VALUES (NEW.merchant_order_id); RETURN NEW; END $$`)
    await market.database.query(`CREATE TRIGGER note_effect AFTER UPDATE ON shop_orders
      FOR EACH ROW WHEN (NEW.status = 'SUCCEEDED') EXECUTE FUNCTION note_effect()`)
  })
  afterAll(async () => {
    await another.close()
    await market.close()
  })

  it('make one effect, though two processes get them at the same time and again', async () => {
    const id = await order(market.shop.url)
    const urls = [market.shop.url, another.url, market.shop.url, another.url]
    const send = () => Promise.all(urls.map((url) => sendPaid(url, id)))
    expect(await send()).toEqual([200, 200, 200, 200])
    await untilHandled(market.database)
    expect(await send()).toEqual([200, 200, 200, 200])
    await untilHandled(market.database)
    expect(await market.database.query('SELECT id FROM effects')).toEqual([{ id }])
  })

  it('change the order in the transaction in which the job completes', async () => {
    const id = await order(market.shop.url)
    await sendPaid(market.shop.url, id)
    await untilHandled(market.database)
    const [changed] = await market.database.query<{ xmin: string }>(
      'SELECT xmin::text FROM shop_orders WHERE merchant_order_id = $1',
      [id],
    )
    const [completed] = await market.database.query<{ xmin: string }>(
      `SELECT xmin::text FROM pgboss.job WHERE state = 'completed' AND data->>'rawBody' LIKE '%' || $1 || '%'`,
      [id],
    )
    expect(changed?.xmin).toMatch(/^\d+$/)
    expect(completed).toEqual(changed)
  })
})

/** The environment of a process whose database is in a folder, and an emulator for it. */
async function prepareProcess(): Promise<NodeJS.ProcessEnv & { DATA_FOLDER: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'shop-'))
  const emulator = await startEmulator({ port: 0 })
  onTestFinished(async () => {
    await emulator.close()
    await rm(folder, { recursive: true })
  })
  return {
    PSC_MERCHANT_ID: EMULATOR_MERCHANT.merchantId,
    PSC_API_KEY: EMULATOR_MERCHANT.apiKey,
    PSC_API_SECRET: EMULATOR_MERCHANT.apiSecret,
    PSC_BASE_URL: emulator.url,
    DATA_FOLDER: folder,
    PORT: '0',
  }
}

describe('a process that is killed between putting an event into the inbox and handling it', () => {
  it('loses nothing: the next one handles it', async () => {
    const env = await prepareProcess()
    const killed = startProcess('../test/support/web-only.mjs', { env })
    const shopUrl = await waitForText(killed, /The shop is open: (\S+)/)
    const id = await order(shopUrl)
    expect(await sendPaid(shopUrl, id)).toBe(200)
    expect(readOrder(await openPage(`${shopUrl}/orders/${id}`)).status).toBe('INIT')
    killed.child.kill('SIGKILL')
    await killed.exitCode

    const next = startProcess('src/main.js', { env })
    const nextUrl = await waitForText(next, /The shop is open: (\S+)/)
    await followOrder(`${nextUrl}/orders/${id}`, ({ check }) => check === 'covered')
    next.child.kill('SIGTERM')
    expect(await next.exitCode).toBe(0)
  })
})

describe('a process that is stopped while webhooks come in', () => {
  it('keeps each event that it accepted, and complains of nothing', async () => {
    const env = await prepareProcess()
    const stopped = startProcess('src/main.js', { env })
    const shopUrl = await waitForText(stopped, /The shop is open: (\S+)/)
    const ids: string[] = []
    for (let count = 0; count < 10; count += 1) ids.push(await order(shopUrl))
    const sent = ids.map((id) => sendPaid(shopUrl, id).catch(() => 0))
    await Promise.race(sent)
    stopped.child.kill('SIGTERM')
    const statuses = await Promise.all(sent)
    expect(await stopped.exitCode).toBe(0)
    expect(stopped.output()).not.toMatch(/fail|error|\[paystablecoin\]/i)

    const accepted = ids.filter((_id, index) => statuses[index] === 200)
    expect(accepted.length).toBeGreaterThan(0)
    const database = await openDatabase({ folder: env.DATA_FOLDER })
    const kept = await database.query<{ id: string }>(
      `SELECT merchant_order_id AS id FROM shop_orders WHERE status = 'SUCCEEDED' OR EXISTS (
        SELECT 1 FROM pgboss.job WHERE state < 'completed' AND data->>'rawBody' LIKE '%' || merchant_order_id || '%')`,
    )
    await database.close()
    expect(kept.map(({ id }) => id)).toEqual(expect.arrayContaining(accepted))
  })
})
