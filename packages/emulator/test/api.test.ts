/**
 * The API's responses: every code that a request can provoke, and the state machine behind them.
 *
 * @module
 */
import { createClient } from '@paystablecoin/core'
import { describe, expect, test } from 'vitest'
import type { EmulatorOptions } from '../src/index.ts'
import { createEmulator, EMULATOR_MERCHANT } from '../src/index.ts'
import {
  createInbox,
  createMerchant,
  NOW,
  orderBody,
  ORIGIN,
  signedCall,
  STOPPED_CLOCK,
} from './merchant.ts'

const ID = 'ORDER_1738112345000'
const PREFIX = `/api/v1/merchants/${EMULATOR_MERCHANT.merchantId}`

function setUp(options: EmulatorOptions = {}) {
  const inbox = createInbox()
  const emulator = createEmulator({
    clock: STOPPED_CLOCK,
    webhookFetch: inbox.receive,
    seed: 'api',
    ...options,
  })
  return { emulator, inbox, merchant: createMerchant(emulator) }
}

describe('create order rejects', () => {
  const amount = (value: unknown, currency: unknown = 'USD') => ({
    orderAmount: { value, currency },
  })
  test.each([
    ['a missing field', { returnUrl: undefined }, '10002'],
    ['an empty field', { merchantOrderId: '' }, '10002'],
    ['an amount without a currency', { orderAmount: { value: '1' } }, '10002'],
    ['an id of 15 characters', { merchantOrderId: 'ORDER_123456789' }, '10003'],
    ['an id of 65 characters', { merchantOrderId: 'x'.repeat(65) }, '10003'],
    ['an id with a dot', { merchantOrderId: 'ORDER.1738112345000' }, '10003'],
    ['an amount that is a number', amount(99.9), '10003'],
    ['an amount with an exponent', amount('1e3'), '10003'],
    ['an amount that is a string', { orderAmount: '99.90' }, '10003'],
    ['an expiry that is no time', { expiresAt: 'tomorrow' }, '10003'],
    ['an expiry on 30 February', { expiresAt: '2027-02-30T09:00:00Z' }, '10003'],
    ['an expiry without a zone', { expiresAt: '2026-11-23T09:00:00' }, '10003'],
    ['a return URL that is a script', { returnUrl: 'javascript:alert(1)' }, '10003'],
    ['a return URL that is too long', { returnUrl: `http://a.test/${'x'.repeat(2048)}` }, '10003'],
    ['a callback URL that is no URL', { callbackUrl: 'shop' }, '10003'],
    ['an amount of nothing', amount('0.00'), '10004'],
    ['a negative amount', amount('-1'), '10004'],
    ['an expiry that is now', { expiresAt: new Date(NOW).toISOString() }, '10005'],
    ['another currency', amount('1', 'EUR'), '10006'],
    ['a currency that every object has', amount('1', 'constructor'), '10006'],
    ['a currency that is a number', amount('1', 5), '10006'],
    ['too large an amount', amount('1000000.01'), '10008'],
    ['too small an amount', amount('0.009', 'USDT'), '10008'],
    ['a tenth of a cent', amount('1.001'), '10009'],
    ['an unknown method', { paymentMethodConfig: { paymentMethods: ['CASH'] } }, '10010'],
    [
      'a list in place of a method',
      { paymentMethodConfig: { paymentMethods: [['KUCOIN_PAY']] } },
      '10010',
    ],
  ])('%s', async (_, overrides, code) => {
    const { merchant } = setUp()
    expect(await merchant.createOrder(ID, overrides)).toMatchObject({ code })
    expect(await merchant.queryOrder(ID)).toMatchObject({ code: '40901' })
  })

  test.each(['[]', '"text"', 'null', '{', ''])('a body of %j', async (body) => {
    const { merchant } = setUp()
    const answer = await merchant.send({ method: 'POST', path: `${PREFIX}/orders`, body })
    expect(answer).toMatchObject({ code: '10001' })
  })

  test('the same id twice, whatever the rest is', async () => {
    const { merchant } = setUp()
    await merchant.createOrder(ID)
    expect(await merchant.createOrder(ID)).toMatchObject({ code: '20001' })
    const other = { orderAmount: { value: '1', currency: 'USDT' } }
    expect(await merchant.createOrder(ID, other)).toMatchObject({ code: '20001' })
  })
})

describe('create order accepts', () => {
  test.each([
    ['an id of 16 characters', 'x'.repeat(16), {}],
    ['an id of 64 characters', 'x'.repeat(64), {}],
    ['six decimals of USDT', ID, { orderAmount: { value: '0.010001', currency: 'USDT' } }],
    ['seconds without a fraction', ID, { expiresAt: '2026-11-23T09:00:00Z' }],
    ['fields that it does not know', ID, { metadata: { a: 1 }, items: [] }],
  ])('%s', async (_, id, overrides) => {
    const { merchant } = setUp()
    expect(await merchant.createOrder(id, overrides)).toMatchObject({ code: '00000' })
  })
})

describe('authentication', () => {
  const send = async (change: (headers: Headers) => void, path = `${PREFIX}/orders/${ID}`) => {
    const { emulator } = setUp()
    const request = await signedCall({ method: 'GET', path })
    change(request.headers)
    return (await emulator.fetch(request)).json()
  }
  test.each([
    ['no key', (headers: Headers) => headers.delete('x-api-key'), '50901'],
    ['another key', (headers: Headers) => headers.set('x-api-key', 'PSTG'), '50902'],
    ['no timestamp', (headers: Headers) => headers.delete('x-timestamp'), '50903'],
    ['no signature', (headers: Headers) => headers.delete('x-signature'), '50904'],
    ['a wrong signature', (h: Headers) => h.set('x-signature', `${'A'.repeat(43)}=`), '50905'],
  ])('rejects %s with its own code', async (_, change, code) => {
    expect(await send(change)).toMatchObject({ code, emulator: { ownCode: true } })
  })

  test('rejects an unknown merchant', async () => {
    const answer = await send(() => undefined, '/api/v1/merchants/1001/orders/ORDER_1738112345000')
    expect(answer).toMatchObject({ code: '10007' })
  })

  test.each([
    [300_000, '40901'],
    [300_001, '50906'],
    [-300_000, '40901'],
    [-300_001, '50906'],
  ])('answers a timestamp that is %i ms old with %s', async (ageMs, code) => {
    const { merchant } = setUp()
    const path = `${PREFIX}/orders/${ID}`
    const timestamp = String(NOW - ageMs)
    expect(await merchant.send({ method: 'GET', path, timestamp })).toMatchObject({ code })
  })

  test('takes any of several secrets', async () => {
    const secrets = ['the-new-secret-of-this-merchant', EMULATOR_MERCHANT.apiSecret]
    const { merchant } = setUp({ merchants: [{ ...EMULATOR_MERCHANT, apiSecret: secrets }] })
    expect(await merchant.createOrder(ID)).toMatchObject({ code: '00000' })
  })

  test('does not know other endpoints', async () => {
    const { merchant } = setUp()
    const answer = await merchant.send({ method: 'GET', path: `${PREFIX}/orders` })
    expect(answer).toMatchObject({ code: '40903' })
  })
})

describe('API Checkout', () => {
  const open = (options: EmulatorOptions = {}) => {
    const { emulator } = setUp(options)
    const client = createClient({
      ...EMULATOR_MERCHANT,
      baseUrl: ORIGIN,
      fetch: emulator.fetch,
      clock: STOPPED_CLOCK,
    })
    return { emulator, client }
  }
  const create = (body: object) => ({ method: 'POST', path: '/checkout/orders', body }) as const
  const disabled = { merchants: [{ ...EMULATOR_MERCHANT, apiCheckout: false }] }

  test('lists currencies on networks, with every documented field, and takes no key', async () => {
    const { client, emulator } = open()
    const methods = await client.checkout.paymentMethods()
    expect(methods).toHaveLength(9)
    expect(methods[0]).toEqual({
      cryptoCurrency: 'USDT',
      network: 'TRON',
      networkDisplayName: 'TRON (TRC-20)',
      minAmount: '0.01',
      maxAmount: '1000000.00',
      estimatedConfirmationTimeSec: 60,
    })
    expect(emulator.calls()).toMatchObject([{ code: '00000' }])
  })

  test('gives an address that no wallet accepts, the same for the same order', async () => {
    const { client } = open()
    const order = { merchantOrderId: ID, network: 'TRON' }
    const data = await client.request(create(order))
    expect(data).toEqual({
      depositAddress: expect.stringMatching(/^emulator-tron-/),
      network: 'TRON',
      networkDisplayName: 'TRON (TRC-20)',
    })
    expect(await client.request(create(order))).toEqual(data)
    expect(await client.request(create({ ...order, note: 1 }))).not.toEqual(data)
  })

  test.each([
    ['an order without a network', create({ merchantOrderId: ID }), '10002'],
    ['an unknown network', create({ network: 'DOGE' }), '10010'],
    ['a network that is no text', create({ network: ['TRON'] }), '10010'],
    ['a body that is a list', create([]), '10001'],
    ['a query of an order', { method: 'GET', path: `/checkout/orders/${ID}` }, '40903'],
    ['another method', { method: 'DELETE', path: '/checkout/payment-methods' }, '40903'],
  ] as const)('rejects %s', async (_, params, code) => {
    const { client } = open()
    await expect(client.request(params)).rejects.toMatchObject({ providerCode: code })
  })

  test.each([
    create({ network: 'TRON' }),
    { method: 'GET', path: '/checkout/payment-methods' },
    { method: 'GET', path: `/checkout/orders/${ID}` },
  ] as const)('rejects $method $path where it is not enabled for the merchant', async (params) => {
    const { client } = open(disabled)
    await expect(client.request(params)).rejects.toMatchObject({ providerCode: '50010' })
  })

  test('rejects a signature that is not of the merchant', async () => {
    const { emulator } = setUp()
    const path = `${PREFIX}/checkout/payment-methods`
    const request = await signedCall({ method: 'GET', path, secret: 'of-somebody-else' })
    expect(await (await emulator.fetch(request)).json()).toMatchObject({ code: '50905' })
  })
})

test('a body over the limit is answered with HTTP 413', async () => {
  const { emulator } = setUp({ maxBodyBytes: 100 })
  const body = orderBody(ID)
  const answer = await emulator.fetch(
    await signedCall({ method: 'POST', path: `${PREFIX}/orders`, body }),
  )
  expect(answer.status).toBe(413)
})

describe('an order', () => {
  const sell = async (options?: EmulatorOptions) => {
    const parts = setUp(options)
    const { data } = await parts.merchant.createOrder(ID)
    const checkoutUrl = String(data?.['checkoutUrl'])
    const press = (button: string) => parts.merchant.press(checkoutUrl, button)
    const status = async () => (await parts.merchant.queryOrder(ID)).data?.['status']
    return { ...parts, checkoutUrl, press, status }
  }

  test('closes it when it expires, and no earlier', async () => {
    const { emulator, press, status, inbox } = await sell()
    await emulator.advance(30 * 60_000 - 1)
    expect(await status()).toBe('INIT')
    await emulator.advance(1)
    expect(await status()).toBe('CLOSED')
    expect(await (await press('pay')).text()).toContain('20005')
    expect(inbox.bodies).toEqual([])
  })

  test('does not close what is paid and not yet confirmed', async () => {
    const { emulator, press, status } = await sell({ confirmationMs: 3_600_000 })
    await press('pay')
    await emulator.advance(30 * 60_000)
    expect(await status()).toBe('PROCESSING')
    await emulator.advance(30 * 60_000)
    expect(await status()).toBe('SUCCEEDED')
  })

  test('takes too little, then the rest', async () => {
    const { emulator, press, status, inbox } = await sell()
    await press('pay-too-little')
    await emulator.advance(5_000)
    expect(await status()).toBe('PROCESSING')
    expect(JSON.parse(inbox.bodies[0] ?? '')).toMatchObject({
      cryptoPaymentAmount: { value: '99.90', currency: 'USDT' },
      cryptoPaidAmount: { value: '89.910000', currency: 'USDT' },
    })
    await press('pay')
    await emulator.advance(5_000)
    expect(await status()).toBe('SUCCEEDED')
    expect(inbox.statuses).toEqual(['PROCESSING', 'PROCESSING', 'SUCCEEDED'])
    expect(JSON.parse(inbox.bodies[2] ?? '').cryptoPaidAmount.value).toBe('99.900000')
  })

  test.each([
    ['letters of any alphabet', 'http://shop.test/ö/€?a=%20', '%C3%B6/%E2%82%AC?a=%20'],
    ['a line break', 'http://shop.test/\r\nset-cookie', 'set-cookie'],
    ['half a letter', 'http://shop.test/\uD800', '%EF%BF%BD'],
  ])('leads back to an address with %s', async (_, returnUrl, path) => {
    const { emulator, merchant } = setUp()
    const { data } = await merchant.createOrder(ID, { returnUrl })
    const checkoutUrl = String(data?.['checkoutUrl'])
    const answer = await merchant.press(checkoutUrl, 'cancel')
    expect(answer.headers.get('location')).toBe(`http://shop.test/${path}`)
    const page = await (await emulator.fetch(checkoutUrl)).text()
    expect(page).toContain(`href="http://shop.test/${path}"`)
  })

  test('answers 400 to a form that cannot be read, and nothing is paid', async () => {
    const { emulator, status, checkoutUrl } = await sell()
    const answer = await emulator.fetch(`${checkoutUrl}/pay`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data' },
      body: 'junk',
    })
    expect(answer.status).toBe(400)
    expect(await status()).toBe('INIT')
  })

  test('closes what is paid too little when it expires', async () => {
    const { emulator, press, status } = await sell()
    await press('pay-too-little')
    await emulator.advance(30 * 60_000)
    expect(await status()).toBe('CLOSED')
  })

  test.each([
    ['pay', 'pay', '20008'],
    ['fail', 'pay', '20006'],
    ['cancel', 'pay', '20003'],
    ['pay-too-little', 'cancel', '20007'],
  ])('after %s, %s is rejected with %s', async (first, second, code) => {
    const { press } = await sell()
    await press(first)
    const answer = await press(second)
    expect(answer.status).toBe(409)
    expect(await answer.text()).toContain(code)
  })

  test('after confirmation, paying is rejected with 20002', async () => {
    const { press, emulator } = await sell()
    await press('pay')
    await emulator.advance(1_000)
    expect(await (await press('pay')).text()).toContain('20002')
  })

  test('an unknown method is rejected with 10010', async () => {
    const { merchant } = setUp()
    const { data } = await merchant.createOrder(ID)
    const answer = await merchant.press(String(data?.['checkoutUrl']), 'pay', { method: 'CASH' })
    expect(await answer.text()).toContain('10010')
  })
})

test('too little of what can no longer be divided is rejected with 20009', async () => {
  const { merchant } = setUp()
  const orderAmount = { value: '0.01', currency: 'USDT' }
  const { data } = await merchant.createOrder(ID, { orderAmount })
  const checkoutUrl = String(data?.['checkoutUrl'])
  for (const paid of ['0.009000', '0.009900', '0.009990', '0.009999']) {
    expect((await merchant.press(checkoutUrl, 'pay-too-little')).status).toBe(303)
    const order = await merchant.queryOrder(ID)
    expect(order.data).toMatchObject({ cryptoPaidAmount: { value: paid } })
  }
  const rejected = await merchant.press(checkoutUrl, 'pay-too-little')
  expect(rejected.status).toBe(409)
  expect(await rejected.text()).toContain('payment amount mismatch (20009)')
  expect((await merchant.press(checkoutUrl, 'pay')).status).toBe(303)
})

test('a merchant who restricts the methods gets no other', async () => {
  const { emulator, merchant } = setUp()
  const paymentMethodConfig = { paymentMethods: ['ON_CHAIN_TRANSFER'] }
  const { data } = await merchant.createOrder(ID, { paymentMethodConfig })
  const checkoutUrl = String(data?.['checkoutUrl'])
  expect(await (await emulator.fetch(checkoutUrl)).text()).not.toContain('KuCoin')
  const rejected = await merchant.press(checkoutUrl, 'pay', { method: 'KUCOIN_PAY' })
  expect(await rejected.text()).toContain('10010')
  await merchant.press(checkoutUrl, 'pay')
  expect((await merchant.queryOrder(ID)).data).toMatchObject({
    cryptoPaymentDetail: { paymentMethodType: 'ON_CHAIN_TRANSFER', network: 'TRON' },
  })
})

describe('a refund', () => {
  const paid = async () => {
    const parts = setUp()
    const { data } = await parts.merchant.createOrder(ID)
    await parts.merchant.press(String(data?.['checkoutUrl']), 'pay')
    await parts.emulator.advance(1_000)
    return parts
  }
  const refund = { merchantRefundOrderId: 'R1', acquiringOrderId: ID, refundReason: 'broken' }

  test.each([
    ['an unknown order', { ...refund, acquiringOrderId: 'ORDER_unknown' }, '40901'],
    ['a missing reason', { ...refund, refundReason: undefined }, '10002'],
    ['an id with a slash', { ...refund, merchantRefundOrderId: 'a/b' }, '10003'],
    ['a notify URL that is a script', { ...refund, notifyUrl: 'javascript:alert(1)' }, '10003'],
  ])('rejects %s', async (_, body, code) => {
    const { merchant } = await paid()
    expect(await merchant.createRefund(body)).toMatchObject({ code })
  })

  test('rejects a repeated id with different codes for the same body and for another', async () => {
    const { merchant } = await paid()
    expect(await merchant.createRefund(refund)).toMatchObject({ code: '00000' })
    expect(await merchant.createRefund(refund)).toMatchObject({ code: '20902' })
    const other = { ...refund, refundReason: 'late' }
    expect(await merchant.createRefund(other)).toMatchObject({ code: '20903' })
  })

  test('is not known before it is made, and needs an id to be queried', async () => {
    const { merchant } = await paid()
    expect(await merchant.queryRefund('R1')).toMatchObject({ code: '40902' })
    const path = `${PREFIX}/refunds`
    expect(await merchant.send({ method: 'GET', path })).toMatchObject({ code: '10002' })
  })
})

describe('the record of a call', () => {
  test('names its operation and its order or refund, and keeps the answer', async () => {
    const { emulator, merchant } = setUp()
    const answers = [
      await merchant.createOrder(ID),
      await merchant.queryOrder(ID),
      await merchant.createRefund({ merchantRefundOrderId: 'REFUND_1' }),
      await merchant.queryRefund('REFUND_1'),
      await merchant.send({ method: 'GET', path: `${PREFIX}/nothing` }),
    ]
    const calls = emulator.calls()
    expect(calls.map(({ operation, subject }) => [operation, subject])).toEqual([
      ['orders.create', ID],
      ['orders.retrieve', ID],
      ['refunds.create', 'REFUND_1'],
      ['refunds.retrieve', 'REFUND_1'],
      ['other', undefined],
    ])
    expect(calls.map(({ responseBody }) => JSON.parse(responseBody) as unknown)).toEqual(answers)
  })

  test('keeps no id of more than 64 characters, which anyone may send', async () => {
    const { emulator } = setUp()
    const create = (merchantOrderId: string) =>
      emulator.fetch(`${ORIGIN}${PREFIX}/orders`, {
        method: 'POST',
        body: JSON.stringify({ merchantOrderId }),
      })
    await create('x'.repeat(64))
    await create('x'.repeat(65))
    expect(emulator.calls().map(({ subject }) => subject?.length)).toEqual([64, undefined])
  })
})
