import { createWebhookRequest } from '@paystablecoin/hono'
import { EMULATOR_MERCHANT } from '@paystablecoin/emulator'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openPage, pressButton } from '../demo/browser.ts'
import type { Page } from '../demo/browser.ts'
import { followOrder, openMarket, readOrder, untilHandled } from './support/market.ts'
import type { Market } from './support/market.ts'

let market: Market
beforeAll(async () => {
  market = await openMarket({ scheme: 'both' })
})
afterAll(() => market.close())

// What the shop writes about rejections is part of what is tested, and not of interest on the console.
const written: string[] = []
const logged: string[] = []
beforeEach(() => {
  written.length = 0
  logged.length = 0
  vi.spyOn(console, 'log').mockImplementation((text: unknown) => void logged.push(String(text)))
  for (const method of ['warn', 'error'] as const) {
    vi.spyOn(console, method).mockImplementation((text: unknown) => void written.push(String(text)))
  }
})

const openShop = (): Promise<Page> => openPage(`${market.shop.url}/`)
const buy = async (): Promise<Page> => pressButton(await openShop(), 'Buy for 4.50')
const cancel = async (): Promise<Page> => pressButton(await buy(), 'Cancel')
const post = (path: string, form = new URLSearchParams()): Promise<Page> =>
  openPage(`${market.shop.url}${path}`, undefined, form)
const orderIdOf = (url: string): string => url.slice(url.lastIndexOf('/') + 1)

/** A webhook as the provider would send it, straight into the shop; and the worker has handled it. */
async function sendWebhook(kind: 'payment' | 'refund', data: object, secret?: string) {
  const url = `${market.shop.url}/webhook/${kind}`
  const signer = secret ?? EMULATOR_MERCHANT.apiSecret
  const response = await fetch(
    await createWebhookRequest({ url, body: JSON.stringify(data) }, signer),
  )
  await untilHandled(market.database)
  return response
}

/** A payment of the tea in full; fields may be changed. */
function payment(merchantOrderId: string, changes: object = {}): object {
  return {
    acquiringOrderId: `ACQ-${merchantOrderId}`,
    paymentOrderId: 'PAY-1',
    merchantOrderId,
    status: 'SUCCEEDED',
    orderAmount: { value: '4.50', currency: 'USD' },
    cryptoPaymentAmount: { value: '4.5', currency: 'USDT' },
    cryptoPaidAmount: { value: '4.5', currency: 'USDT' },
    ...changes,
  }
}

/** An order that waits for its payment: its page, and its id. */
async function openOrder(): Promise<{ url: string; merchantOrderId: string }> {
  const checkout = await buy()
  const merchantOrderId = /shop-[0-9a-f-]{36}/.exec(checkout.html.textContent)?.[0] ?? ''
  return { url: `${market.shop.url}/orders/${merchantOrderId}`, merchantOrderId }
}

describe('buying', () => {
  it('takes the customer to the checkout page, and back to an order that waits for its webhook', async () => {
    const checkout = await buy()
    expect(checkout.url.startsWith(`${market.emulator.url}/checkout/`)).toBe(true)
    const page = await pressButton(checkout, 'Pay 4.50')
    expect(page.url).toMatch(/\/orders\/shop-[0-9a-f-]{36}$/)
    expect(['INIT', 'PROCESSING', 'SUCCEEDED']).toContain(readOrder(page).status)
    const order = await followOrder(page.url, ({ status }) => status === 'SUCCEEDED')
    expect(order).toMatchObject({ check: 'covered', refund: '' })
    expect(order.code).toBe(orderIdOf(page.url).slice(-6).toUpperCase())
  })

  it('stores the order before it is sent to the provider', async () => {
    const seen: unknown[] = []
    const careful: Market = await openMarket({
      client: {
        fetch: async (url, init) => {
          seen.push(await careful.database.query('SELECT status FROM shop_orders'))
          return fetch(url, init)
        },
      },
    })
    await pressButton(await openPage(careful.shop.url), 'Buy for 4.50')
    expect(seen).toEqual([[{ status: 'REQUESTED' }]])
    await careful.close()
  })

  it('does not believe the return URL: a customer who has not paid yet has not paid', async () => {
    const { url } = await openOrder()
    const page = await openPage(`${url}/return`)
    expect(page.url).toBe(url)
    expect(readOrder(page)).toMatchObject({ status: 'INIT', check: '', code: undefined })
  })

  it('names the order and its price in the log, from the purchase to the refund', async () => {
    const { url } = await pressButton(await buy(), 'Pay 4.50')
    await followOrder(url, ({ status }) => status === 'SUCCEEDED')
    await pressButton(await openPage(url), 'Refund')
    await followOrder(url, ({ refund }) => refund === 'SUCCEEDED')
    const name = `[shop] order ${orderIdOf(url)} (4.50 USD)`
    const refund = /refund refund-[0-9a-f-]{36}/
    const lines = [
      `${name}: the customer is sent to pay`,
      `${name}: SUCCEEDED, covered`,
      `${name}: refund X is requested`,
      `${name}: refund X SUCCEEDED`,
    ]
    const seen = logged.map((line) => line.replace(refund, 'refund X'))
    expect(seen.filter((line) => lines.includes(line))).toEqual(lines)
  })

  it('reloads the page while there is something to wait for', async () => {
    const { url, merchantOrderId } = await openOrder()
    const refresh = async () => (await openPage(url)).html.querySelector('meta[http-equiv]')
    expect((await refresh())?.getAttribute('content')).toBe('2')
    await sendWebhook('payment', payment(merchantOrderId))
    expect(await refresh()).toBeNull()
  })

  it('rejects a product that it does not have, and orders nothing', async () => {
    const callsBefore = market.emulator.emulator.calls().length
    const body = new URLSearchParams({ product: 'yacht' })
    expect((await post('/orders', body)).status).toBe(404)
    expect((await post('/orders')).status).toBe(404)
    expect(market.emulator.emulator.calls()).toHaveLength(callsBefore)
  })

  it('rejects a form that is too long', async () => {
    const body = new URLSearchParams({ product: 'x'.repeat(20_000) })
    expect((await post('/orders', body)).status).toBe(413)
  })

  it('has no page for an order that does not exist', async () => {
    expect((await openPage(`${market.shop.url}/orders/%3Cb%3E`)).status).toBe(404)
    const refund = await post('/orders/x/refund')
    expect(refund.status).toBe(404)
  })
})

describe('a customer who comes back', () => {
  it.each([
    ['cancelled', 'Cancel', 'CLOSED', 'It expired, or was cancelled'],
    ['failed to pay', 'Fail', 'FAILED', 'Payment failed'],
  ])(
    'and who %s reads so at once, although no webhook is sent',
    async (_name, button, status, text) => {
      const order = readOrder(await pressButton(await buy(), button))
      expect(order).toMatchObject({ status, code: undefined, payAt: undefined })
      expect(order.text).toContain(text)
      expect(logged.at(-1)).toMatch(new RegExp(`order shop-\\S+ \\(4.50 USD\\): ${status}`))
    },
  )

  it('too late reads so at once', async () => {
    const { url } = await openOrder()
    await market.emulator.emulator.advance(31 * 60_000)
    expect(readOrder(await openPage(`${url}/return`)).status).toBe('CLOSED')
  })

  it('reads of the order’s page itself that the time to pay is over', async () => {
    const { url, merchantOrderId } = await openOrder()
    await market.emulator.emulator.advance(31 * 60_000)
    expect(readOrder(await openPage(url)).status).toBe('INIT')
    await market.database.query(
      `UPDATE shop_orders SET expires_at = now() - interval '1 second' WHERE merchant_order_id = $1`,
      [merchantOrderId],
    )
    expect(readOrder(await openPage(url)).status).toBe('CLOSED')
  })

  it('reads what the shop knew when PayStablecoin does not answer', async () => {
    const { url } = await openOrder()
    market.emulator.emulator.faults.add({ kind: 'drop', on: 'orders.retrieve', times: Infinity })
    expect(readOrder(await openPage(`${url}/return`)).status).toBe('INIT')
    expect(written).toEqual([expect.stringContaining('[paystablecoin] not reconciled:')])
    market.emulator.emulator.faults.clear()
  })

  it('is not waited for by a query once the order has ended', async () => {
    const { url } = await cancel()
    const before = market.emulator.emulator.calls().length
    expect(readOrder(await openPage(`${url}/return`)).status).toBe('CLOSED')
    expect(market.emulator.emulator.calls()).toHaveLength(before)
  })

  it('to an order that does not exist finds no page', async () => {
    expect((await openPage(`${market.shop.url}/orders/shop-0000-0000-0000/return`)).status).toBe(
      404,
    )
  })
})

describe('webhooks', () => {
  it('hand over once, however often and late they come', async () => {
    const { url, merchantOrderId } = await openOrder()
    const handedOver = async () =>
      market.database.query('SELECT handed_over_at FROM shop_orders WHERE merchant_order_id = $1', [
        merchantOrderId,
      ])
    expect((await sendWebhook('payment', payment(merchantOrderId))).status).toBe(200)
    const first = await handedOver()
    const repeated = await Promise.all([
      sendWebhook('payment', payment(merchantOrderId)),
      sendWebhook('payment', payment(merchantOrderId, { note: 'another body' })),
      sendWebhook('payment', payment(merchantOrderId, { status: 'PROCESSING' })),
    ])
    expect(repeated.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(await handedOver()).toEqual(first)
    expect(readOrder(await openPage(url))).toMatchObject({ status: 'SUCCEEDED', check: 'covered' })
  })

  it('that come out of order end the same: paid', async () => {
    const { url, merchantOrderId } = await openOrder()
    for (const status of ['SUCCEEDED', 'CLOSED', 'PROCESSING', 'FAILED', 'INIT']) {
      await sendWebhook('payment', payment(merchantOrderId, { status }))
    }
    expect(readOrder(await openPage(url))).toMatchObject({ status: 'SUCCEEDED', check: 'covered' })
  })

  it('of a late payment pay an order that was closed', async () => {
    const { url, merchantOrderId } = await openOrder()
    await sendWebhook('payment', payment(merchantOrderId, { status: 'CLOSED' }))
    expect(readOrder(await openPage(url)).status).toBe('CLOSED')
    await sendWebhook('payment', payment(merchantOrderId))
    expect(readOrder(await openPage(url))).toMatchObject({ status: 'SUCCEEDED', check: 'covered' })
  })

  it('that bring the rest of the money pay an underpaid order, and poorer ones take nothing back', async () => {
    const { url, merchantOrderId } = await openOrder()
    const tooLittle = { cryptoPaidAmount: { value: '1.00', currency: 'USDT' } }
    const silent = { paymentOrderId: 'PAY-2', cryptoPaidAmount: null, acquiringOrderId: null }
    const checks: unknown[] = []
    for (const changes of [silent, tooLittle, silent, {}, silent, tooLittle]) {
      await sendWebhook('payment', payment(merchantOrderId, { ...changes, note: checks.length }))
      checks.push(readOrder(await openPage(url)).check)
    }
    expect(checks).toEqual([
      'needs-review',
      'underpaid',
      'underpaid',
      'covered',
      'covered',
      'covered',
    ])
    expect(readOrder(await openPage(url)).code).toBe(orderIdOf(url).slice(-6).toUpperCase())
  })

  it('of a payment through API Checkout count like any other', async () => {
    const { url, merchantOrderId } = await openOrder()
    await sendWebhook('payment', payment(merchantOrderId, { finalStatus: true }))
    expect(readOrder(await openPage(url))).toMatchObject({ status: 'SUCCEEDED', check: 'covered' })
  })

  it('of an unknown shape are looked up', async () => {
    market.emulator.emulator.faults.add({ kind: 'withhold', times: 2 })
    const { url } = await pressButton(await buy(), 'Pay 4.50')
    await market.emulator.emulator.advance(50)
    expect(readOrder(await openPage(url)).status).toBe('PROCESSING')
    const { status } = await sendWebhook('payment', { event: payment(orderIdOf(url)) })
    expect(status).toBe(200)
    expect(readOrder(await openPage(url))).toMatchObject({ status: 'SUCCEEDED', check: 'covered' })
  })

  const ODD_IDS = [
    ['has a NUL', 'shop-\u0000'],
    ['has half a character', 'shop-\uD800'],
    ['is very long', 'x'.repeat(50_000)],
  ]

  it.each(ODD_IDS)('are received and change nothing when an id %s', async (_name, id) => {
    const events: [kind: 'payment' | 'refund', data: object][] = [
      ['payment', payment(id)],
      ['payment', payment('shop-0000-0000-0000', { status: id })],
      ['refund', { merchantRefundOrderId: id, status: 'SUCCEEDED' }],
      ['refund', { merchantRefundOrderId: 'refund-0000', status: id }],
    ]
    for (const [kind, data] of events) expect((await sendWebhook(kind, data)).status).toBe(200)
  })

  it.each(ODD_IDS)('pay an order although another field %s', async (_name, text) => {
    const { url, merchantOrderId } = await openOrder()
    const odd = {
      acquiringOrderId: text,
      paymentOrderId: text,
      checkoutUrl: `https://pay.example/${text}`,
    }
    expect((await sendWebhook('payment', payment(merchantOrderId, odd))).status).toBe(200)
    expect(readOrder(await openPage(url))).toMatchObject({ status: 'SUCCEEDED', check: 'covered' })
  })

  it.each([
    ['has a NUL', 'shop-%00'],
    ['has half a character', 'shop-%ED%A0%80'],
    ['is no percent-encoding', '%'],
    ['is very long', 'x'.repeat(5_000)],
  ])('find no page for an order whose id %s', async (_name, id) => {
    expect((await openPage(`${market.shop.url}/orders/${id}`)).status).toBe(404)
    expect((await post(`/orders/${id}/refund`)).status).toBe(404)
  })

  it('with a status that is not known change nothing', async () => {
    const { url, merchantOrderId } = await openOrder()
    await sendWebhook('payment', payment(merchantOrderId, { status: 'PROCESSING' }))
    expect((await sendWebhook('payment', payment(merchantOrderId, { status: 'X' }))).status).toBe(
      200,
    )
    expect(readOrder(await openPage(url)).status).toBe('PROCESSING')
  })

  const tooLittle = { cryptoPaidAmount: { value: '4.4999999999999999999', currency: 'USDT' } }
  const unsettled: [string, object, string, string][] = [
    ['too little was paid', tooLittle, 'underpaid', 'Underpaid'],
    [
      'the order is another price',
      { orderAmount: { value: '0.45', currency: 'USD' } },
      'needs-review',
      'Needs review',
    ],
    [
      'the order is in another currency',
      { orderAmount: { value: '4.50', currency: 'USDT' } },
      'needs-review',
      'Needs review',
    ],
    [
      'another coin was paid',
      { cryptoPaidAmount: { value: '4.5', currency: 'SHIB' } },
      'needs-review',
      'Needs review',
    ],
    [
      'a coin is due that the shop does not take',
      {
        cryptoPaymentAmount: { value: '4.5', currency: 'SHIB' },
        cryptoPaidAmount: { value: '4.5', currency: 'SHIB' },
      },
      'needs-review',
      'Needs review',
    ],
    [
      'nothing was due',
      {
        cryptoPaymentAmount: { value: '0', currency: 'USDT' },
        cryptoPaidAmount: { value: '0', currency: 'USDT' },
      },
      'needs-review',
      'Needs review',
    ],
    ['no paid amount is named', { cryptoPaidAmount: null }, 'needs-review', 'Needs review'],
    [
      'the paid amount is a number',
      { cryptoPaidAmount: { value: 4.5, currency: 'USDT' } },
      'needs-review',
      'Needs review',
    ],
  ]

  it.each(unsettled)('hand nothing over when %s', async (_name, changes, check, text) => {
    const { url, merchantOrderId } = await openOrder()
    await sendWebhook('payment', payment(merchantOrderId, changes))
    const order = readOrder(await openPage(url))
    expect(order).toMatchObject({ status: 'SUCCEEDED', check, code: undefined })
    expect(order.text).toContain(text)
  })

  it('hand over when more than enough was paid', async () => {
    const { url, merchantOrderId } = await openOrder()
    const more = { cryptoPaidAmount: { value: '4.51', currency: 'USDT' } }
    await sendWebhook('payment', payment(merchantOrderId, more))
    expect(readOrder(await openPage(url)).check).toBe('covered')
  })

  it('that are not signed by the provider change nothing', async () => {
    const { url, merchantOrderId } = await openOrder()
    const response = await sendWebhook(
      'payment',
      payment(merchantOrderId),
      'some other secret-000000',
    )
    expect(response.status).toBe(401)
    expect(readOrder(await openPage(url)).status).toBe('INIT')
  })

  it('for another shop’s order are received and change nothing', async () => {
    expect((await sendWebhook('payment', payment('ORDER_OF_ANOTHER_SHOP'))).status).toBe(200)
    expect((await sendWebhook('payment', { hello: 'world' })).status).toBe(200)
    expect(written).toEqual([
      '[shop] a payment for an unknown order: ORDER_OF_ANOTHER_SHOP',
      '[shop] an authentic event of unknown shape, status undefined: look at it',
    ])
  })
})

describe('a partial payment at the checkout page', () => {
  it('keeps the order open until the rest arrives', async () => {
    const checkout = await buy()
    const page = await pressButton(checkout, 'Pay too little')
    const underpaid = await followOrder(page.url, ({ status }) => status === 'PROCESSING')
    expect(underpaid).toMatchObject({ check: 'underpaid', code: undefined, payAt: checkout.url })
    await pressButton(await openPage(checkout.url), 'Pay ')
    const order = await followOrder(page.url, ({ status }) => status === 'SUCCEEDED')
    expect(order.check).toBe('covered')
  })
})

describe('a refund', () => {
  const refundsSent = (): number =>
    market.emulator.emulator
      .calls()
      .filter(({ path, method }) => method === 'POST' && path.endsWith('/refunds')).length

  async function paidOrder(): Promise<Page> {
    const { url } = await pressButton(await buy(), 'Pay 4.50')
    await followOrder(url, ({ status }) => status === 'SUCCEEDED')
    return openPage(url)
  }

  it('is followed until the money was returned', async () => {
    const page = await pressButton(await paidOrder(), 'Refund')
    const order = await followOrder(page.url, ({ refund }) => refund === 'SUCCEEDED')
    expect(order.text).toContain('Refunded')
    expect(order).toMatchObject({ status: 'SUCCEEDED', code: undefined })
  })

  it('is requested once, however often the button is pressed', async () => {
    const page = await paidOrder()
    const before = refundsSent()
    await Promise.all([1, 2, 3].map(() => pressButton(page, 'Refund')))
    await pressButton(page, 'Refund')
    expect(refundsSent() - before).toBe(1)
  })

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['a sibling of its site', { 'sec-fetch-site': 'same-site', origin: 'https://evil.example' }],
    ['another site, in an old browser', { origin: 'https://evil.example' }],
    ['a page that hides where it is', { origin: 'null' }],
    ['nobody knows where', {}],
  ])('is not requested by a button on %s', async (_name, headers) => {
    const { url } = await paidOrder()
    const before = refundsSent()
    const init = { method: 'POST', body: new URLSearchParams(), headers }
    const response = await fetch(`${url}/refund`, init)
    expect([response.status, await response.text()]).toEqual([
      403,
      expect.stringContaining('not on a page of this shop'),
    ])
    expect(refundsSent()).toBe(before)
    expect(readOrder(await openPage(url)).refund).toBe('')
  })

  it.each([
    ['a browser that says so', { 'sec-fetch-site': 'same-origin', origin: 'null' }],
    ['an old browser', { origin: 'https://shop.example' }],
  ])('is requested by its own button in %s', async (_name, headers) => {
    const public_ = await openMarket({ publicUrl: 'https://shop.example' })
    const init = { method: 'POST', body: new URLSearchParams({ product: 'tea' }), headers }
    const response = await fetch(`${public_.shop.url}/orders`, { ...init, redirect: 'manual' })
    expect(response.status).toBe(303)
    await public_.close()
  })

  it('lets browsers tell the shop, and nobody else, from which page a button was pressed', async () => {
    const { headers } = await fetch(market.shop.url)
    expect(headers.get('referrer-policy')).toBe('same-origin')
  })

  it('never moves backwards', async () => {
    const page = await pressButton(await paidOrder(), 'Refund')
    await followOrder(page.url, ({ refund }) => refund === 'SUCCEEDED')
    const [row] = await market.database.query<{ id: string }>(
      'SELECT refund_id AS id FROM shop_orders WHERE merchant_order_id = $1',
      [orderIdOf(page.url)],
    )
    await sendWebhook('refund', { merchantRefundOrderId: row?.id, status: 'PROCESSING' })
    await sendWebhook('refund', { merchantRefundOrderId: row?.id, status: 'FAILED' })
    expect(readOrder(await openPage(page.url)).refund).toBe('SUCCEEDED')
  })

  it('is not offered, and not requested, before the payment arrived', async () => {
    const page = await cancel()
    const before = refundsSent()
    await expect(pressButton(page, 'Refund')).rejects.toThrow(/no button/)
    await post(`/orders/${orderIdOf(page.url)}/refund`)
    expect(refundsSent()).toBe(before)
  })

  it('that the provider rejects is shown as not accepted, and may be requested again', async () => {
    const { url, merchantOrderId } = await openOrder()
    await sendWebhook('payment', payment(merchantOrderId))
    const page = await pressButton(await openPage(url), 'Refund')
    expect(readOrder(page)).toMatchObject({ refund: 'NOT_CREATED' })
    const before = refundsSent()
    await pressButton(page, 'Refund')
    expect(refundsSent() - before).toBe(1)
  })
})

describe('when the provider cannot be reached', () => {
  it('the customer sees that nothing was paid, and the order is kept', async () => {
    const lonely = await openMarket()
    await lonely.emulator.close()
    const page = await pressButton(await openPage(lonely.shop.url), 'Buy for 4.50')
    expect(readOrder(page)).toMatchObject({ status: 'NOT_CREATED' })
    expect(readOrder(page).text).toContain('you have not paid. Please order again.')
    await lonely.shop.close()
    await lonely.database.close()
  })
})
