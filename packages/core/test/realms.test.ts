/**
 * What another realm made: core is in one realm here, the platform and this file in another, as under Jest.
 *
 * @module
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { isApiError, isPayStablecoinError, isTransportError } from '../src/index.ts'
import { loadCoreInOtherRealm } from './support/other-realm.ts'
import { API_SECRET, ORDER_ID, orderParams } from './support/scripted-api.ts'
import { PATH, PAYMENT, SECRET, signedHeaders } from './support/webhook-fixtures.ts'

const core = await loadCoreInOtherRealm()
const NOW_MS = 1_790_000_000_000
const BODY = JSON.stringify(PAYMENT)
const clock = { ...core.systemClock, now: () => NOW_MS }

function clientOf(
  baseUrl: string,
  fetch?: typeof globalThis.fetch,
): ReturnType<typeof core.createClient> {
  return core.createClient({
    merchantId: '1000',
    apiKey: 'test-key',
    apiSecret: API_SECRET,
    baseUrl,
    fetch,
    clock,
    maxRetries: 0,
  })
}

const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => new Error('it resolved'),
    (error: unknown) => error,
  )

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

describe('core in a realm of its own', () => {
  it('has other classes than this one', async () => {
    const rejected = await caught(core.verifyWebhook({} as never, {} as never))
    expect(rejected).toMatchObject({ name: 'TypeError' })
    expect(rejected).not.toBeInstanceOf(Error)
  })

  it('takes a port that refuses for not sent', async () => {
    const client = clientOf(`http://127.0.0.1:${await closedPort()}`)
    expect(await caught(client.orders.retrieve(ORDER_ID))).toMatchObject({
      name: 'TransportError',
      reason: 'network',
      outcome: 'not-sent',
      cause: { message: 'fetch failed' },
    })
  })

  it('takes several addresses that all refuse for not sent', async () => {
    const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })
    const fetch = async (): Promise<Response> => {
      throw new TypeError('fetch failed', { cause: new AggregateError([refused, refused]) })
    }
    const error = await caught(clientOf('http://psc.test', fetch).orders.retrieve(ORDER_ID))
    expect(error).toMatchObject({ outcome: 'not-sent' })
  })

  it.each<[string, () => Uint8Array]>([
    ['a Uint8Array', () => new TextEncoder().encode(BODY)],
    ['a Buffer', () => Buffer.from(BODY)],
    ['a Uint8Array of a third realm', () => runInNewContext('Uint8Array').from(Buffer.from(BODY))],
  ])('verifies and receives %s', async (_name, bytes) => {
    const headers = await signedHeaders({ body: BODY, timestamp: String(NOW_MS) })
    const options = { apiSecret: SECRET, now: clock.now }
    const webhook = { headers, path: PATH, body: bytes() }
    expect(await core.verifyWebhook(webhook, options)).toMatchObject({ rawBody: BODY })
    const receiver = core.createWebhookReceiver({
      apiSecret: SECRET,
      clock,
      onEvent: () => undefined,
    })
    expect(await receiver.receive({ ...webhook, context: undefined })).toMatchObject({
      status: 200,
    })
  })

  it('receives a Request and signs one', async () => {
    const url = `https://shop.example${PATH}`
    const request = await core.createWebhookRequest(
      { url, body: BODY, timestampMs: NOW_MS },
      SECRET,
    )
    const receiver = core.createWebhookReceiver({
      apiSecret: SECRET,
      clock,
      onEvent: () => undefined,
    })
    expect(await receiver.fetch(request)).toMatchObject({ status: 200 })
  })

  it('takes a Date, and rejects one that is invalid', async () => {
    const sent: string[] = []
    const fetch = async (_url: unknown, init?: RequestInit): Promise<Response> => {
      sent.push(await new Response(init?.body).text())
      return Response.json({ code: '00000', data: { checkoutUrl: 'https://pay.example/1' } })
    }
    const { orders } = clientOf('http://psc.test', fetch)
    const expiresAt = new Date(NOW_MS + 60_000)
    await orders.create({ ...orderParams(clock), expiresAt })
    expect(sent).toEqual([
      expect.stringContaining(`"expiresAt":"${expiresAt.toISOString().replace('.000', '')}"`),
    ])
    const invalid = orders.create({ ...orderParams(clock), expiresAt: new Date(Number.NaN) })
    expect(await caught(invalid)).toMatchObject({ name: 'TypeError' })
    expect(
      await caught(orders.create({ ...orderParams(clock), expiresAt: {} as Date })),
    ).toMatchObject({
      name: 'TypeError',
    })
  })

  it('makes errors that this realm recognizes, with the message of their cause', async () => {
    const fetch = async (): Promise<Response> => {
      throw new Error('what the other realm said')
    }
    const error = await caught(clientOf('http://psc.test', fetch).orders.retrieve(ORDER_ID))
    expect(error).not.toBeInstanceOf(Error)
    expect([isPayStablecoinError(error), isTransportError(error), isApiError(error)]).toEqual([
      true,
      true,
      false,
    ])
    expect(error).toMatchObject({ cause: { message: 'what the other realm said' } })
  })
})
