import { PassThrough } from 'node:stream'
import { Hono } from 'hono'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { validator } from 'hono/validator'
import { createWebhookReceiver, paystablecoinWebhook } from '../src/index.ts'
import type { PayStablecoinWebhookOptions, WebhookEvent, WebhookProblem } from '../src/index.ts'
import { describe, expect, it } from 'vitest'
import { createInbox, PAYMENT, SECRET, signedPayment, URL_OF_WEBHOOK } from './support/fixtures.ts'

// With `after-handler`, the event has been handed over when the response arrives.
const quiet = { onError: () => undefined, acknowledge: 'after-handler' } as const

/** The same headers with another body, or to another address. */
function resent(
  { url, headers }: Request,
  changed: { url?: string; body: string | Uint8Array<ArrayBuffer> },
): Request {
  return new Request(changed.url ?? url, { method: 'POST', headers, body: changed.body })
}

/** A handler that waits for `finish`. */
function createSlowHandler() {
  const finished: string[] = []
  let finish = (): void => undefined
  const finishing = new Promise<void>((resolve) => (finish = resolve))
  const onEvent = async (event: WebhookEvent): Promise<void> => {
    await finishing
    finished.push(event.kind)
  }
  return { finished, finish: () => finish(), onEvent }
}

function appWith(
  options: Partial<Extract<PayStablecoinWebhookOptions, { onEvent: unknown }>> = {},
  ...before: MiddlewareHandler[]
) {
  const inbox = createInbox()
  const handler = paystablecoinWebhook({ apiSecret: SECRET, ...quiet, ...inbox, ...options })
  const app = new Hono()
  for (const middleware of before) app.use(middleware)
  return { app: app.post('/webhook/:kind', handler), events: inbox.events }
}

describe('paystablecoinWebhook', () => {
  it.each(['request', 'body'] as const)(
    'accepts a webhook signed in the %s scheme',
    async (scheme) => {
      const { app, events } = appWith()
      const response = await app.request(await signedPayment({ scheme }))
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toBe('application/json')
      expect(await response.text()).toBe('{"code":"00000"}')
      expect(events).toMatchObject([{ kind: 'payment', status: 'SUCCEEDED', scheme }])
    },
  )

  it.each(['request', 'body'] as const)(
    'rejects the same webhook of the %s scheme with one byte changed',
    async (scheme) => {
      const { app, events } = appWith()
      const signed = await signedPayment({ scheme })
      const body = (await signed.clone().text()).replace('99.99', '99.98')
      const response = await app.request(resent(signed, { body }))
      expect(response.status).toBe(401)
      expect(await response.json()).toEqual({ error: 'Invalid signature' })
      expect(events).toEqual([])
    },
  )

  it('rejects a webhook that is not signed', async () => {
    const { app, events } = appWith()
    const response = await app.request(URL_OF_WEBHOOK, { method: 'POST', body: '{}' })
    expect(response.status).toBe(401)
    expect(events).toEqual([])
  })

  it('rejects a POST without a body', async () => {
    const { app, events } = appWith()
    expect((await app.request(URL_OF_WEBHOOK, { method: 'POST' })).status).toBe(401)
    expect(events).toEqual([])
  })

  it.each([
    ['spaced JSON', '{ "merchantOrderId" : "ORDER_1738112345000", "status": "SUCCEEDED" }'],
    ['a BOM', `\uFEFF${JSON.stringify(PAYMENT)}`],
    ['CRLF', JSON.stringify(PAYMENT, null, 2).replaceAll('\n', '\r\n')],
    ['a 20-digit integer and 10.00', '{"a":12345678901234567890,"b":10.00,"status":"X"}'],
    ['escapes and a duplicate key', String.raw`{"a":"\u00e9\/","a":1}`],
  ])('accepts %s and hands over the text as signed', async (_name, body) => {
    const { app, events } = appWith()
    expect((await app.request(await signedPayment({ body }))).status).toBe(200)
    expect(events.map((event) => event.rawBody)).toEqual([body])
  })

  it('rejects other bytes that decode to the same text', async () => {
    const { app } = appWith()
    const signed = await signedPayment({ body: new Uint8Array([0xff]) })
    const response = await app.request(resent(signed, { body: new Uint8Array([0xfe]) }))
    expect(response.status).toBe(401)
  })

  it('verifies the path as it was sent, not as Hono decodes it', async () => {
    const { app, events } = appWith()
    const url = 'https://shop.example/webhook/pay%6Dent%2F1?tenant=2'
    expect((await app.request(await signedPayment({ url }))).status).toBe(200)
    const decoded = await signedPayment({ url: 'https://shop.example/webhook/payment%2F1' })
    expect((await app.request(decoded.clone())).status).toBe(200)
    const response = await app.request(resent(decoded, { url, body: JSON.stringify(PAYMENT) }))
    expect(response.status).toBe(401)
    expect(events).toHaveLength(1)
  })

  it('verifies the path of callbackUrl where an outer app strips the mount path', async () => {
    const url = 'https://shop.example/psc/webhook/payment'
    const plain = new Hono().mount('/psc', appWith().app.fetch)
    expect((await plain.request(await signedPayment({ url }))).status).toBe(401)
    const configured = new Hono().mount('/psc', appWith({ callbackUrl: url }).app.fetch)
    expect((await configured.request(await signedPayment({ url }))).status).toBe(200)
  })

  it('answers inside a nested app and a base path', async () => {
    const app = new Hono().basePath('/v1').route('/psc', appWith().app)
    const url = 'https://shop.example/v1/psc/webhook/payment'
    expect((await app.request(await signedPayment({ url }))).status).toBe(200)
  })

  it('keeps the headers that earlier middleware set', async () => {
    const { app } = appWith({}, async (c, next) => {
      c.header('x-request-id', 'r-1')
      await next()
    })
    const response = await app.request(await signedPayment())
    expect(response.headers.get('x-request-id')).toBe('r-1')
    expect(response.headers.get('content-type')).toBe('application/json')
  })

  it('hands Hono’s own context to onEvent', async () => {
    const seen: unknown[] = []
    const app = new Hono<{ Bindings: { DB: string } }>().post(
      '/webhook/:kind',
      paystablecoinWebhook<{ Bindings: { DB: string } }>({
        apiSecret: SECRET,
        ...quiet,
        onEvent: (event, c) => void seen.push(event.kind, c.env.DB, c.req.param('kind')),
      }),
    )
    await app.request(await signedPayment(), undefined, { DB: 'orders' })
    expect(seen).toEqual(['payment', 'orders', 'payment'])
  })

  it('takes secrets that exist only per request', async () => {
    const { events, onEvent } = createInbox()
    const app = new Hono().post(
      '/webhook/payment',
      paystablecoinWebhook<{ Bindings: { SECRET: string } }>((c) => ({
        merchantId: '1000',
        apiSecret: c.env.SECRET,
        onEvent,
        ...quiet,
      })),
    )
    const request = await signedPayment()
    expect((await app.request(request.clone(), undefined, { SECRET: 'other' })).status).toBe(401)
    expect((await app.request(request, undefined, { SECRET })).status).toBe(200)
    expect(events).toHaveLength(1)
  })

  it('takes a receiver, so that a shutdown can wait for it', async () => {
    const { finished, finish, onEvent } = createSlowHandler()
    const receiver = createWebhookReceiver<Context>({ apiSecret: SECRET, onEvent })
    const app = new Hono().post('/webhook/payment', paystablecoinWebhook({ receiver }))
    expect((await app.request(await signedPayment())).status).toBe(200)
    expect(finished).toEqual([])
    finish()
    await receiver.idle()
    expect(finished).toEqual(['payment'])
  })

  it('rejects a missing secret when the app is built', () => {
    expect(() => paystablecoinWebhook({ apiSecret: '', onEvent: () => undefined })).toThrow(
      /apiSecret/,
    )
  })
})

describe('a body that was read before', () => {
  const readers: Record<string, MiddlewareHandler> = {
    'c.req.text()': async (c, next) => (await c.req.text(), next()),
    'c.req.json()': async (c, next) => (await c.req.json(), next()),
    'c.req.arrayBuffer()': async (c, next) => (await c.req.arrayBuffer(), next()),
    'a JSON validator': validator('json', (value) => value),
    'a reader that keeps its lock': async (c, next) => {
      c.req.raw.body?.getReader()
      await next()
    },
    'a reader that stopped half-way': async (c, next) => {
      const reader = c.req.raw.body?.getReader()
      await reader?.read()
      reader?.releaseLock()
      await next()
    },
  }

  it.each(Object.entries(readers))(
    'is a 500 that says how to mount, after %s',
    async (_n, reader) => {
      const problems: WebhookProblem[] = []
      const onError = (problem: WebhookProblem) => void problems.push(problem)
      const { app, events } = appWith({ onError }, reader)
      const response = await app.request(await signedPayment())
      expect(response.status).toBe(500)
      expect(await response.text()).toContain('mount the route before anything that reads')
      expect(problems).toMatchObject([{ outcome: 'unavailable', error: { reason: 'unavailable' } }])
      expect(events).toEqual([])
    },
  )

  const harmless: Record<string, MiddlewareHandler> = {
    'a reader of a clone': async (c, next) => (await c.req.raw.clone().text(), next()),
    'c.req.parseBody() of what is no form': async (c, next) => (await c.req.parseBody(), next()),
    'a body limit': bodyLimit({ maxSize: 10_000 }),
  }

  it.each(Object.entries(harmless))('is not lost after %s', async (_name, reader) => {
    const { app, events } = appWith({}, reader)
    expect((await app.request(await signedPayment())).status).toBe(200)
    expect(events).toHaveLength(1)
  })
})

describe('the execution context', () => {
  const executionCtx = () => {
    const promises: Promise<unknown>[] = []
    return {
      promises,
      waitUntil: (promise: Promise<unknown>) => void promises.push(promise),
      passThroughOnException: () => undefined,
      props: {},
    }
  }

  it('keeps the runtime alive for the work after the response', async () => {
    const { finished, finish, onEvent } = createSlowHandler()
    const { app } = appWith({ onEvent, acknowledge: 'immediately' })
    const ctx = executionCtx()
    expect((await app.request(await signedPayment(), undefined, {}, ctx)).status).toBe(200)
    expect([ctx.promises.length, finished]).toEqual([1, []])
    finish()
    await Promise.all(ctx.promises)
    expect(finished).toEqual(['payment'])
  })

  it('is replaced by a waitUntil of your own, for a runtime that has it elsewhere', async () => {
    const { finished, finish, onEvent } = createSlowHandler()
    const own: Promise<unknown>[] = []
    const waitUntil = (promise: Promise<unknown>) => void own.push(promise)
    const { app } = appWith({ onEvent, acknowledge: 'immediately', waitUntil })
    const ctx = executionCtx()
    expect((await app.request(await signedPayment(), undefined, {}, ctx)).status).toBe(200)
    expect([ctx.promises.length, own.length, finished]).toEqual([0, 1, []])
    finish()
    await Promise.all(own)
    expect(finished).toEqual(['payment'])
  })

  it('is not needed', async () => {
    const { app, events } = appWith()
    expect((await app.request(await signedPayment())).status).toBe(200)
    expect(events).toHaveLength(1)
  })
})

describe('a binding called incoming that is no message of Node', () => {
  it.each([
    ['a KV namespace', { get: () => undefined }],
    ['a text', 'queue'],
    ['null', null],
    ['a stream that cannot be iterated', { readableDidRead: false }],
    ['a stream without a socket', new PassThrough()],
  ])('is left alone: %s', async (_, incoming) => {
    const { app, events } = appWith()
    const response = await app.fetch(await signedPayment(), { incoming })
    expect(response.status).toBe(200)
    expect(events).toHaveLength(1)
  })
})
