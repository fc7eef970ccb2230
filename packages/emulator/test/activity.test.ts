/**
 * What `onActivity` tells of calls and webhooks: each once, whatever happens.
 *
 * @module
 */
import { createClient } from '@paystablecoin/core'
import { expect, test, vi } from 'vitest'
import { EMULATOR_MERCHANT } from '../src/index.ts'
import type { ActivityEntry } from '../src/node/index.ts'
import { startEmulator } from '../src/node/index.ts'

async function setUp() {
  const told: ActivityEntry[] = []
  const running = await startEmulator({
    port: 0,
    webhookFetch: () => new Response('busy', { status: 503 }),
    webhookRetryDelaysMs: [60_000],
    onActivity: (entry) => void told.push(entry),
  })
  const client = createClient({ ...EMULATOR_MERCHANT, baseUrl: running.url, maxRetries: 0 })
  const order = (merchantOrderId: string) =>
    client.orders.create({
      merchantOrderId,
      orderAmount: { value: '18.50', currency: 'USD' },
      expiresAt: new Date(Date.now() + 30 * 60_000),
      returnUrl: 'http://shop.test/orders/1',
      callbackUrl: 'http://shop.test/webhook/payment',
    })
  return { ...running, told, client, order, what: () => told.map(({ what }) => what) }
}

test('a retry is an entry of its own, and the last one says that it was given up', async () => {
  const { emulator, told, order, close } = await setUp()
  await order('ORDER_1738112345000')
  await emulator.pay('ORDER_1738112345000', { confirm: false })
  await emulator.advance(60_000)
  await close()
  const [created, ...attempts] = told
  expect(created).toMatchObject({ what: 'create order', verdict: '00000', status: 'INIT' })
  expect(attempts.filter(({ deliveryId }) => deliveryId === '1')).toMatchObject([
    { what: 'payment PROCESSING', verdict: 'HTTP 503', ok: false, attempt: 1, why: 'busy' },
    { attempt: 2, why: 'busy; given up: no more retries' },
  ])
})

test('a webhook that a fault withholds is told once, with the fault', async () => {
  const { emulator, told, client, order, close } = await setUp()
  emulator.faults.add({ kind: 'withhold', status: 'PROCESSING' })
  await order('ORDER_1738112345000')
  await emulator.pay('ORDER_1738112345000', { confirm: false })
  await client.orders.retrieve('ORDER_1738112345000')
  await close()
  expect(told).toMatchObject([
    { what: 'create order' },
    { what: 'payment PROCESSING', verdict: 'withheld', ok: false, why: 'fault: withhold' },
    { what: 'query order', status: 'PROCESSING' },
  ])
})

test('a refusal says why, with the advice of its diagnosis, and holds no secret', async () => {
  const { url, told, close } = await setUp()
  const client = createClient({
    ...EMULATOR_MERCHANT,
    apiSecret: 'a-secret-that-is-wrong',
    baseUrl: url,
    maxRetries: 0,
  })
  await expect(client.orders.retrieve('ORDER_1738112345000')).rejects.toThrow('50905')
  await close()
  expect(told).toMatchObject([{ what: 'query order', verdict: '50905', ok: false }])
  expect(told[0]?.why).toMatch(/signature does not match.*secret is most likely a different one/)
  expect(JSON.stringify(told)).not.toContain('a-secret-that-is-wrong')
})

test('after a reset what happens is told again from the start', async () => {
  const { emulator, order, what, close } = await setUp()
  await order('ORDER_1738112345000')
  await vi.waitFor(() => expect(what()).toEqual(['create order']))
  emulator.reset()
  await order('ORDER_1738112345000')
  await close()
  expect(what()).toEqual(['create order', 'create order'])
})

test('a refund names the order that it is of', async () => {
  const { emulator, told, client, order, close } = await setUp()
  await order('ORDER_1738112345000')
  const { acquiringOrderId } = await emulator.pay('ORDER_1738112345000')
  await client.refunds.create({
    merchantRefundOrderId: 'REFUND_1738112345000',
    acquiringOrderId,
    refundReason: 'The customer sent it back',
  })
  await close()
  const refund = told.find(({ what }) => what === 'create refund')
  expect(refund).toMatchObject({
    id: 'REFUND_1738112345000',
    orderId: 'ORDER_1738112345000',
    amount: '18.50 USDT',
  })
})
