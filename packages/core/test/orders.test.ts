import { describe, expect, it } from 'vitest'
import type { CreateOrderParams, CreateRefundParams } from '../src/index.ts'
import {
  createScriptedApi,
  ORDER_ID,
  orderParams,
  refuse,
  succeed,
} from './support/scripted-api.ts'

const CHECKOUT = { checkoutUrl: 'https://pay.example/c/1', acquiringOrderId: 'ACQ_1', extra: 7 }

describe('orders.create', () => {
  it('sends minified JSON to the orders path and returns the data with every field', async () => {
    const { client, clock, sent } = createScriptedApi([succeed(CHECKOUT)])
    const order = await client.orders.create({ ...orderParams(clock), metadata: { cart: 'é' } })
    expect(order).toEqual({ ...CHECKOUT, outcome: 'created' })
    expect(sent[0]).toMatchObject({
      url: 'http://psc.test/api/v1/merchants/1000/orders',
      method: 'POST',
      body: '{"merchantOrderId":"ORDER_1738112345000","orderAmount":{"value":"99.99","currency":"USD"},"expiresAt":"2026-09-21T14:43:20Z","returnUrl":"https://shop.example/orders/1","metadata":{"cart":"é"}}',
    })
    expect(Object.fromEntries(sent[0]?.headers ?? [])).toEqual({
      accept: 'application/json',
      'content-type': 'application/json',
      'x-api-key': 'test-key',
      'x-signature': expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
      'x-timestamp': '1790000000000',
    })
  })

  it('takes a time in ISO 8601 as it is', async () => {
    const { client, clock, sent } = createScriptedApi([succeed(CHECKOUT)])
    await client.orders.create({ ...orderParams(clock), expiresAt: '2027-01-01T00:00Z' })
    expect(sent[0]?.body).toContain('"expiresAt":"2027-01-01T00:00Z"')
  })

  it.each<[string, Record<string, unknown>]>([
    ['merchantOrderId', { merchantOrderId: undefined }],
    ['merchantOrderId', { merchantOrderId: 'x'.repeat(15) }],
    ['merchantOrderId', { merchantOrderId: 'x'.repeat(65) }],
    ['merchantOrderId', { merchantOrderId: 'ORDER/1738112345000' }],
    ['merchantOrderId', { merchantOrderId: 'ORDER_173811234500é' }],
    ['orderAmount', { orderAmount: undefined }],
    ['orderAmount', { orderAmount: { value: 99.99, currency: 'USD' } }],
    ['orderAmount', { orderAmount: { value: '-1', currency: 'USD' } }],
    ['orderAmount', { orderAmount: { value: '0', currency: 'USD' } }],
    ['orderAmount', { orderAmount: { value: '0.000', currency: 'USD' } }],
    ['orderAmount', { orderAmount: { value: '1e3', currency: 'USD' } }],
    ['orderAmount', { orderAmount: { value: '1,000', currency: 'USD' } }],
    ['orderAmount', { orderAmount: { value: '.5', currency: 'USD' } }],
    ['orderAmount', { orderAmount: { value: '5.', currency: 'USD' } }],
    ['orderAmount', { orderAmount: { value: '007', currency: 'USD' } }],
    ['orderAmount', { orderAmount: { value: '', currency: 'USD' } }],
    ['orderAmount', { orderAmount: { value: '1' } }],
    ['orderAmount', { orderAmount: { value: '1', currency: '' } }],
    ['expiresAt', { expiresAt: undefined }],
    ['expiresAt', { expiresAt: new Date(Number.NaN) }],
    ['expiresAt', { expiresAt: new Date(1_790_000_000_000) }],
    ['expiresAt', { expiresAt: '2020-01-01T00:00:00Z' }],
    ['expiresAt', { expiresAt: 'tomorrow' }],
    ['expiresAt', { expiresAt: '2027-02-30T00:00:00Z' }],
    ['expiresAt', { expiresAt: '2027-01-01T00:00:00' }],
    ['expiresAt', { expiresAt: '2027-13-01T00:00:00Z' }],
    ['returnUrl', { returnUrl: undefined }],
    ['returnUrl', { returnUrl: '/orders/1' }],
    ['returnUrl', { returnUrl: 'javascript:alert(1)' }],
    ['returnUrl', { returnUrl: `https://shop.example/${'x'.repeat(2048)}` }],
    ['callbackUrl', { callbackUrl: 'shop.example/webhook' }],
  ])('refuses a wrong %s and sends nothing', async (option, wrong) => {
    const { client, clock, sent } = createScriptedApi([])
    const params = { ...orderParams(clock), ...wrong } as unknown as CreateOrderParams
    const error = await client.orders.create(params).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(TypeError)
    expect(String(error)).toContain(option)
    expect(sent).toHaveLength(0)
  })

  it('takes a returnUrl of exactly 2048 characters', async () => {
    const { client, clock } = createScriptedApi([succeed(CHECKOUT)])
    const returnUrl = 'https://shop.example/'.padEnd(2048, 'x')
    await expect(client.orders.create({ ...orderParams(clock), returnUrl })).resolves.toBeDefined()
  })
})

describe('orders.retrieve', () => {
  it('queries the order and returns every field', async () => {
    const data = { status: 'FROZEN', orderAmount: 5, note: null }
    const { client, sent } = createScriptedApi([succeed(data)])
    expect(await client.orders.retrieve(ORDER_ID)).toEqual(data)
    expect(sent[0]).toMatchObject({
      method: 'GET',
      url: `http://psc.test/api/v1/merchants/1000/orders/${ORDER_ID}`,
      body: undefined,
    })
  })

  it.each(['', 'a/b', '..', 'a?b', 'a%20b', 'é'])(
    'refuses the id %j and sends nothing',
    async (id) => {
      const { client, sent } = createScriptedApi([])
      await expect(client.orders.retrieve(id)).rejects.toThrow(TypeError)
      expect(sent).toHaveLength(0)
    },
  )

  it.each([{}, { status: 5 }, { status: '' }, { status: 'INIT', acquiringOrderId: 5 }])(
    'does not take %j for an order',
    async (data) => {
      const { client } = createScriptedApi([succeed(data)])
      const error = await client.orders.retrieve(ORDER_ID).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ name: 'ResponseError', reason: 'no-data' })
    },
  )

  it('throws what the provider refuses', async () => {
    const { client } = createScriptedApi([refuse('40001')])
    const error = await client.orders.retrieve(ORDER_ID).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      name: 'ApiError',
      providerCode: '40001',
      category: 'not-found',
      retryable: false,
      httpStatus: 200,
      providerMessage: 'refused 40001',
    })
  })
})

describe('refunds', () => {
  const params: CreateRefundParams = {
    merchantRefundOrderId: 'REFUND_1738112345000',
    acquiringOrderId: 'ORDER_1738112345000',
    refundReason: 'Customer request full refund',
  }

  it('creates with the documented body', async () => {
    const { client, sent } = createScriptedApi([succeed({ status: 'PROCESSING' })])
    expect(await client.refunds.create(params)).toEqual({
      status: 'PROCESSING',
      outcome: 'created',
    })
    expect(sent[0]).toMatchObject({
      url: 'http://psc.test/api/v1/merchants/1000/refunds',
      body: '{"merchantRefundOrderId":"REFUND_1738112345000","acquiringOrderId":"ORDER_1738112345000","refundReason":"Customer request full refund"}',
    })
  })

  it('asks with the id in the query', async () => {
    const { client, sent } = createScriptedApi([succeed({ status: 'SUCCEEDED' })])
    expect(await client.refunds.retrieve('REFUND_1')).toEqual({ status: 'SUCCEEDED' })
    expect(sent[0]?.url).toBe(
      'http://psc.test/api/v1/merchants/1000/refunds?merchantRefundOrderId=REFUND_1',
    )
  })

  it.each([{}, { status: null }, { status: 'SUCCEEDED', acquiringOrderId: {} }])(
    'does not take %j for a refund',
    async (data) => {
      const { client } = createScriptedApi([succeed(data)])
      const error = await client.refunds.retrieve('REFUND_1').catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ name: 'ResponseError', reason: 'no-data' })
    },
  )

  it.each<[string, Record<string, unknown>]>([
    ['merchantRefundOrderId', { merchantRefundOrderId: 'a b' }],
    ['acquiringOrderId', { acquiringOrderId: '' }],
    ['refundReason', { refundReason: undefined }],
    ['notifyUrl', { notifyUrl: 'mailto:a@b.c' }],
  ])('refuses a wrong %s and sends nothing', async (option, wrong) => {
    const { client, sent } = createScriptedApi([])
    const all = { ...params, ...wrong } as unknown as CreateRefundParams
    const error = await client.refunds.create(all).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(TypeError)
    expect(String(error)).toContain(option)
    expect(sent).toHaveLength(0)
  })
})
