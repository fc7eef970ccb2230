/**
 * What is Fastify's own about the webhook: scopes, prefixes, and what `onEvent` gets.
 *
 * @module
 */
import Fastify from 'fastify'
import type { FastifyRequest } from 'fastify'
import { describe, expect, it } from 'vitest'
import {
  createWebhookReceiver,
  createWebhookRequest,
  paystablecoin,
  paystablecoinWebhook,
} from '../src/index.ts'
import {
  CLIENT_OPTIONS,
  PAYMENT_BODY,
  RECEIVED,
  recordWebhooks,
  SECRET,
  sendWebhook,
  serve,
} from './support/fixtures.ts'

describe('paystablecoinWebhook', () => {
  it('needs no client, and adds none', async () => {
    const { webhook, events } = recordWebhooks()
    const app = Fastify()
    await app.register(paystablecoinWebhook, webhook)
    expect(await sendWebhook(`${await serve(app)}/webhook`)).toEqual(RECEIVED)
    expect(events).toMatchObject([{ kind: 'payment', rawBody: PAYMENT_BODY }])
    expect(app.hasDecorator('paystablecoin')).toBe(false)
  })

  it('answers app.inject, as the tests of an app send', async () => {
    const { webhook, events } = recordWebhooks()
    const app = Fastify()
    await app.register(paystablecoinWebhook, webhook)
    const parts = { url: 'https://shop.example/webhook', body: PAYMENT_BODY }
    const signed = await createWebhookRequest(parts, SECRET)
    const headers = Object.fromEntries(signed.headers)
    const request = { method: 'POST', url: '/webhook', headers } as const
    expect((await app.inject({ ...request, payload: `${PAYMENT_BODY} ` })).statusCode).toBe(401)
    const { statusCode, payload } = await app.inject({ ...request, payload: PAYMENT_BODY })
    expect({ status: statusCode, text: payload }).toEqual(RECEIVED)
    expect(events).toMatchObject([{ rawBody: PAYMENT_BODY }])
  })

  it('serves two merchants in one scope, each with its own secret', async () => {
    const [one, two] = [recordWebhooks(), recordWebhooks()]
    const secret = 'another-secret'
    const app = Fastify()
    app.register(paystablecoinWebhook, { ...one.webhook, path: '/one', merchantId: '1000' })
    const other = { path: '/two', merchantId: '2000', apiSecret: secret }
    app.register(paystablecoinWebhook, { ...two.webhook, ...other })
    const origin = await serve(app)
    expect(await sendWebhook(`${origin}/one`)).toEqual(RECEIVED)
    expect(await sendWebhook(`${origin}/two`, { secret })).toEqual(RECEIVED)
    expect(await sendWebhook(`${origin}/two`)).toMatchObject({ status: 401 })
    expect([one.events.length, two.events.length]).toEqual([1, 1])
  })

  it('puts the prefix of its registration before the path, after that of the scope', async () => {
    const { webhook, events } = recordWebhooks()
    const app = Fastify()
    const options = { ...webhook, prefix: '/psc' }
    app.register(async (scope) => scope.register(paystablecoinWebhook, options), {
      prefix: '/shop',
    })
    expect(await sendWebhook(`${await serve(app)}/shop/psc/webhook`)).toEqual(RECEIVED)
    expect(events).toHaveLength(1)
  })

  it('verifies the path that was called, whatever rewriteUrl makes of it', async () => {
    const { webhook } = recordWebhooks()
    const app = Fastify({ rewriteUrl: (request) => (request.url ?? '').replace('/outside', '') })
    await app.register(paystablecoinWebhook, webhook)
    expect(await sendWebhook(`${await serve(app)}/outside/webhook`)).toEqual(RECEIVED)
  })

  it("hands Fastify's request to onEvent, with the client of its scope", async () => {
    const seen: unknown[] = []
    const { webhook } = recordWebhooks()
    const app = Fastify()
    await app.register(paystablecoin, CLIENT_OPTIONS)
    await app.register(paystablecoinWebhook, {
      ...webhook,
      onEvent: (_event, request) => {
        seen.push(request.routeOptions.url, Object.keys(request.paystablecoin))
      },
    })
    expect(await sendWebhook(`${await serve(app)}/webhook`)).toEqual(RECEIVED)
    expect(seen).toEqual(['/webhook', ['orders', 'refunds', 'checkout', 'request']])
  })

  it('hands the work after the response to waitUntil', async () => {
    const work: Promise<unknown>[] = []
    const { webhook, events } = recordWebhooks()
    const waitUntil = (promise: Promise<unknown>) => void work.push(promise)
    const app = Fastify()
    const immediate = { ...webhook, acknowledge: 'immediately', waitUntil } as const
    await app.register(paystablecoinWebhook, immediate)
    expect(await sendWebhook(`${await serve(app)}/webhook`)).toEqual(RECEIVED)
    await Promise.all(work)
    expect(work).toHaveLength(1)
    expect(events).toHaveLength(1)
  })

  it('takes a receiver of your own', async () => {
    const { webhook, events } = recordWebhooks()
    const receiver = createWebhookReceiver<FastifyRequest>(webhook)
    const app = Fastify()
    await app.register(paystablecoinWebhook, { path: '/own', receiver })
    expect(await sendWebhook(`${await serve(app)}/own`)).toEqual(RECEIVED)
    expect(events).toHaveLength(1)
  })

  it('takes options that depend on the request', async () => {
    const { webhook, events } = recordWebhooks()
    const app = Fastify()
    await app.register(paystablecoinWebhook, {
      path: '/:tenant/webhook',
      options: (request) => ({
        ...webhook,
        merchantId: request.url.split('/')[1] ?? '',
        apiSecret: request.url.startsWith('/one/') ? SECRET : 'another-secret',
      }),
    })
    const origin = await serve(app)
    expect(await sendWebhook(`${origin}/one/webhook`)).toEqual(RECEIVED)
    expect(await sendWebhook(`${origin}/two/webhook`)).toMatchObject({ status: 401 })
    expect(events).toHaveLength(1)
  })

  it('leaves what the function of the request throws to the error handler of the app', async () => {
    const app = Fastify()
    app.setErrorHandler((_error, _request, reply) => reply.code(503).send('no such tenant'))
    const options = (): never => {
      throw new Error('no such tenant')
    }
    await app.register(paystablecoinWebhook, { path: '/webhook', options })
    const answer = await sendWebhook(`${await serve(app)}/webhook`)
    expect(answer).toEqual({ status: 503, text: 'no such tenant' })
  })

  it('leaves the connection to what logs after an oversized body', async () => {
    const ips: string[] = []
    const { webhook } = recordWebhooks()
    const app = Fastify()
    app.addHook('onResponse', async (request) => void ips.push(request.ip))
    await app.register(paystablecoinWebhook, { ...webhook, maxBodyBytes: 10 })
    const url = `${await serve(app)}/webhook`
    const init = { method: 'POST', body: new Blob([PAYMENT_BODY]).stream(), duplex: 'half' }
    expect((await fetch(url, init)).status).toBe(413)
    await app.close()
    expect(ips).toEqual(['127.0.0.1'])
  })
})
