/**
 * The shop on a real socket, against the emulator in this process: what it verifies, the emulator signed.
 *
 * @module
 */
import { createWebhookRequest } from '@paystablecoin/koa'
import { createEmulator, EMULATOR_MERCHANT } from '@paystablecoin/emulator'
import type { Emulator } from '@paystablecoin/emulator'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createShop } from '../src/shop.ts'

const PUBLIC_URL = 'https://shop.example'

let emulator: Emulator
let url: string
let close: () => Promise<void>

const logged: string[] = []

beforeEach(async () => {
  logged.length = 0
  vi.spyOn(console, 'log').mockImplementation((text: unknown) => void logged.push(String(text)))
  emulator = createEmulator({
    // Time passes only when a test says so.
    clock: { now: Date.now, startTimer: () => () => undefined },
    // As a tunnel does: what is sent to the public URL arrives here.
    webhookFetch: (request) => fetch(new Request(request.url.replace(PUBLIC_URL, url), request)),
  })
  const api = { baseUrl: 'http://emulator.test', fetch: emulator.fetch }
  const { app, receiver } = createShop({ ...EMULATOR_MERCHANT, ...api }, PUBLIC_URL)
  const server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  url = `http://127.0.0.1:${port}`
  close = async () => {
    await new Promise((resolve) => server.close(resolve))
    await receiver.idle({ timeoutMs: 5000 })
    await emulator.close()
  }
})

afterEach(() => close())

async function order(): Promise<{ merchantOrderId: string; checkoutUrl: string }> {
  const response = await fetch(`${url}/orders`, { method: 'POST' })
  return response.json() as Promise<{ merchantOrderId: string; checkoutUrl: string }>
}

/** What the customer does on the checkout page; then everything that follows of it. */
async function press(checkoutUrl: string, button: string): Promise<void> {
  await emulator.fetch(`${checkoutUrl}/${button}`, { method: 'POST', body: new URLSearchParams() })
  await emulator.advance(60_000)
}

/** As the dashboard's button does: the money of a closed order arrives all the same. */
async function payLate(checkoutUrl: string): Promise<void> {
  const { origin, pathname } = new URL(checkoutUrl)
  const url = `${origin}/emulator/orders/${pathname.split('/').at(-1)}/pay-late`
  const headers = { 'content-type': 'application/json' }
  expect((await emulator.fetch(url, { method: 'POST', headers, body: '{}' })).status).toBe(200)
  await emulator.advance(60_000)
}

/** Sends a signed webhook of a payment in full, but for what is changed. Resolves with the status of the response. */
function sendPayment(merchantOrderId: string, changed: object = {}): Promise<number> {
  return sendWebhook({
    merchantOrderId,
    paymentOrderId: 'PAY_1738112345111',
    status: 'SUCCEEDED',
    orderAmount: { value: '4.50', currency: 'USD' },
    cryptoPaymentAmount: { value: '4.50', currency: 'USDT' },
    cryptoPaidAmount: { value: '4.50', currency: 'USDT' },
    ...changed,
  })
}

async function sendWebhook(data: object): Promise<number> {
  const parts = { url: `${url}/webhook/payment`, body: JSON.stringify(data) }
  return (await fetch(await createWebhookRequest(parts, EMULATOR_MERCHANT.apiSecret))).status
}

async function readOrder(merchantOrderId: string): Promise<unknown> {
  return (await fetch(`${url}/orders/${merchantOrderId}`)).json()
}

describe('the shop', () => {
  it('marks an order as paid by a signed webhook', async () => {
    const { merchantOrderId, checkoutUrl } = await order()
    expect(await readOrder(merchantOrderId)).toEqual({ status: 'INIT', paid: false })
    await press(checkoutUrl, 'pay')
    const answers = emulator.deliveries().flatMap(({ attempts }) => attempts)
    expect(answers.map(({ httpStatus }) => httpStatus)).toEqual([200, 200])
    const queries = emulator.calls().length
    expect(await readOrder(merchantOrderId)).toEqual({ status: 'SUCCEEDED', paid: true })
    expect(emulator.calls()).toHaveLength(queries)
  })

  it('names the order and its amount in the log at each change, and only then', async () => {
    const { merchantOrderId, checkoutUrl } = await order()
    await readOrder(merchantOrderId)
    await press(checkoutUrl, 'pay')
    await readOrder(merchantOrderId)
    const name = `order ${merchantOrderId} (4.50 USD)`
    expect(logged).toEqual([
      `${name}: to be paid at ${checkoutUrl}`,
      `${name}: PROCESSING, not paid`,
      `${name}: SUCCEEDED, paid`,
    ])
  })

  it('does not mark an order as paid that was paid too little', async () => {
    const { merchantOrderId, checkoutUrl } = await order()
    await press(checkoutUrl, 'pay-too-little')
    expect(await readOrder(merchantOrderId)).toMatchObject({ paid: false })
  })

  it.each([
    ['of too little', { cryptoPaidAmount: { value: '4.49', currency: 'USDT' } }],
    ['of another price', { orderAmount: { value: '0.01', currency: 'USD' } }],
    [
      'in a coin that the shop does not take',
      {
        cryptoPaymentAmount: { value: '4.50', currency: 'SHIB' },
        cryptoPaidAmount: { value: '4.50', currency: 'SHIB' },
      },
    ],
    [
      'of which nothing was due',
      {
        cryptoPaymentAmount: { value: '0', currency: 'USDT' },
        cryptoPaidAmount: { value: '0', currency: 'USDT' },
      },
    ],
    ['that is not final', { status: 'PROCESSING' }],
  ])('does not mark an order as paid by a payment %s', async (_name, changed) => {
    const { merchantOrderId } = await order()
    expect(await sendPayment(merchantOrderId, changed)).toBe(200)
    expect(await readOrder(merchantOrderId)).toMatchObject({ paid: false })
  })

  it('keeps an order paid, whatever arrives late', async () => {
    const { merchantOrderId } = await order()
    expect(await sendPayment(merchantOrderId)).toBe(200)
    expect(await sendPayment(merchantOrderId, { status: 'PROCESSING' })).toBe(200)
    expect(await readOrder(merchantOrderId)).toEqual({ status: 'SUCCEEDED', paid: true })
  })

  it('marks an order as paid when the rest of it arrives after SUCCEEDED', async () => {
    const { merchantOrderId } = await order()
    const tooLittle = { cryptoPaidAmount: { value: '1.00', currency: 'USDT' } }
    expect(await sendPayment(merchantOrderId, tooLittle)).toBe(200)
    expect(await sendPayment(merchantOrderId)).toBe(200)
    expect(await readOrder(merchantOrderId)).toEqual({ status: 'SUCCEEDED', paid: true })
  })

  it('marks an order as paid by a payment through API Checkout', async () => {
    const { merchantOrderId } = await order()
    expect(await sendPayment(merchantOrderId, { finalStatus: true })).toBe(200)
    expect(await readOrder(merchantOrderId)).toEqual({ status: 'SUCCEEDED', paid: true })
  })

  it('queries the order that an event of an unknown shape names', async () => {
    emulator.faults.add({ kind: 'withhold', times: Infinity })
    const { merchantOrderId, checkoutUrl } = await order()
    await press(checkoutUrl, 'pay')
    expect(await sendWebhook({ event: { merchantOrderId, status: 'SUCCEEDED' } })).toBe(200)
    const queries = emulator.calls().length
    expect(await readOrder(merchantOrderId)).toEqual({ status: 'SUCCEEDED', paid: true })
    expect(emulator.calls()).toHaveLength(queries)
  })

  it.each([
    ['is as any other', 'ORDER_0000000000000'],
    ['has a NUL', 'ORDER_\u0000'],
    ['has half a character', 'ORDER_\uD800'],
    ['is very long', 'x'.repeat(100_000)],
  ])(
    'accepts a webhook of an order that it does not know, and says so: its id %s',
    async (_, id) => {
      const log = vi.spyOn(console, 'warn').mockReturnValue()
      expect(await sendPayment(id)).toBe(200)
      expect(log.mock.calls.flat().join()).toContain('unknown order')
      log.mockRestore()
    },
  )

  it('queries an order that was cancelled, for which no webhook is sent', async () => {
    const { merchantOrderId, checkoutUrl } = await order()
    await press(checkoutUrl, 'cancel')
    expect(emulator.deliveries()).toEqual([])
    expect(await readOrder(merchantOrderId)).toEqual({ status: 'CLOSED', paid: false })
  })

  it('finds the money of a closed order that was paid late, although its webhook was lost', async () => {
    const { merchantOrderId, checkoutUrl } = await order()
    await press(checkoutUrl, 'cancel')
    expect(await readOrder(merchantOrderId)).toEqual({ status: 'CLOSED', paid: false })
    emulator.faults.add({ kind: 'withhold', times: Infinity })
    await payLate(checkoutUrl)
    expect(await readOrder(merchantOrderId)).toEqual({ status: 'SUCCEEDED', paid: true })
  })

  it('rejects what is not signed, and says so on the console', async () => {
    const log = vi.spyOn(console, 'error').mockReturnValue()
    const { merchantOrderId } = await order()
    const body = JSON.stringify({ merchantOrderId, status: 'SUCCEEDED' })
    const response = await fetch(`${url}/webhook/payment`, { method: 'POST', body })
    expect(response.status).toBe(401)
    expect(log.mock.calls.flat().map(String).join()).toContain('X-Timestamp is missing')
    log.mockRestore()
    expect(await readOrder(merchantOrderId)).toEqual({ status: 'INIT', paid: false })
  })

  it.each([
    ['is as any other', 'ORDER_0000000000000'],
    ['has a NUL', 'ORDER_%00'],
    ['has half a character', 'ORDER_%ED%A0%80'],
    ['is no percent-encoding', '%'],
    ['is very long', 'x'.repeat(5_000)],
  ])('does not know an order that is not its own: its id %s', async (_, id) => {
    const { status } = await fetch(`${url}/orders/${id}`)
    expect([400, 404, 414]).toContain(status)
  })
})
