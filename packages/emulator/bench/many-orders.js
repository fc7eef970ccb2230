/**
 * 20,000 orders created, paid and delivered in one process: how long it takes, and that memory stays bounded.
 * Run after a build: `node --expose-gc packages/emulator/bench/many-orders.js [orders]`.
 *
 * @module
 */
import { setImmediate } from 'node:timers/promises'
import { createClient } from '@paystablecoin/core'
import { createEmulator, EMULATOR_MERCHANT } from '@paystablecoin/emulator'

const ORDERS = Number(process.argv[2] ?? 20_000)
const MAX_ORDERS = 1_000

const say = (line) => process.stdout.write(`${line}\n`)

let webhooks = 0
const emulator = createEmulator({
  maxOrders: MAX_ORDERS,
  maxRecords: MAX_ORDERS,
  confirmationMs: 0,
  webhookFetch: async (request) => {
    await request.text()
    webhooks += 1
    return Response.json({ code: '00000' })
  },
})
const client = createClient({
  ...EMULATOR_MERCHANT,
  baseUrl: 'http://emulator.test',
  fetch: emulator.fetch,
})

async function heapMegabytes() {
  // Node lets go of finished requests only between two turns of its loop.
  await setImmediate()
  globalThis.gc?.()
  await setImmediate()
  globalThis.gc?.()
  return Math.round(process.memoryUsage().heapUsed / 2 ** 20)
}

async function sell(index) {
  const { checkoutUrl } = await client.orders.create({
    merchantOrderId: `ORDER_${String(index).padStart(10, '0')}`,
    orderAmount: { value: '9.99', currency: 'USD' },
    expiresAt: new Date(Date.now() + 30 * 60_000),
    returnUrl: 'http://shop.test/',
    callbackUrl: 'http://shop.test/webhook/payment',
  })
  await emulator.fetch(`${checkoutUrl}/pay`, { method: 'POST' })
  await emulator.advance(0)
}

const startedMs = performance.now()
let warmMegabytes = 0
for (let index = 0; index < ORDERS; index += 1) {
  await sell(index)
  if (index + 1 === 2 * MAX_ORDERS) warmMegabytes = await heapMegabytes()
}
const seconds = (performance.now() - startedMs) / 1_000
const endMegabytes = await heapMegabytes()

say(`${ORDERS} orders, ${webhooks} webhooks in ${seconds.toFixed(1)} s`)
say(`heap after ${2 * MAX_ORDERS} orders: ${warmMegabytes} MB, at the end: ${endMegabytes} MB`)
if (webhooks !== 2 * ORDERS) throw new Error('webhooks were lost')
if (ORDERS > 4 * MAX_ORDERS && endMegabytes > 1.5 * warmMegabytes) throw new Error('memory grows')
await emulator.close()
