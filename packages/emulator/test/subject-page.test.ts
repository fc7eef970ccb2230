/**
 * The pages of orders and refunds: everything that happened, in time, with the status beside it.
 *
 * @module
 */
import { describe, expect, test } from 'vitest'
import type { EmulatorOptions } from '../src/index.ts'
import { createEmulator, EMULATOR_MERCHANT } from '../src/index.ts'
import { createInbox, createMerchant, ORIGIN, STOPPED_CLOCK } from './merchant.ts'

const ID = 'ORDER_1738112345000'

function setUp(options: EmulatorOptions = {}) {
  const inbox = createInbox()
  const emulator = createEmulator({
    clock: STOPPED_CLOCK,
    webhookFetch: inbox.receive,
    seed: 'pages',
    ...options,
  })
  const show = async (path: string) => {
    const response = await emulator.fetch(`${ORIGIN}${path}`)
    return { status: response.status, text: await response.text() }
  }
  return { emulator, inbox, merchant: createMerchant(emulator), show }
}

const strip = (part: string) =>
  part
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()

/** The steps of the story, without their details. */
function stepsIn(text: string): readonly string[] {
  const story = /<ol class="timeline card story">([^]*?)<\/main>/.exec(text)?.[1] ?? ''
  return story
    .split(/<li class="[^"]*rail-/)
    .slice(1)
    .map((step) =>
      strip(`<li ${step.split('</summary>').at(0) ?? ''}`).replace(/^\S+ (\.\d+ )?/, ''),
    )
}

describe('the page of an order', () => {
  test('tells requests, statuses and webhooks in time, with what the shop answered', async () => {
    const { emulator, inbox, merchant, show } = setUp({ webhookRetryDelaysMs: [1_000, 2_000] })
    const { data } = await merchant.createOrder(ID)
    inbox.answer = () => new Response('no such table', { status: 500 })
    await merchant.press(String(data?.['checkoutUrl']), 'pay')
    await emulator.advance(500)
    for (let poll = 0; poll < 3; poll += 1) await merchant.queryOrder(ID)
    inbox.answer = () => Response.json({ code: '00000' })
    await emulator.advance(60_000)
    const { text } = await show(`/emulator/orders/${ID}`)
    expect(stepsIn(text)).toEqual([
      'call POST /orders 00000',
      'order INIT',
      'order PROCESSING 99.90 USDT paid',
      'webhook payment PROCESSING → /webhook/payment HTTP 500 PROCESSING The shop answered HTTP 500: no such table',
      `call GET /orders/${ID} 3 × until 08:00:00 00000 PROCESSING`,
      'order SUCCEEDED 99.90 USDT paid',
      'webhook payment PROCESSING → /webhook/payment HTTP 200 SUCCEEDED',
      'webhook payment SUCCEEDED → /webhook/payment HTTP 200 SUCCEEDED',
    ])
    expect(text).toContain('&quot;checkoutUrl&quot;')
    expect(text).toContain('<a href="/emulator/orders/ORDER_1738112345000">ACQ')
  })

  test('tells what no webhook tells: a cancellation, an expiry, a failure', async () => {
    const { emulator, merchant, show } = setUp()
    await merchant.createOrder(ID)
    await emulator.cancel(ID)
    await merchant.createOrder('ORDER_1738112345001')
    await emulator.expire('ORDER_1738112345001')
    await merchant.createOrder('ORDER_1738112345002')
    await emulator.fail('ORDER_1738112345002')
    const lastOf = async (id: string) => stepsIn((await show(`/emulator/orders/${id}`)).text).at(-1)
    expect(await lastOf(ID)).toBe('order CLOSED cancelled by the customer')
    expect(await lastOf('ORDER_1738112345001')).toBe('order CLOSED expired')
    expect(await lastOf('ORDER_1738112345002')).toBe('order FAILED')
  })

  test('warns of too little, and of SUCCEEDED with too little', async () => {
    const { emulator, merchant, show } = setUp()
    await merchant.createOrder(ID)
    await emulator.underpay(ID)
    expect((await show(`/emulator/orders/${ID}`)).text).toContain(
      '<strong>Underpaid.</strong> 89.91 USDT of 99.90 USDT have arrived. 9.99 USDT are missing.',
    )
    await emulator.pay(ID)
    expect((await show(`/emulator/orders/${ID}`)).text).not.toContain('Underpaid.')
    emulator.faults.add({ kind: 'underpaid' })
    await merchant.createOrder('ORDER_1738112345001')
    await emulator.pay('ORDER_1738112345001')
    expect((await show('/emulator/orders/ORDER_1738112345001')).text).toContain(
      'SUCCEEDED all the same',
    )
  })

  test('says why a call was refused, as the API did', async () => {
    const { merchant, show } = setUp()
    await merchant.createOrder(ID)
    const refused = await merchant.createOrder(ID)
    const { text } = await show(`/emulator/orders/${ID}`)
    expect(stepsIn(text)).toContain(`call POST /orders 20001 ${refused.message}`)
    expect(text).toContain('&quot;code&quot;: &quot;20001&quot;')
  })

  test('is found by the id of the provider too, and is 404 for any other', async () => {
    const { merchant, show } = setUp()
    const { data } = await merchant.createOrder(ID)
    const { status, text } = await show(`/emulator/orders/${String(data?.['acquiringOrderId'])}`)
    expect(status).toBe(200)
    expect(text).toContain(`<title>${ID}`)
    const none = await show(`/emulator/orders/${encodeURIComponent('<i>')}`)
    expect(none.status).toBe(404)
    expect(none.text).toContain('&lt;i&gt;')
  })

  test('tells only what its own merchant did', async () => {
    const other = {
      merchantId: '1001',
      apiKey: 'OTHER',
      apiSecret: 'other-secret-000000000000000000',
    }
    const { emulator, merchant, show } = setUp({ merchants: [EMULATOR_MERCHANT, other] })
    await merchant.createOrder(ID)
    await emulator.fetch(`${ORIGIN}/api/v1/merchants/1001/orders/${ID}`)
    expect(stepsIn((await show(`/emulator/orders/${ID}?merchant=1000`)).text)).toHaveLength(2)
    expect((await show(`/emulator/orders/${ID}?merchant=1001`)).status).toBe(404)
    expect((await show('/')).text).toContain(`href="/emulator/orders/${ID}?merchant=1000"`)
  })
})

describe('the page of a refund', () => {
  test('tells its own story, and links to its order as the order does to it', async () => {
    const { emulator, merchant, show } = setUp()
    await merchant.createOrder(ID)
    await emulator.pay(ID)
    await merchant.createRefund({
      merchantRefundOrderId: 'REFUND_1',
      acquiringOrderId: ID,
      refundReason: 'broken',
      notifyUrl: 'http://shop.test/webhook/refund',
    })
    await emulator.advance(1_000)
    const { text } = await show('/emulator/refunds/REFUND_1')
    expect(stepsIn(text)).toEqual([
      'call POST /refunds 00000',
      'refund PROCESSING',
      'webhook refund PROCESSING → /webhook/refund HTTP 200 PROCESSING',
      'refund SUCCEEDED',
      'webhook refund SUCCEEDED → /webhook/refund HTTP 200 SUCCEEDED',
    ])
    expect(text).toContain(`href="/emulator/orders/${ID}"`)
    expect((await show(`/emulator/orders/${ID}`)).text).toContain(
      'href="/emulator/refunds/REFUND_1"',
    )
    expect((await show('/emulator/orders')).text).toContain('href="/emulator/refunds/REFUND_1"')
    expect((await show('/emulator/refunds/REFUND_2')).status).toBe(404)
  })
})
