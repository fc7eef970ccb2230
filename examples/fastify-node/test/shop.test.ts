/**
 * The shop on a real socket, against the sandbox in this process: what it verifies, the sandbox signed.
 *
 * @module
 */
import { createWebhookRequest } from '@paystablecoin/fastify'
import { createSandbox, SANDBOX_MERCHANT } from '@paystablecoin/sandbox'
import type { Sandbox } from '@paystablecoin/sandbox'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createShop } from '../src/shop.ts'

const PUBLIC_URL = 'https://shop.example'

let sandbox: Sandbox
let url: string
let close: () => Promise<void>

beforeEach(async () => {
  sandbox = createSandbox({
    // Time passes only when a test says so.
    clock: { now: Date.now, startTimer: () => () => undefined },
    // As a tunnel does: what is sent to the public URL arrives here.
    webhookFetch: (request) => fetch(new Request(request.url.replace(PUBLIC_URL, url), request)),
  })
  const api = { baseUrl: 'http://sandbox.test', fetch: sandbox.fetch }
  const app = await createShop({ ...SANDBOX_MERCHANT, ...api }, PUBLIC_URL)
  url = await app.listen({ host: '127.0.0.1', port: 0 })
  close = async () => {
    await app.close()
    await sandbox.close()
  }
})

afterEach(() => close())

async function order(): Promise<{ merchantOrderId: string; checkoutUrl: string }> {
  const response = await fetch(`${url}/orders`, { method: 'POST' })
  return response.json() as Promise<{ merchantOrderId: string; checkoutUrl: string }>
}

/** What the customer does on the checkout page; then everything that follows of it. */
async function press(checkoutUrl: string, button: string): Promise<void> {
  await sandbox.fetch(`${checkoutUrl}/${button}`, { method: 'POST', body: new URLSearchParams() })
  await sandbox.advance(60_000)
}

/** Sends a signed webhook of a payment in full, but for what is changed. Resolves with the status of the response. */
async function sendPayment(merchantOrderId: string, changed: object = {}): Promise<number> {
  const body = JSON.stringify({
    merchantOrderId,
    paymentOrderId: 'PAY_1738112345111',
    status: 'SUCCEEDED',
    orderAmount: { value: '4.50', currency: 'USD' },
    cryptoPaymentAmount: { value: '4.50', currency: 'USDT' },
    cryptoPaidAmount: { value: '4.50', currency: 'USDT' },
    ...changed,
  })
  const parts = { url: `${url}/webhook/payment`, body }
  return (await fetch(await createWebhookRequest(parts, SANDBOX_MERCHANT.apiSecret))).status
}

async function readOrder(merchantOrderId: string): Promise<unknown> {
  return (await fetch(`${url}/orders/${merchantOrderId}`)).json()
}

describe('the shop', () => {
  it('marks an order as paid by a signed webhook', async () => {
    const { merchantOrderId, checkoutUrl } = await order()
    expect(await readOrder(merchantOrderId)).toEqual({ status: 'INIT', paid: false })
    await press(checkoutUrl, 'pay')
    const answers = sandbox.deliveries().flatMap(({ attempts }) => attempts)
    expect(answers.map(({ httpStatus }) => httpStatus)).toEqual([200, 200])
    const queries = sandbox.calls().length
    expect(await readOrder(merchantOrderId)).toEqual({ status: 'SUCCEEDED', paid: true })
    expect(sandbox.calls()).toHaveLength(queries)
  })

  it('does not mark an order as paid that was paid too little', async () => {
    const { merchantOrderId, checkoutUrl } = await order()
    await press(checkoutUrl, 'pay-too-little')
    expect(await readOrder(merchantOrderId)).toMatchObject({ paid: false })
  })

  it.each([
    ['of too little', { cryptoPaidAmount: { value: '4.49', currency: 'USDT' } }],
    ['of another price', { orderAmount: { value: '0.01', currency: 'USD' } }],
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

  it('accepts a webhook of an order that it does not know', async () => {
    expect(await sendPayment('ORDER_0000000000000')).toBe(200)
  })

  it('queries an order that was cancelled, for which no webhook is sent', async () => {
    const { merchantOrderId, checkoutUrl } = await order()
    await press(checkoutUrl, 'cancel')
    expect(sandbox.deliveries()).toEqual([])
    expect(await readOrder(merchantOrderId)).toEqual({ status: 'CLOSED', paid: false })
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

  it('does not know an order that is not its own', async () => {
    expect((await fetch(`${url}/orders/ORDER_0000000000000`)).status).toBe(404)
  })
})
