import type { ReconcileRound } from '@paystablecoin/hono'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openPage, pressButton } from '../demo/browser.ts'
import type { Page } from '../demo/browser.ts'
import { followOrder, openMarket, readOrder, reopenShop, untilHandled } from './support/market.ts'
import type { Market, OrderView, RunningShop } from './support/market.ts'

const QUERIED = {
  status: 'INIT',
  orderAmount: { value: '4.50', currency: 'USD' },
  checkoutUrl: 'https://pay.example/checkout',
}
const HALF_AN_HOUR_AND_A_BIT_MS = 31 * 60_000

let market: Market
let send: typeof fetch
beforeAll(async () => {
  // No attempt is repeated, so that one fault is enough for an unknown outcome.
  market = await openMarket({ client: { maxRetries: 0, fetch: (...args) => send(...args) } })
})
afterAll(() => market.close())
beforeEach(async () => {
  send = fetch
  for (const method of ['log', 'error'] as const) vi.spyOn(console, method).mockReturnValue()
  market.emulator.emulator.reset()
  await market.database.query('DELETE FROM shop_orders')
})

const faults = () => market.emulator.emulator.faults

async function advance(ms: number): Promise<void> {
  await market.emulator.emulator.advance(ms)
  await untilHandled(market.database)
}

async function reconcile(shop: RunningShop = market.shop): Promise<ReconcileRound> {
  const round = await shop.reconciler.runOnce()
  await untilHandled(market.database)
  return round
}

const buy = async (): Promise<Page> => pressButton(await openPage(market.shop.url), 'Buy for 4.50')
const view = async (url: string): Promise<OrderView> => readOrder(await openPage(url))
const webhooks = () => market.emulator.emulator.deliveries()
const refundsSent = () =>
  market.emulator.emulator
    .calls()
    .filter(({ method, path }) => method === 'POST' && path.endsWith('/refunds'))
    .map(({ body }) => /refund-[0-9a-f-]{36}/.exec(body)?.[0])

const idOf = (url: string): string => url.slice(url.lastIndexOf('/') + 1)

/** The address of an order that waits for its payment. */
async function openOrder({ shop } = market): Promise<string> {
  const checkout = await pressButton(await openPage(shop.url), 'Buy for 4.50')
  const id = /shop-[0-9a-f-]{36}/.exec(checkout.html.textContent)?.[0]
  return `${shop.url}/orders/${id}`
}

/** As if every creation had been sent ten minutes and more ago. */
async function letCreationsGrowOld(): Promise<void> {
  await market.database.query(`UPDATE shop_orders SET
    last_sent_at = last_sent_at - interval '11 minutes', refund_sent_at = refund_sent_at - interval '11 minutes',
    absence_provable_at = absence_provable_at - interval '11 minutes',
    refund_absence_provable_at = refund_absence_provable_at - interval '11 minutes'`)
}

async function letADayPass(): Promise<void> {
  await market.database.query(
    `UPDATE shop_orders SET expires_at = expires_at - interval '1 day 31 minutes'`,
  )
}

/** As the dashboard's button does: the money of a closed order arrives all the same. */
async function payLate(checkoutUrl: string): Promise<void> {
  const token = checkoutUrl.slice(checkoutUrl.lastIndexOf('/') + 1)
  const headers = { 'content-type': 'application/json' }
  const url = `${market.emulator.url}/emulator/orders/${token}/pay-late`
  expect((await fetch(url, { method: 'POST', headers, body: '{}' })).status).toBe(200)
  await advance(50)
}

describe('an order that expires', () => {
  it('is shown as closed after a query, since no webhook is sent', async () => {
    const url = await openOrder()
    await advance(HALF_AN_HOUR_AND_A_BIT_MS)
    expect((await view(url)).status).toBe('INIT')
    expect(await reconcile()).toMatchObject({ queried: 1, delivered: 1 })
    const order = await view(url)
    expect(order).toMatchObject({ status: 'CLOSED', code: undefined, payAt: undefined })
    expect(order.text).toContain('It expired')
    expect(webhooks()).toEqual([])
  })

  it('is queried for a day more, since its money may come late and the webhook get lost', async () => {
    const checkout = await buy()
    const { url } = await pressButton(checkout, 'Cancel')
    await reconcile()
    expect((await view(url)).status).toBe('CLOSED')
    faults().add({ kind: 'withhold', times: Infinity })
    await payLate(checkout.url)
    expect((await view(url)).status).toBe('CLOSED')
    expect(await reconcile()).toMatchObject({ queried: 1, delivered: 1 })
    expect(await view(url)).toMatchObject({ status: 'SUCCEEDED', check: 'covered' })
    expect(webhooks().flatMap(({ attempts }) => attempts)).toEqual([])
    expect(await reconcile()).toMatchObject({ queried: 0 })
  })

  it('is not queried after that day', async () => {
    await openOrder()
    await advance(HALF_AN_HOUR_AND_A_BIT_MS)
    await reconcile()
    expect(await reconcile()).toMatchObject({ queried: 1 })
    await letADayPass()
    expect(await reconcile()).toMatchObject({ queried: 0 })
  })

  it('is found without a request: the shop queries at intervals', async () => {
    const running = await openMarket({ reconcileEveryMs: 50 })
    const url = await openOrder(running)
    await running.emulator.emulator.advance(HALF_AN_HOUR_AND_A_BIT_MS)
    await followOrder(url, ({ status }) => status === 'CLOSED')
    expect(running.emulator.emulator.deliveries()).toEqual([])
    await running.close()
  })

  it('is left alone before that', async () => {
    const url = await openOrder()
    expect(await reconcile()).toMatchObject({ queried: 1, delivered: 0, failed: 0 })
    expect((await view(url)).status).toBe('INIT')
  })
})

describe('a payment whose webhooks are never sent', () => {
  it('is handed over once', async () => {
    faults().add({ kind: 'withhold', times: Infinity })
    const { url } = await pressButton(await buy(), 'Pay 4.50')
    await advance(50)
    expect((await view(url)).status).toBe('PROCESSING')
    await reconcile()
    expect(await view(url)).toMatchObject({ status: 'SUCCEEDED', check: 'covered' })
    const readHandover = () => market.database.query('SELECT handed_over_at FROM shop_orders')
    const handover = await readHandover()
    expect(await reconcile()).toMatchObject({ queried: 0 })
    await Promise.all(webhooks().map(({ id }) => market.emulator.emulator.resend(id)))
    expect(await readHandover()).toEqual(handover)
  })
})

describe('an order whose creation was answered by nothing', () => {
  beforeEach(() => {
    faults().add({ kind: 'drop', on: 'orders.retrieve' })
  })

  it('stays open, and can be paid once it turns out to exist', async () => {
    faults().add({ kind: 'drop', on: 'orders.create' })
    const page = await buy()
    expect(page.url).toContain(`${market.shop.url}/orders/`)
    expect(readOrder(page)).toMatchObject({ status: 'REQUESTED', payAt: undefined })
    expect(readOrder(page).text).toContain('do not order again yet')
    expect(page.html.querySelector('meta[http-equiv]')).not.toBeNull()

    expect(await reconcile()).toMatchObject({ delivered: 1 })
    const { status, payAt = '' } = await view(page.url)
    expect(status).toBe('INIT')
    await pressButton(await openPage(payAt), 'Pay 4.50')
    await followOrder(page.url, ({ check }) => check === 'covered')
  })

  it('is given up only when it can no longer arrive', async () => {
    faults().add({ kind: 'drop', on: 'orders.create', afterCommit: false })
    const { url } = await buy()
    expect(await reconcile()).toMatchObject({ missing: 1, failed: 0 })
    expect((await view(url)).status).toBe('REQUESTED')
    await letCreationsGrowOld()
    expect(await reconcile()).toMatchObject({ missing: 1 })
    const order = await view(url)
    expect(order.status).toBe('NOT_CREATED')
    expect(order.text).toContain('Please order again')
    expect(await reconcile()).toMatchObject({ queried: 0 })
  })

  it.each([
    ['its address is no web page', { checkoutUrl: 'javascript:alert(1)' }],
    ['its address is no address', { checkoutUrl: 'pay here' }],
    ['its price is another', { orderAmount: { value: '0.45', currency: 'USD' } }],
  ])('is never sent to pay when %s', async (_name, changes) => {
    faults().add({ kind: 'drop', on: 'orders.create' })
    const { url } = await buy()
    const answer = { code: '00000', data: { ...QUERIED, ...changes } }
    send = async () => new Response(JSON.stringify(answer))
    expect(await reconcile()).toMatchObject({ delivered: 1 })
    expect(await view(url)).toMatchObject({ status: 'INIT', payAt: undefined })
  })
})

async function paidOrder(): Promise<Page> {
  const { url } = await pressButton(await buy(), 'Pay 4.50')
  await followOrder(url, ({ status }) => status === 'SUCCEEDED')
  return openPage(url)
}

describe('a refund that was answered by nothing', () => {
  beforeEach(() => {
    faults().add({ kind: 'drop', on: 'refunds.retrieve' })
  })

  it('is followed once it turns out to exist, and not sent again', async () => {
    faults().add({ kind: 'drop', on: 'refunds.create' })
    faults().add({ kind: 'withhold', on: 'refund', times: Infinity })
    const page = await pressButton(await paidOrder(), 'Refund')
    expect(readOrder(page).refund).toBe('REQUESTED')
    await advance(50)
    await reconcile()
    expect((await view(page.url)).refund).toBe('SUCCEEDED')
    expect(refundsSent()).toHaveLength(1)
  })

  it('can be requested again only when it can no longer arrive, and under another id', async () => {
    faults().add({ kind: 'drop', on: 'refunds.create', afterCommit: false })
    const page = await pressButton(await paidOrder(), 'Refund')
    await reconcile()
    expect((await view(page.url)).refund).toBe('REQUESTED')
    await expect(pressButton(await openPage(page.url), 'Refund')).rejects.toThrow(/no button/)

    await letCreationsGrowOld()
    await reconcile()
    const again = await openPage(page.url)
    expect(readOrder(again)).toMatchObject({ refund: 'NOT_CREATED', status: 'SUCCEEDED' })
    await pressButton(again, 'Refund')
    await followOrder(page.url, ({ refund }) => refund === 'SUCCEEDED')
    const ids = refundsSent()
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(2)
  })
})

describe('a refund whose signature is accepted for longer', () => {
  it('may still arrive, whichever process asks: it is not sent again before', async () => {
    faults().add({ kind: 'drop', on: 'refunds.create', afterCommit: false })
    const { url } = await pressButton(await paidOrder(), 'Refund')
    await moveProof("+ interval '1 day'")
    await letCreationsGrowOld()

    const restarted = await reopenShop(market)
    expect(await reconcile(restarted)).toMatchObject({ missing: 1 })
    expect((await view(url)).refund).toBe('REQUESTED')
    await expect(pressButton(await openPage(url), 'Refund')).rejects.toThrow(/no button/)

    await moveProof("- interval '1 day'")
    expect(await reconcile(restarted)).toMatchObject({ missing: 1 })
    expect((await view(url)).refund).toBe('NOT_CREATED')
    await restarted.close()
  })

  async function moveProof(by: string): Promise<void> {
    await market.database.query(
      `UPDATE shop_orders SET refund_absence_provable_at = refund_absence_provable_at ${by}`,
    )
  }
})

describe('an order that PayStablecoin knew and does not know any more', () => {
  it('stays as it is, and the shop says so once, however often it asks', async () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue()
    const url = await openOrder()
    market.emulator.emulator.reset()
    await letCreationsGrowOld()
    expect(await reconcile()).toMatchObject({ missing: 1 })
    expect((await view(url)).status).toBe('INIT')
    expect(await reconcile()).toMatchObject({ missing: 1 })
    const told = warn.mock.calls.flat().filter((text) => String(text).includes(idOf(url)))
    expect(told).toEqual([
      `[shop] PayStablecoin knew this payment, and now it does not: ${idOf(url)}`,
    ])
  })
})
