import { describe, expect, it } from 'vitest'
import type { ShopOrder } from '../src/orders-store.ts'
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
    expect(await shows({ ...handedOver, refundId: 'r', refundStatus: 'REFUSED' })).toBe(true)
  })
})
