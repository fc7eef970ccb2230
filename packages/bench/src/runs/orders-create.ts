/**
 * Program: `orders.create` against a server on this machine, and the same call written by hand with `fetch`: signed, with
 * the same time-out, and a check of the response's code.
 *
 * @module
 */
import { createClient } from '@paystablecoin/core'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { report } from '../measure/report.ts'
import { createFloorSigner } from '../webhooks/floor.ts'
import { SECRET } from '../webhooks/sample.ts'

const server = fork(fileURLToPath(new URL('orders-server.js', import.meta.url)))
const [port] = (await once(server, 'message')) as [number]
const baseUrl = `http://127.0.0.1:${port}`
const path = '/api/v1/merchants/1000/orders'
const sign = createFloorSigner(SECRET)
const client = createClient({ merchantId: '1000', apiKey: 'key', apiSecret: SECRET, baseUrl })

const params = {
  merchantOrderId: 'ORDER_1738112345000',
  orderAmount: { value: '99.99', currency: 'USD' },
  expiresAt: new Date(Date.now() + 30 * 60_000).toISOString(),
  returnUrl: 'https://shop.example/orders/1',
  callbackUrl: 'https://shop.example/webhook/payment',
}

async function createByHand(): Promise<string> {
  const timestamp = String(Date.now())
  const body = JSON.stringify(params)
  const response = await fetch(baseUrl + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-api-key': 'key',
      'x-timestamp': timestamp,
      'x-signature': sign(timestamp, 'POST', path, body),
    },
    body,
    signal: AbortSignal.timeout(10_000),
  })
  const { code, data } = (await response.json()) as { code: string; data: { checkoutUrl: string } }
  if (code !== '00000') throw new Error(code)
  return data.checkoutUrl
}

await report({
  part: 'by-hand',
  row: '`orders.create` on loopback',
  what: '`orders.create`',
  against: '`fetch` with signing by hand',
  ours: () => client.orders.create(params),
  theirs: createByHand,
  limit: {
    atMost: 1.1,
    why: 'Both are one `fetch` of Node, which takes nine tenths of the time and varies by more than the rest. Ours also checks the arguments and the answer, and counts attempts.',
  },
  effort: { rounds: 600, batchMs: 3 },
})
server.kill()
