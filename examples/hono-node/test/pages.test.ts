import { describe, expect, it } from 'vitest'
import type { ShopOrder } from '../src/shop-order.ts'
import { orderPage, productsPage } from '../src/pages.ts'

const HOSTILE = `"><script>alert('x')</script>&`

const order: ShopOrder = {
  merchantOrderId: 'shop-0000-0000-abcdef',
  product: 'Tea',
  price: { value: '4.50', currency: 'USD' },
  status: 'INIT',
  paymentCheck: null,
  handedOverAt: null,
  acquiringOrderId: null,
  checkoutUrl: 'http://127.0.0.1:4010/checkout/x',
  expiresAt: new Date(0),
  refundId: null,
  refundStatus: null,
}

describe('the pages', () => {
  it('escape every text', async () => {
    const price = { value: HOSTILE, currency: HOSTILE }
    const product = { id: HOSTILE, name: HOSTILE, about: HOSTILE, tile: HOSTILE, price }
    const hostileOrder = {
      ...order,
      merchantOrderId: HOSTILE,
      product: HOSTILE,
      status: HOSTILE,
      price,
      checkoutUrl: HOSTILE,
      refundStatus: HOSTILE,
    }
    for (const page of [productsPage([product]), orderPage(hostileOrder)]) {
      const text = String(await page)
      expect(text).not.toContain('<script')
      expect(text).not.toContain(HOSTILE)
      expect(text).toContain('&lt;script&gt;')
    }
  })

  it.each([
    ['REQUESTED', 'Opening the payment page'],
    ['NOT_CREATED', 'Payment page not available'],
    ['INIT', 'Waiting for your payment'],
    ['PROCESSING', 'Payment seen'],
    ['FAILED', 'Payment failed'],
    ['CLOSED', 'Order closed'],
    ['SUCCEEDED', 'Paid'],
    ['HELD', 'On its way'],
  ])('say in words what %s means', async (status, title) => {
    expect(String(await orderPage({ ...order, status }))).toContain(`<h2>${title}</h2>`)
  })

  it('show the goods only of an order that was handed over and is not refunded', async () => {
    const paid = { ...order, status: 'SUCCEEDED', paymentCheck: 'covered' } as const
    const handedOver = { ...paid, handedOverAt: new Date(0) }
    const shows = async (o: ShopOrder) => String(await orderPage(o)).includes('ABCDEF')
    expect(await shows(paid)).toBe(false)
    expect(await shows(handedOver)).toBe(true)
    expect(await shows({ ...handedOver, refundId: 'r', refundStatus: 'PROCESSING' })).toBe(false)
    expect(await shows({ ...handedOver, refundId: 'r', refundStatus: 'NOT_CREATED' })).toBe(true)
  })

  it.each<[string, Partial<ShopOrder>, boolean]>([
    ['an order that waits for its payment', {}, true],
    [
      'an order of which too little was paid',
      { status: 'PROCESSING', paymentCheck: 'underpaid' },
      true,
    ],
    ['a payment that is being confirmed', { status: 'PROCESSING' }, false],
    ['an order that was closed', { status: 'CLOSED' }, false],
    ['an order that was closed half paid', { status: 'CLOSED', paymentCheck: 'underpaid' }, false],
    ['an order without a payment page', { checkoutUrl: null }, false],
  ])('lead to the payment page, and say until when: %s', async (_name, changes, isPayable) => {
    const page = String(await orderPage({ ...order, ...changes }))
    expect(page.includes('Go to the payment page')).toBe(isPayable)
    expect(page.includes('1970-01-01 00:00 UTC')).toBe(isPayable)
  })

  it('do not say that an order in doubt is not paid, nor that one without a payment page can be', async () => {
    const inDoubt = { ...order, checkoutUrl: null }
    expect(String(await orderPage({ ...inDoubt, status: 'REQUESTED' }))).not.toContain('not paid')
    expect(String(await orderPage(inDoubt))).toContain('Payment page not available')
  })
})
