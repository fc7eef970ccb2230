/**
 * What a merchant's tests do with the packages, and the portable suite, as cases for any test runner.
 * Bundled but for the packages, which the runner loads; must not know the runner.
 *
 * @module
 */
import { signedRequest, WEBHOOK_PATH } from '@paystablecoin/adapter-contract/fixtures'
import { runPortable } from '@paystablecoin/adapter-contract/portable'
import * as core from '@paystablecoin/core'
import {
  createClient,
  createWebhookReceiver,
  toNodeHandler,
  verifyWebhook,
} from '@paystablecoin/core'
import * as emulator from '@paystablecoin/emulator'
import { EMULATOR_MERCHANT } from '@paystablecoin/emulator'
import { startEmulator } from '@paystablecoin/emulator/node'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A case. Rejects when it fails. */
export interface RunnerCase {
  readonly title: string
  readonly run: () => Promise<void>
}

const SECRET = EMULATOR_MERCHANT.apiSecret
const ORDER = {
  merchantOrderId: 'ORDER_1738112345000',
  orderAmount: { value: '99.99', currency: 'USD' },
  expiresAt: new Date(Date.now() + 30 * 60_000),
  returnUrl: 'http://127.0.0.1/orders/1',
}

// Compared as text: a test runner has a realm of its own, whose objects are no equals of another's.
function expectSame(actual: unknown, expected: unknown): void {
  const [one, other] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (one !== other) throw new Error(`${one} instead of ${other}`)
}

async function verifies(): Promise<void> {
  for (const scheme of ['request', 'body'] as const) {
    const request = await signedRequest({ secret: SECRET, scheme })
    const webhook = { headers: request.headers, body: new Uint8Array(await request.arrayBuffer()) }
    const event = await verifyWebhook({ ...webhook, path: WEBHOOK_PATH }, { apiSecret: SECRET })
    expectSame([event.kind, event.status], ['payment', 'SUCCEEDED'])
    const forged = verifyWebhook({ ...webhook, path: WEBHOOK_PATH }, { apiSecret: `${SECRET}x` })
    const error: unknown = await forged.catch((reason: unknown) => reason)
    expectSame([core.isSignatureError(error), error instanceof core.SignatureError], [true, true])
  }
}

async function receivesOverSocket(): Promise<void> {
  const handled: string[] = []
  const receiver = createWebhookReceiver({
    apiSecret: SECRET,
    onEvent: (event) => void handled.push(String(event.status)),
    onError: () => undefined,
  })
  const server = createServer(toNodeHandler(receiver)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}${WEBHOOK_PATH}`
  const secrets = [SECRET, SECRET, `${SECRET}x`]
  const statuses: number[] = []
  for (const secret of secrets) {
    const response = await fetch(await signedRequest({ url, secret }))
    await response.text()
    statuses.push(response.status)
  }
  await receiver.idle()
  server.closeAllConnections()
  server.close()
  expectSame([statuses, handled], [[200, 200, 401], ['SUCCEEDED']])
}

async function reportsRefusedConnection(): Promise<void> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  const baseUrl = `http://127.0.0.1:${port}`
  const client = createClient({ ...EMULATOR_MERCHANT, baseUrl, maxRetries: 0 })
  const error: unknown = await client.orders.create(ORDER).catch((reason: unknown) => reason)
  const outcome = core.isTransportError(error) ? error.outcome : String(error)
  expectSame(outcome, 'not-sent')
}

async function callsEmulator(): Promise<void> {
  const { url, close } = await startEmulator({ port: 0, seed: 13 })
  try {
    const client = createClient({ ...EMULATOR_MERCHANT, baseUrl: url })
    const { outcome, merchantOrderId } = await client.orders.create(ORDER)
    const { status } = await client.orders.retrieve(ORDER.merchantOrderId)
    expectSame([outcome, merchantOrderId, status], ['created', ORDER.merchantOrderId, 'INIT'])
    const error: unknown = await client.orders
      .retrieve('NO_SUCH')
      .catch((reason: unknown) => reason)
    expectSame([core.isApiError(error), error instanceof core.ApiError], [true, true])
  } finally {
    await close()
  }
}

function reportPortable(failures: readonly string[]): void {
  if (failures.length > 0) throw new Error(failures.join('\n'))
}

/** Every case. The portable suite has run when they are there. */
export async function listCases(): Promise<readonly RunnerCase[]> {
  const results = await runPortable({ core, emulator })
  const portable = results.map(({ group, title, error }) => ({
    title: `${group}: ${title}`,
    run: async () => reportPortable(error === undefined ? [] : [error]),
  }))
  return [
    { title: 'a webhook is verified, a forged one is not', run: verifies },
    { title: 'a webhook is received over a socket', run: receivesOverSocket },
    { title: 'a refused connection is not-sent', run: reportsRefusedConnection },
    { title: 'the client calls the emulator', run: callsEmulator },
    ...portable,
  ]
}
