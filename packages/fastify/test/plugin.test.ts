/**
 * What is Fastify's own: scopes, prefixes, and what it hands on.
 *
 * @module
 */
import Fastify from 'fastify'
import type { FastifyRequest } from 'fastify'
import { describe, expect, it } from 'vitest'
import { createWebhookReceiver, paystablecoin, createWebhookRequest } from '../src/index.ts'
import type { ClientOptions } from '../src/index.ts'
import {
  CLIENT_OPTIONS,
  PAYMENT_BODY,
  RECEIVED,
  recordWebhooks,
  sendWebhook,
  serve,
} from './_setup.ts'

describe('the plugin', () => {
  it('decorates the app with a client that makes signed calls', async () => {
    const calls: string[] = []
    const fetch: ClientOptions['fetch'] = async (url, init) => {
      calls.push(`${url} ${new Headers(init?.headers).get('x-signature')?.length}`)
      return Response.json({ code: '00000', data: { status: 'INIT' } })
    }
    const app = Fastify()
    await app.register(paystablecoin, { ...CLIENT_OPTIONS, fetch })
    app.get('/:id', () => app.paystablecoin.orders.retrieve('ORDER_1738112345000'))
    const response = await app.inject('/1')
    expect(response.json()).toEqual({ status: 'INIT' })
    expect(calls).toEqual([
      'http://127.0.0.1:9/api/v1/merchants/1000/orders/ORDER_1738112345000 44',
    ])
  })

  it('adds no route without a webhook', async () => {
    const app = Fastify()
    await app.register(paystablecoin, CLIENT_OPTIONS)
    expect(app.printRoutes()).toBe('(empty tree)')
  })

  it('answers app.inject, as the tests of an app send', async () => {
    const { webhook, events } = recordWebhooks()
    const app = Fastify()
    await app.register(paystablecoin, { ...CLIENT_OPTIONS, webhook })
    const parts = { url: 'https://shop.example/webhook', body: PAYMENT_BODY }
    const signed = await createWebhookRequest(parts, CLIENT_OPTIONS.apiSecret)
    const headers = Object.fromEntries(signed.headers)
    const request = { method: 'POST', url: '/webhook', headers } as const
    expect((await app.inject({ ...request, payload: `${PAYMENT_BODY} ` })).statusCode).toBe(401)
    const { statusCode, payload } = await app.inject({ ...request, payload: PAYMENT_BODY })
    expect({ status: statusCode, text: payload }).toEqual(RECEIVED)
    expect(events).toMatchObject([{ rawBody: PAYMENT_BODY }])
  })

  it('serves two merchants in two scopes', async () => {
    const [one, two] = [recordWebhooks(), recordWebhooks()]
    const app = Fastify()
    app.register(
      async (scope) => {
        await scope.register(paystablecoin, { ...CLIENT_OPTIONS, webhook: one.webhook })
      },
      { prefix: '/one' },
    )
    const other = { ...CLIENT_OPTIONS, merchantId: '2000', apiSecret: 'another-secret' }
    app.register(
      async (scope) => {
        await scope.register(paystablecoin, { ...other, webhook: two.webhook })
      },
      { prefix: '/two' },
    )
    const origin = await serve(app)
    const secret = other.apiSecret
    expect(await sendWebhook(`${origin}/one/webhook`)).toEqual(RECEIVED)
    expect(await sendWebhook(`${origin}/two/webhook`, { secret })).toEqual(RECEIVED)
    expect(await sendWebhook(`${origin}/two/webhook`)).toMatchObject({ status: 401 })
    expect([one.events.length, two.events.length]).toEqual([1, 1])
    expect(app.hasDecorator('paystablecoin')).toBe(false)
  })

  it('puts its own prefix before the path, after that of the scope', async () => {
    const { webhook, events } = recordWebhooks()
    const app = Fastify()
    const options = { ...CLIENT_OPTIONS, prefix: '/psc', webhook }
    app.register(async (scope) => scope.register(paystablecoin, options), { prefix: '/shop' })
    expect(await sendWebhook(`${await serve(app)}/shop/psc/webhook`)).toEqual(RECEIVED)
    expect(events).toHaveLength(1)
  })

  it('signs the path that was called, whatever rewriteUrl makes of it', async () => {
    const { webhook } = recordWebhooks()
    const app = Fastify({ rewriteUrl: (request) => (request.url ?? '').replace('/outside', '') })
    await app.register(paystablecoin, { ...CLIENT_OPTIONS, webhook })
    expect(await sendWebhook(`${await serve(app)}/outside/webhook`)).toEqual(RECEIVED)
  })

  it("hands Fastify's request to onEvent, and work after the answer to waitUntil", async () => {
    const seen: string[] = []
    const work: Promise<unknown>[] = []
    const app = Fastify()
    await app.register(paystablecoin, {
      ...CLIENT_OPTIONS,
      webhook: {
        path: '/webhook',
        waitUntil: (promise) => void work.push(promise),
        onEvent: (_event, request) => void seen.push(request.routeOptions.url ?? ''),
      },
    })
    expect(await sendWebhook(`${await serve(app)}/webhook`)).toEqual(RECEIVED)
    await Promise.all(work)
    expect(seen).toEqual(['/webhook'])
  })

  it('takes a receiver of your own', async () => {
    const { webhook, events } = recordWebhooks()
    const { apiSecret } = CLIENT_OPTIONS
    const receiver = createWebhookReceiver<FastifyRequest>({ ...webhook, apiSecret })
    const app = Fastify()
    await app.register(paystablecoin, { ...CLIENT_OPTIONS, webhook: { path: '/own', receiver } })
    expect(await sendWebhook(`${await serve(app)}/own`)).toEqual(RECEIVED)
    expect(events).toHaveLength(1)
  })

  it('leaves the connection to what logs after an oversized body', async () => {
    const ips: string[] = []
    const { webhook } = recordWebhooks()
    const app = Fastify()
    app.addHook('onResponse', async (request) => void ips.push(request.ip))
    await app.register(paystablecoin, {
      ...CLIENT_OPTIONS,
      webhook: { ...webhook, maxBodyBytes: 10 },
    })
    const url = `${await serve(app)}/webhook`
    const init = { method: 'POST', body: new Blob([PAYMENT_BODY]).stream(), duplex: 'half' }
    expect((await fetch(url, init)).status).toBe(413)
    await app.close()
    expect(ips).toEqual(['127.0.0.1'])
  })
})
