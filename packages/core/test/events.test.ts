import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { namespacedKey, poorerKeys } from '../src/payment/event-key.ts'
import type { WebhookEvent, WebhookOrigin } from '../src/payment/events.ts'
import {
  eventFromOrder,
  parseEventData,
  eventFromRefund,
  parseEvent,
  unknownEvent,
} from '../src/payment/parse-event.ts'
import type { ProviderData } from '../src/shared/types.ts'
import { PAYMENT, PAYMENT_KEY } from './support/webhook-fixtures.ts'

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
      id: PAYMENT_KEY,
      status: 'SUCCEEDED',
      final: true,
      data,
      rawBody: '{}',
      ...ORIGIN,
    })
  })

  it('is final when it has failed, was closed or has succeeded', () => {
    for (const status of ['FAILED', 'CLOSED', 'SUCCEEDED']) {
      expect(read({ ...PAYMENT, status }).final).toBe(true)
    }
    expect(read({ ...PAYMENT, status: 'PROCESSING' }).final).toBe(false)
  })

  it.each(['PROCESSING', 'SUCCEEDED'])(
    'that is %s is another event for another payment or another sum',
    (status) => {
      const event = read({ ...PAYMENT, status })
      const topUp = { value: '120', currency: 'USDT' }
      const others = [
        { paymentOrderId: 'PAY_2' },
        { cryptoPaidAmount: topUp },
        { cryptoPaidAmount: null },
        { cryptoPaidAmount: 99.99 },
        { cryptoPaidAmount: 120 },
        { cryptoPaidAmount: { value: 1 } },
        { cryptoPaidAmount: { value: 4.5 } },
        { cryptoPaidAmount: [topUp] },
      ]
      const ids = others.map((other) => read({ ...PAYMENT, status, ...other }).id)
      expect(new Set([event.id, ...ids]).size).toBe(9)
      expect(read({ ...PAYMENT, status }).id).toBe(event.id)
    },
  )

  it('has a key that is JSON, whatever stands in its ids', () => {
    const text = fc.string({ unit: 'binary', minLength: 1 })
    fc.assert(
      fc.property(text, text, text, (merchantOrderId, status, paymentOrderId) => {
        const data = { ...PAYMENT, merchantOrderId, status, paymentOrderId }
        const paid = [data.cryptoPaidAmount.value, data.cryptoPaidAmount.currency]
        expect(read(data).id).toBe(
          JSON.stringify(['payment', merchantOrderId, status, paymentOrderId, paid]),
        )
      }),
      {
        examples: [
          ['A","B', 'SUCCEEDED', 'P'],
          ['\ud800', '\u2028', '\\'],
        ],
      },
    )
  })

  it.each([
    ['the order of its fields', { currency: 'USDT', value: '99.99' }],
    ['the zeros at its end', { value: '99.9900', currency: 'USDT' }],
  ])('is the same event whatever %s in its sum', (_, cryptoPaidAmount) => {
    expect(read({ ...PAYMENT, cryptoPaidAmount }).id).toBe(read(PAYMENT).id)
  })

  it('has a key although the sum is nested more deeply than the stack', () => {
    const deep: unknown = JSON.parse('['.repeat(5000) + ']'.repeat(5000))
    expect(read({ ...PAYMENT, cryptoPaidAmount: deep }).id).toMatch(/"PAY_\w+","\?"\]$/)
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
    ['the id of a refund under another name', { refundOrderId: 'R_1' }],
    ['a number for the id of a refund', { refund_no: 7 }],
    ['a list of refunds', { refunds: [{ refundId: 'R_1' }] }],
    ['a refund inside it', { refund: { id: 'R_1' } }],
    ['the text of a refund', { refund: 'RF_20250101' }],
    ['the code of a refund', { refundCode: 'RF_1' }],
    ['a refund inside an object of another name', { extra: { merchantRefundOrderId: 'RF_1' } }],
    ['the status of a refund', { refundStatus: 'SUCCEEDED' }],
    ['the sum of a refund', { refundAmount: { value: '4.50', currency: 'USDT' } }],
    [
      'a mention of a refund, and not every mark of a payment',
      { refundReason: 'late', cryptoPaidAmount: null },
    ],
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

  it.each<[string, object]>([
    ['a flag', { refundable: true }],
    ['nothing', { refundReason: null, merchantRefundOrderId: null }],
    ['zero', { amount_refunded: 0, refundedTotal: '0.00' }],
    ['an empty list', { refunds: [] }],
    ['a status', { refundStatus: 'NONE' }],
    ['a date', { refundableUntil: '2026-12-31T00:00:00Z' }],
    ['a sum', { refundedAmount: { value: '0', currency: 'USD' } }],
  ])('with every mark of one stays one when %s about refunds is added', (_, added) => {
    expect(read({ ...PAYMENT, ...added }).kind).toBe('payment')
  })

  it('with every mark of one stays one when a deposit address is added', () => {
    expect(read({ ...PAYMENT, depositAddress: 'T9yD' }).kind).toBe('payment')
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
    expect(read(CHECKOUT).kind).toBe('checkout')
    expect(read(without(CHECKOUT, 'depositAddress')).kind).toBe('checkout')
    expect(read(without(without(CHECKOUT, 'finalStatus'), 'cryptoPaidAmount')).kind).toBe(
      'checkout',
    )
  })

  it('has the key of a query that says the same', () => {
    expect(read(CHECKOUT).id).toBe(eventFromOrder(PAYMENT.merchantOrderId, PAYMENT).id)
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

  it.each<[string, object, object | undefined]>([
    [
      'an order in an envelope',
      { data: { order: { merchantOrderId: 'ORDER_1' } } },
      { kind: 'payment', id: 'ORDER_1' },
    ],
    [
      'an order with a number for its sum',
      { ...PAYMENT, orderAmount: 99.99 },
      { kind: 'payment', id: PAYMENT.merchantOrderId },
    ],
    [
      'a refund and its order',
      { refunds: [REFUND], ...PAYMENT },
      { kind: 'refund', id: 'REFUND_1' },
    ],
    [
      'one order twice',
      { ...PAYMENT, orderAmount: 1, again: PAYMENT },
      { kind: 'payment', id: PAYMENT.merchantOrderId },
    ],
    [
      'two orders',
      { a: { merchantOrderId: 'ORDER_1' }, b: { merchantOrderId: 'ORDER_2' } },
      undefined,
    ],
    ['an id that can stand in no path', { merchantOrderId: '../refunds' }, undefined],
    ['no order', { type: 'ping' }, undefined],
  ])('that names %s has the subject to match', (_, data, subject) => {
    expect(read({ ...data })).toMatchObject({ kind: 'unknown', subject })
  })

  it.each<[string, object]>([
    ['a number', { merchantRefundOrderId: 12_345 }],
    ['an unknown name', { refundOrderNo: 'RF_1' }],
    ['an unknown name, deep inside', { data: { refund: { sn: 'RF_1' } } }],
  ])('has no order for its subject when it tells of a refund by %s', (_, refund) => {
    expect(read({ ...PAYMENT, orderAmount: 1, ...refund })).toMatchObject({
      kind: 'unknown',
      subject: undefined,
    })
  })

  it('may have the id of a refund of any length for its subject', () => {
    const id = 'R'.repeat(65)
    expect(read({ a: { merchantRefundOrderId: id } })).toMatchObject({ subject: { id } })
  })

  it('finds its subject in an object that is nested more deeply than the stack', () => {
    const text = `${'{"a":'.repeat(5000)}{"merchantOrderId":"ORDER_1"}${'}'.repeat(5000)}`
    expect(read(parseEventData(text) ?? {})).toMatchObject({ subject: { id: 'ORDER_1' } })
  })

  it('comes of any object without throwing', () => {
    const field = fc.constantFrom(...Object.keys({ ...CHECKOUT, ...REFUND }))
    fc.assert(
      fc.property(fc.dictionary(field, fc.jsonValue()), (data) => {
        const event = read(data)
        expect(event.data).toBe(data)
        expect(JSON.parse(event.id)).toContain(event.kind.replace('checkout', 'payment'))
      }),
    )
  })
})

describe('the keys of poorer reports', () => {
  const keyOf = (data: ProviderData): string => namespacedKey('1000', read(data).id)
  const poorer = { paymentOrderId: undefined, cryptoPaidAmount: undefined }
  const all = [
    PAYMENT,
    { ...PAYMENT, paymentOrderId: undefined },
    { ...PAYMENT, cryptoPaidAmount: undefined },
    { ...PAYMENT, ...poorer },
  ]

  it('are those of every report that names less, and never those of one that names as much or more', () => {
    const ids = all.map((data) => keyOf({ ...data, finalStatus: true }))
    const keys = all.map((data) => poorerKeys(keyOf({ ...data, finalStatus: true })))
    expect(keys).toEqual([[ids[1], ids[2], ids[3]], [ids[3]], [ids[3]], []])
  })

  it('are none for a refund or an unknown event', () => {
    expect(poorerKeys(keyOf(REFUND))).toEqual([])
    expect(poorerKeys(keyOf({}))).toEqual([])
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
      id: '["payment","ORDER_ASKED_FOR_0001","SUCCEEDED",null,null]',
      data: { merchantOrderId: 'ORDER_ASKED_FOR_0001' },
    })
    expect(eventFromOrder('A', { status: 'INIT' }).id).toBe('["payment","A","INIT",null,null]')
  })
})
