/**
 * One sale in process: order, checkout page, webhooks, refund.
 *
 * @module
 */
import { describe, expect, test } from 'vitest'
import { createEmulator } from '../src/index.ts'
import { createInbox, createMerchant, STOPPED_CLOCK } from './merchant.ts'

const ORDER_ID = 'ORDER_1738112345000'

function setUp(options: Parameters<typeof createEmulator>[0] = {}) {
  const inbox = createInbox()
  const emulator = createEmulator({
    clock: STOPPED_CLOCK,
    webhookFetch: inbox.receive,
    seed: 'payment',
    ...options,
  })
  return { inbox, emulator, merchant: createMerchant(emulator) }
}

describe('a sale', () => {
  test('goes from INIT through PROCESSING to SUCCEEDED, with a signed webhook for both', async () => {
    const { inbox, emulator, merchant } = setUp()
    const created = await merchant.createOrder(ORDER_ID)
    expect(created).toMatchObject({ code: '00000', data: { status: 'INIT' } })
    const checkoutUrl = String(created.data?.['checkoutUrl'])

    const page = await emulator.fetch(checkoutUrl)
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('99.90')

    const pressed = await merchant.press(checkoutUrl, 'pay', { method: 'KUCOIN_PAY' })
    expect(pressed.status).toBe(303)
    expect(pressed.headers.get('location')).toBe('http://shop.test/orders/1')
    await emulator.advance(0)
    expect(inbox.statuses).toEqual(['PROCESSING'])
    expect(await merchant.queryOrder(ORDER_ID)).toMatchObject({ data: { status: 'PROCESSING' } })

    await emulator.advance(1000)
    expect(inbox.statuses).toEqual(['PROCESSING', 'SUCCEEDED'])
    const order = await merchant.queryOrder(ORDER_ID)
    expect(order.data).toMatchObject(JSON.parse(inbox.bodies[1] ?? ''))
    const events = await inbox.verified('request')
    expect(events.map(({ kind, final }) => [kind, final])).toEqual([
      ['payment', false],
      ['payment', true],
    ])
  })

  test('is refunded once, with webhooks to notifyUrl', async () => {
    const { inbox, emulator, merchant } = setUp()
    const { data } = await merchant.createOrder(ORDER_ID, { callbackUrl: null })
    const refund = {
      merchantRefundOrderId: 'REFUND_1738112345000',
      acquiringOrderId: data?.['acquiringOrderId'],
      refundReason: 'broken',
      notifyUrl: 'http://shop.test/webhook/refund',
    }
    expect(await merchant.createRefund(refund)).toMatchObject({ code: '20007' })
    await merchant.press(String(data?.['checkoutUrl']), 'pay')
    await emulator.advance(1000)
    expect(await merchant.createRefund(refund)).toMatchObject({
      code: '00000',
      data: { status: 'PROCESSING' },
    })
    await emulator.advance(1000)
    expect(await merchant.queryRefund(refund.merchantRefundOrderId)).toMatchObject({
      data: { status: 'SUCCEEDED' },
    })
    expect(inbox.statuses).toEqual(['PROCESSING', 'SUCCEEDED'])
    const events = await inbox.verified()
    expect(events.map(({ kind }) => kind)).toEqual(['refund', 'refund'])
    expect(await merchant.createRefund(refund)).toMatchObject({ code: '20902' })
    expect(
      await merchant.createRefund({ ...refund, merchantRefundOrderId: 'another' }),
    ).toMatchObject({ code: '20901' })
  })

  test('is closed by Cancel, and the customer still comes back', async () => {
    const { inbox, emulator, merchant } = setUp()
    const { data } = await merchant.createOrder(ORDER_ID)
    const checkoutUrl = String(data?.['checkoutUrl'])
    const pressed = await merchant.press(checkoutUrl, 'cancel')
    expect(pressed.status).toBe(303)
    expect(await merchant.queryOrder(ORDER_ID)).toMatchObject({ data: { status: 'CLOSED' } })
    const again = await merchant.press(checkoutUrl, 'pay')
    expect(again.status).toBe(409)
    expect(await again.text()).toContain('20003')
    await emulator.advance(5000)
    expect(inbox.bodies).toEqual([])
  })
})
