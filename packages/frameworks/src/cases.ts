/**
 * What every app must do with webhooks, and with an order that is paid.
 * Must not know a framework.
 *
 * @module
 */
import { paymentBody } from '@paystablecoin/adapter-contract/fixtures'
import type { RunnableCase } from '@paystablecoin/adapter-contract/portable'
import { createWebhookRequest } from '@paystablecoin/core'
import type { WebhookRequestParts } from '@paystablecoin/core'
import { until } from '@paystablecoin/runtimes/until'
import { EMULATOR_MERCHANT } from '@paystablecoin/emulator'
import assert from 'node:assert/strict'
import type { RunningApp } from './running-app.ts'
import { sendByHttp } from './send.ts'
import type { Answer } from './send.ts'

const RECEIVED = [200, '{"code":"00000"}']
const CONFIRMATION_MS = 1_000
const TEN_MINUTES_MS = 600_000
const BODY_BYTES = 300_000

/** The cases of one app, to be run in this order. */
export function createCases(app: RunningApp): readonly RunnableCase[] {
  /** The orders whose payment the app must print, once each. */
  const paid: string[] = []

  async function accepts(order: string, parts: Parts = {}): Promise<void> {
    assert.deepEqual(await sendWebhook(app, order, parts), RECEIVED)
    if (!paid.includes(order)) paid.push(order)
    await isPrinted(app, order)
  }

  return [
    { title: 'request scheme: accepted', run: () => accepts('ORDER_REQUEST') },
    { title: 'body scheme: accepted', run: () => accepts('ORDER_BODY', { scheme: 'body' }) },
    { title: 'a duplicate: accepted', run: () => accepts('ORDER_REQUEST') },
    { title: 'forged: rejected', run: () => rejectsForged(app) },
    { title: 'stale: rejected', run: () => rejectsStale(app) },
    { title: '300 kB: rejected', run: () => rejectsLarge(app) },
    {
      title: 'an order: created and paid',
      run: async () => void paid.push(await buys(app)),
    },
    {
      title: 'each event: handled once, nothing else handled',
      run: async () => assert.deepEqual(listPrinted(app).toSorted(), paid.toSorted()),
    },
  ]
}

interface Parts extends Partial<WebhookRequestParts> {
  readonly secret?: string | undefined
}

async function sendWebhook(
  app: RunningApp,
  order: string,
  { secret = EMULATOR_MERCHANT.apiSecret, ...parts }: Parts = {},
): Promise<readonly [number, string]> {
  const ids = { merchantOrderId: order, acquiringOrderId: `ACQ_${order}` }
  const body = paymentBody({ ...ids, paymentOrderId: `PAY_${order}` })
  const url = `${app.url}/webhook/payment`
  const request = await createWebhookRequest({ url, body, ...parts }, secret)
  const { status, text } = await app.send(withJsonType(request))
  return [status, text]
}

function withJsonType(request: Request): Request {
  request.headers.set('content-type', 'application/json')
  return request
}

async function rejectsForged(app: RunningApp): Promise<void> {
  const secret = 'a-secret-of-somebody-else-00000000000000000'
  for (const scheme of ['request', 'body'] as const) {
    const answer = await sendWebhook(app, 'ORDER_FORGED', { secret, scheme })
    assert.deepEqual(answer, [401, '{"error":"Invalid signature"}'])
  }
}

async function rejectsStale(app: RunningApp): Promise<void> {
  const timestampMs = Date.now() - TEN_MINUTES_MS
  const answer = await sendWebhook(app, 'ORDER_STALE', { timestampMs })
  assert.deepEqual(answer, [401, '{"error":"Timestamp expired"}'])
}

async function rejectsLarge(app: RunningApp): Promise<void> {
  const body = paymentBody({ merchantOrderId: 'ORDER_LARGE', note: 'x'.repeat(BODY_BYTES) })
  const [status] = await sendWebhook(app, 'ORDER_LARGE', { body })
  assert.equal(status, 413)
}

/** As a customer's browser does: a form of the shop, then the button of the checkout page. */
async function buys(app: RunningApp): Promise<string> {
  const { emulator } = app.emulator
  const checkoutUrl = readRedirect(await app.send(submitForm(`${app.url}/orders`, app.url)))
  await sendByHttp(submitForm(`${checkoutUrl}/pay`, app.emulator.url))
  await emulator.advance(CONFIRMATION_MS)
  const deliveries = emulator.deliveries()
  const order = String(deliveries[0]?.subject)
  assert.ok(deliveries.some(({ status }) => status === 'SUCCEEDED'))
  await isPrinted(app, order)
  return order
}

// With what a browser and a proxy add: frameworks compare the two origins.
function submitForm(url: string, page: string): Request {
  const headers = { origin: new URL(page).origin, 'x-forwarded-proto': 'http' }
  return new Request(url, { method: 'POST', headers })
}

function readRedirect({ status, headers, text }: Answer): string {
  assert.equal(status, 303, text)
  return String(headers.location)
}

async function isPrinted(app: RunningApp, order: string): Promise<void> {
  await until(
    async () => listPrinted(app),
    (orders) => orders.includes(order),
    10_000,
  )
}

function listPrinted(app: RunningApp): string[] {
  return Array.from(app.output().matchAll(/(ORDER_\S+) SUCCEEDED/g), ([, order = '']) => order)
}
