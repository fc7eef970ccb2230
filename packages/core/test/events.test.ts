import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  eventFromOrder,
  parseEventData,
  eventFromRefund,
  parseEvent,
  unknownEvent,
} from '../src/payment/events.ts'
import type { WebhookEvent, WebhookOrigin } from '../src/payment/events.ts'
import type { ProviderData } from '../src/shared/types.ts'
import { PAYMENT } from './support/webhook-fixtures.ts'

const ORIGIN: WebhookOrigin = {
  source: 'webhook',
  timestamp: '1738112345000',
  scheme: 'body',
  secretIndex: 0,
}
const REFUND = { merchantRefundOrderId: 'REFUND_1', acquiringOrderId: 'ACQ_1', status: 'SUCCEEDED' }
const CHECKOUT = { ...PAYMENT, depositAddress: 'T9yD', network: 'TRON', finalStatus: true }

function read(data: ProviderData): WebhookEvent {
  return parseEvent(data, '{}', ORIGIN) ?? unknownEvent(data, '{}', ORIGIN, 'hash=')
}

const without = (data: ProviderData, field: string): ProviderData =>
  Object.fromEntries(Object.entries(data).filter(([name]) => name !== field))

describe('parseEventData', () => {
  it('takes one BOM away', () => {
    expect(parseEventData('\uFEFF{"a":1}')).toEqual({ a: 1 })
    expect(parseEventData('\uFEFF\uFEFF{"a":1}')).toBeUndefined()
  })

  it('gives nothing for what is no object', () => {
    for (const text of ['', '[]', 'null', '1', '"a"', 'true', '{', 'POST\n/api\nhash']) {
      expect(parseEventData(text)).toBeUndefined()
    }
  })

  it('makes no prototype of a field', () => {
    const data =
      parseEventData('{"__proto__":{"merchantRefundOrderId":"R","status":"SUCCEEDED"}}') ?? {}
    expect(read(data)).toMatchObject({ kind: 'unknown', status: undefined })
    expect(Object.getPrototypeOf(data)).toBe(Object.prototype)
  })
})

describe('a payment', () => {
  it('carries every field, what is unknown included', () => {
    const data = { ...PAYMENT, somethingNew: [1] }
    expect(read(data)).toEqual({
      kind: 'payment',
      id: '["payment","ORDER_1738112345000","SUCCEEDED"]',
      status: 'SUCCEEDED',
      final: true,
      data,
      rawBody: '{}',
      ...ORIGIN,
    })
  })

  it.each(['FAILED', 'CLOSED', 'SUCCEEDED'])(
    'is final when it is %s, whatever the amounts',
    (status) => {
      const event = read({ ...PAYMENT, status })
      expect(event.final).toBe(true)
      expect(
        read({ ...PAYMENT, status, paymentOrderId: 'PAY_2', cryptoPaidAmount: undefined }).id,
      ).toBe(event.id)
    },
  )

  it('that is not final is other news for another payment or another sum', () => {
    const event = read({ ...PAYMENT, status: 'PROCESSING' })
    expect(event.final).toBe(false)
    const topUp = { value: '120', currency: 'USDT' }
    const others = [
      { paymentOrderId: 'PAY_2' },
      { cryptoPaidAmount: topUp },
      { cryptoPaidAmount: null },
      { cryptoPaidAmount: 99.99 },
      { cryptoPaidAmount: 120 },
    ]
    const ids = others.map((other) => read({ ...PAYMENT, status: 'PROCESSING', ...other }).id)
    expect(new Set([event.id, ...ids]).size).toBe(6)
    expect(read({ ...PAYMENT, status: 'PROCESSING' }).id).toBe(event.id)
  })

  it('has a key that is JSON, whatever stands in its ids', () => {
    const text = fc.string({ unit: 'binary', minLength: 1 })
    fc.assert(
      fc.property(text, text, text, (merchantOrderId, status, paymentOrderId) => {
        const data = { ...PAYMENT, merchantOrderId, status, paymentOrderId }
        const paid = [data.cryptoPaidAmount.value, data.cryptoPaidAmount.currency]
        const news = read(data).final ? [] : [paymentOrderId, paid]
        expect(read(data).id).toBe(JSON.stringify(['payment', merchantOrderId, status, ...news]))
      }),
      {
        examples: [
          ['A","B', 'SUCCEEDED', 'P'],
          ['\ud800', '\u2028', '\\'],
        ],
      },
    )
  })

  it('is the same news whatever the order of the fields in its sum', () => {
    const { value, currency } = PAYMENT.cryptoPaidAmount
    const turned = read({ ...PAYMENT, status: 'PROCESSING', cryptoPaidAmount: { currency, value } })
    expect(turned.id).toBe(read({ ...PAYMENT, status: 'PROCESSING' }).id)
  })

  it.each(['status', 'merchantOrderId', 'paymentOrderId', 'orderAmount'])(
    'without its %s is unknown',
    (field) => {
      expect(read(without(PAYMENT, field)).kind).toBe('unknown')
    },
  )

  it.each<[string, object]>([
    ['a number for its id', { merchantOrderId: 5 }],
    ['an empty id', { paymentOrderId: '' }],
    ['a number for the id of the provider', { acquiringOrderId: 5 }],
    ['a sum that is a number', { orderAmount: 99.99 }],
    ['a status that is no text', { status: true }],
    ['the reason of a refund', { refundReason: 'late' }],
    ['the sum of a refund', { refundedAmount: { value: '1', currency: 'USD' } }],
  ])('with %s is unknown', (_, change) => {
    expect(read({ ...PAYMENT, ...change }).kind).toBe('unknown')
  })

  it.each([null, undefined])(
    'may lack the id that the provider gives the order: %s',
    (acquiringOrderId) => {
      expect(read({ ...PAYMENT, acquiringOrderId }).kind).toBe('payment')
      expect(read({ ...REFUND, acquiringOrderId }).kind).toBe('refund')
    },
  )

  it('may carry flags and empty fields about refunds', () => {
    expect(read({ ...PAYMENT, refundable: true, refundReason: null }).kind).toBe('payment')
  })

  it('may have an unknown status, which is not final', () => {
    expect(read({ ...PAYMENT, status: 'HELD' })).toMatchObject({
      kind: 'payment',
      status: 'HELD',
      final: false,
    })
  })
})

describe('a refund', () => {
  it('is looked for before a payment', () => {
    const data = { ...PAYMENT, ...REFUND, refundReason: 'late' }
    expect(read(data)).toMatchObject({
      kind: 'refund',
      id: '["refund","REFUND_1","SUCCEEDED"]',
      final: true,
      data,
    })
  })

  it.each<[string, object]>([
    ['without a status', { status: undefined }],
    ['with an empty id', { merchantRefundOrderId: '' }],
    ['with a number for the id of the order', { acquiringOrderId: 5 }],
  ])('%s is unknown, and never a payment', (_, change) => {
    expect(read({ ...PAYMENT, ...REFUND, ...change }).kind).toBe('unknown')
  })
})

describe('a checkout payment', () => {
  it('is known by its deposit address or its flag', () => {
    expect(read(CHECKOUT)).toMatchObject({
      kind: 'checkout',
      id: '["checkout","ORDER_1738112345000","SUCCEEDED"]',
    })
    expect(read(without(CHECKOUT, 'depositAddress')).kind).toBe('checkout')
    expect(read(without(CHECKOUT, 'finalStatus')).kind).toBe('checkout')
  })
})

describe('an unknown event', () => {
  it('has the hash of its bytes for a key, and its status where there is one', () => {
    expect(read({ status: 'CLOSED' })).toMatchObject({
      id: '["unknown","hash="]',
      status: 'CLOSED',
      final: true,
    })
    expect(read({ status: 'HELD' })).toMatchObject({ status: 'HELD', final: false })
    expect(read({ status: 5 })).toMatchObject({ status: undefined, final: false })
  })

  it('comes of any object without throwing', () => {
    const field = fc.constantFrom(...Object.keys({ ...CHECKOUT, ...REFUND }))
    fc.assert(
      fc.property(fc.dictionary(field, fc.jsonValue()), (data) => {
        const event = read(data)
        expect(event.data).toBe(data)
        expect(JSON.parse(event.id)).toContain(event.kind)
      }),
    )
  })
})

describe('a query', () => {
  it('gives the key of the webhook that tells the same', () => {
    for (const status of ['PROCESSING', 'SUCCEEDED']) {
      const order = { ...PAYMENT, status }
      const { timestamp, scheme, secretIndex, ...told } = read(order) as WebhookEvent &
        WebhookOrigin
      const rawBody = JSON.stringify(order)
      const asked = eventFromOrder(PAYMENT.merchantOrderId, order)
      expect(asked).toEqual({ ...told, rawBody, source: 'query' })
      expect([timestamp, scheme, secretIndex]).toEqual(['1738112345000', 'body', 0])
    }
    expect(eventFromRefund('REFUND_1', REFUND)).toEqual({
      kind: 'refund',
      id: read(REFUND).id,
      status: 'SUCCEEDED',
      final: true,
      data: REFUND,
      rawBody: JSON.stringify(REFUND),
      source: 'query',
    })
  })

  it('is of the order that was asked for, whatever the answer says', () => {
    const event = eventFromOrder('ORDER_ASKED_FOR_0001', {
      status: 'SUCCEEDED',
      merchantOrderId: 'other',
    })
    expect(event).toMatchObject({
      id: '["payment","ORDER_ASKED_FOR_0001","SUCCEEDED"]',
      data: { merchantOrderId: 'ORDER_ASKED_FOR_0001' },
    })
    expect(eventFromOrder('A', { status: 'INIT' }).id).toBe('["payment","A","INIT",null,null]')
  })
})
