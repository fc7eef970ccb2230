/**
 * The test kit: sample events, and a customer in process.
 *
 * @module
 */
import { createClient, createWebhookReceiver } from '@paystablecoin/core'
import type { WebhookEvent } from '@paystablecoin/core'
import { describe, expect, test } from 'vitest'
import type { EmulatorOptions, SampleEventName } from '../src/index.ts'
import {
  createEmulator,
  createWebhookRequest,
  EMULATOR_MERCHANT,
  sampleEvents,
} from '../src/index.ts'
import { CALLBACK_URL } from './merchant.ts'

const NAMES = Object.keys(sampleEvents) as SampleEventName[]
const ID = 'ORDER_1738112345000'

async function hear(body: string): Promise<WebhookEvent | undefined> {
  const events: WebhookEvent[] = []
  const receiver = createWebhookReceiver({
    ...EMULATOR_MERCHANT,
    acknowledge: 'after-handler',
    onEvent: (event) => void events.push(event),
    // An unknown shape that names an order is reported, too.
    onError: () => undefined,
  })
  await receiver.fetch(
    await createWebhookRequest({ url: CALLBACK_URL, body }, EMULATOR_MERCHANT.apiSecret),
  )
  return events[0]
}

function setUp(options: EmulatorOptions = {}) {
  const events: WebhookEvent[] = []
  const receiver = createWebhookReceiver({
    ...EMULATOR_MERCHANT,
    acknowledge: 'after-handler',
    onEvent: (event) => void events.push(event),
  })
  const emulator = createEmulator({
    webhookFetch: (request) => receiver.fetch(request),
    ...options,
  })
  const client = createClient({
    ...EMULATOR_MERCHANT,
    baseUrl: 'http://emulator.test',
    fetch: emulator.fetch,
  })
  const order = (merchantOrderId = ID) =>
    client.orders.create({
      merchantOrderId,
      orderAmount: { value: '18.50', currency: 'USD' },
      expiresAt: new Date(Date.now() + 30 * 60_000),
      returnUrl: 'http://shop.test/orders/1',
      callbackUrl: CALLBACK_URL,
    })
  return { emulator, client, order, events }
}

describe('a sample event', () => {
  test.each(NAMES)('%s is heard as its kind', async (name) => {
    const [kind, what = ''] = name.split('.')
    const event = await hear(sampleEvents[name]())
    expect(event).toMatchObject({ kind })
    if (kind === 'unknown') expect(event).toMatchObject({ status: undefined })
    else expect(event?.status).toBe(what === 'underpaid' ? 'SUCCEEDED' : what.toUpperCase())
  })

  test.each(NAMES)('%s has no time in the future', (name) => {
    const times = [...sampleEvents[name]().matchAll(/\d{4}-\d\d-\d\dT[^"]+/g)]
    for (const [time] of times) expect(Date.parse(time)).toBeLessThan(Date.now())
  })

  test('has the fields that the emulator itself sends', async () => {
    const { emulator, client, order } = setUp()
    await order()
    const { acquiringOrderId, deliveries } = await emulator.pay(ID)
    await client.refunds.create({
      merchantRefundOrderId: 'REFUND_1738112345000',
      acquiringOrderId,
      refundReason: 'too large',
      notifyUrl: CALLBACK_URL,
    })
    await emulator.advance(0)
    const fieldsOf = (body = '{}') => Object.keys(JSON.parse(body) as object)
    const refund = emulator.deliveries().find(({ kind }) => kind === 'refund')
    expect(fieldsOf(sampleEvents['payment.succeeded']())).toEqual(fieldsOf(deliveries[1]?.body))
    expect(fieldsOf(sampleEvents['refund.processing']())).toEqual(fieldsOf(refund?.body))
  })

  test('takes the fields of your own order, and its amounts follow', async () => {
    const orderAmount = { value: '18.50', currency: 'USD' }
    const event = await hear(
      sampleEvents['payment.succeeded']({ merchantOrderId: 'MY_ORDER_00000001', orderAmount }),
    )
    expect(event?.data).toMatchObject({
      merchantOrderId: 'MY_ORDER_00000001',
      acquiringOrderId: 'ACQ_MY_ORDER_00000001',
      orderAmount,
      cryptoPaidAmount: { value: '18.50', currency: 'USDT' },
    })
  })

  test('of an unknown shape names its order, so that it can be looked up', async () => {
    const event = await hear(sampleEvents['unknown.order']({ merchantOrderId: ID }))
    expect(event).toMatchObject({ kind: 'unknown', subject: { kind: 'payment', id: ID } })
    expect(await hear(sampleEvents['unknown.notice']())).toMatchObject({ subject: undefined })
  })
})

describe('a customer', () => {
  test('pays by checkoutUrl: the payment is confirmed, and both webhooks were sent', async () => {
    const { emulator, order, events } = setUp()
    const { checkoutUrl } = await order()
    const result = await emulator.pay(checkoutUrl)
    expect(result).toMatchObject({ merchantOrderId: ID, status: 'SUCCEEDED' })
    expect(result.deliveries.map(({ status, state }) => [status, state])).toEqual([
      ['PROCESSING', 'delivered'],
      ['SUCCEEDED', 'delivered'],
    ])
    expect(events.map(({ status }) => status)).toEqual(['PROCESSING', 'SUCCEEDED'])
  })

  test('pays by id in the chosen way, unconfirmed', async () => {
    const { emulator, client, order } = setUp()
    await order()
    const result = await emulator.pay(ID, { method: 'ON_CHAIN_TRANSFER-TRON', confirm: false })
    expect(result).toMatchObject({ status: 'PROCESSING', deliveries: [{ status: 'PROCESSING' }] })
    expect((await client.orders.retrieve(ID))['cryptoPaymentDetail']).toMatchObject({
      network: 'TRON',
    })
    await emulator.advance(1000)
    expect((await client.orders.retrieve(ID)).status).toBe('SUCCEEDED')
  })

  test("shows what the shop answered, not other orders' webhooks", async () => {
    const { emulator, order } = setUp({
      webhookFetch: () => new Response('no', { status: 500 }),
      webhookRetryDelaysMs: [3_600_000],
    })
    await order()
    await order('ORDER_1738112345001')
    await emulator.pay('ORDER_1738112345001')
    const { deliveries } = await emulator.pay(ID)
    expect(deliveries).toMatchObject([
      { subject: ID, state: 'waiting', attempts: [{ httpStatus: 500, responseBody: 'no' }] },
      { subject: ID, state: 'waiting' },
    ])
  })

  test('pays too little, then the rest', async () => {
    const { emulator, order } = setUp()
    await order()
    expect(await emulator.underpay(ID)).toMatchObject({ status: 'PROCESSING' })
    const rest = await emulator.pay(ID)
    expect(rest.status).toBe('SUCCEEDED')
    expect(JSON.parse(rest.deliveries[0]?.body ?? '')).toMatchObject({
      cryptoPaidAmount: { value: '18.500000' },
    })
  })

  test.each([
    ['cancel', 'CLOSED'],
    ['fail', 'FAILED'],
    ['expire', 'CLOSED'],
  ] as const)('%s leaves the order %s, and no webhook tells', async (what, status) => {
    const { emulator, client, order } = setUp()
    await order()
    await order('ORDER_1738112345001')
    expect(await emulator[what](ID)).toMatchObject({ status, deliveries: [] })
    expect((await client.orders.retrieve(ID)).status).toBe(status)
    expect((await client.orders.retrieve('ORDER_1738112345001')).status).toBe('INIT')
  })

  test('pays late, after the order was closed', async () => {
    const { emulator, order } = setUp()
    await order()
    await emulator.cancel(ID)
    expect(await emulator.payLate(ID)).toMatchObject({
      status: 'SUCCEEDED',
      deliveries: [{ status: 'PROCESSING' }, { status: 'SUCCEEDED' }],
    })
  })

  test('pays late for an order that is still open: it expires first', async () => {
    const { emulator, order } = setUp()
    await order()
    expect(await emulator.payLate(ID)).toMatchObject({ status: 'SUCCEEDED' })
  })

  test('is told what to do when there is no such order', async () => {
    const { emulator } = setUp()
    const message = /^There is no order NO_SUCH\. Name one .* by its checkoutUrl/
    await expect(emulator.pay('NO_SUCH')).rejects.toThrow(message)
    await expect(emulator.pay('http://emulator.test/checkout/none')).rejects.toThrow(
      'There is no order http://emulator.test/checkout/none.',
    )
  })

  test('is told why, and what to do, when the order is in no state for it', async () => {
    const { emulator, order } = setUp()
    await order()
    await expect(emulator.pay(ID, { method: 'CASH' })).rejects.toThrow(/is INIT.*10010.*method/)
    await expect(emulator.pay(ID, { amount: 'all' })).rejects.toThrow(/20009.*"18\.50"/)
    await emulator.pay(ID, { confirm: false })
    await expect(emulator.pay(ID)).rejects.toThrow(/is PROCESSING.*20008.*advance\(\)/)
    await expect(emulator.cancel(ID)).rejects.toThrow(/20008/)
    await emulator.advance(1000)
    await expect(emulator.payLate(ID)).rejects.toThrow(
      /is SUCCEEDED: order already paid \(20002\)\. Create another order\./,
    )
    await order('ORDER_1738112345001')
    await emulator.expire('ORDER_1738112345001')
    await expect(emulator.pay('ORDER_1738112345001')).rejects.toThrow(
      /is CLOSED.*order expired \(20005\).*payLate\(\)/,
    )
  })

  test('is asked for the checkoutUrl when two merchants have the same id', async () => {
    const other = { ...EMULATOR_MERCHANT, merchantId: '2000' }
    const { emulator, order } = setUp({ merchants: [EMULATOR_MERCHANT, other] })
    const { checkoutUrl } = await order()
    await createClient({
      ...other,
      baseUrl: 'http://emulator.test',
      fetch: emulator.fetch,
    }).orders.create({
      merchantOrderId: ID,
      orderAmount: { value: '1.00', currency: 'USD' },
      expiresAt: new Date(Date.now() + 60_000),
      returnUrl: 'http://shop.test/orders/1',
    })
    await expect(emulator.pay(ID)).rejects.toThrow('Name it by its checkoutUrl')
    expect(await emulator.pay(checkoutUrl)).toMatchObject({ status: 'SUCCEEDED' })
  })
})
