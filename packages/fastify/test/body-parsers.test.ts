/**
 * The app's own parsers, hooks and error handlers: they do not reach the webhook, and the webhook does not reach them.
 *
 * @module
 */
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import rawBody from 'fastify-raw-body'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { paystablecoinWebhook } from '../src/index.ts'
import { PAYMENT_BODY, RECEIVED, recordWebhooks, sendWebhook, serve } from './support/fixtures.ts'

type Addition = (app: FastifyInstance) => unknown

const CUSTOM = { status: 200, text: '{"parsedBy":"the app"}' }

function addCustomParser(app: FastifyInstance): void {
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, _body, done) => {
    done(null, { parsedBy: 'the app' })
  })
}

async function createApp({ before, after }: { before?: Addition; after?: Addition }) {
  const { webhook, ...records } = recordWebhooks()
  const app = Fastify({ bodyLimit: 1000 })
  await before?.(app)
  await app.register(paystablecoinWebhook, webhook)
  await after?.(app)
  app.post('/other', (request) => request.body)
  return { app, ...records }
}

describe.each(['before', 'after'] as const)('registered %s the plugin', (order) => {
  it('a custom JSON parser serves the other routes only', async () => {
    const { app, events } = await createApp({ [order]: addCustomParser })
    const origin = await serve(app)
    expect(await sendWebhook(`${origin}/webhook`)).toEqual(RECEIVED)
    expect(await sendWebhook(`${origin}/other`)).toEqual(CUSTOM)
    expect(events).toMatchObject([{ kind: 'payment', rawBody: PAYMENT_BODY }])
  })

  it('a parser for everything serves the other routes only', async () => {
    const addCatchAll: Addition = (app) =>
      app.addContentTypeParser('*', (_request, payload, done) => {
        payload.resume().on('end', () => done(null, { parsedBy: 'the app' }))
      })
    const { app } = await createApp({ [order]: addCatchAll })
    const origin = await serve(app)
    expect(await sendWebhook(`${origin}/webhook`)).toEqual(RECEIVED)
    expect(await sendWebhook(`${origin}/other`, { contentType: 'text/x-other' })).toEqual(CUSTOM)
  })

  it.each([{}, { runFirst: true }, { encoding: false } as const])(
    'fastify-raw-body %j leaves the webhook its bytes',
    async (options) => {
      const addRawBody: Addition = async (app) => {
        await app.register(rawBody, options)
        app.addHook('preHandler', async () => setImmediate())
      }
      const { app, events } = await createApp({ [order]: addRawBody })
      expect(await sendWebhook(`${await serve(app)}/webhook`)).toEqual(RECEIVED)
      expect(events).toMatchObject([{ kind: 'payment', rawBody: PAYMENT_BODY }])
    },
  )

  it('a route has its bodies parsed by Fastify', async () => {
    const addRoute: Addition = (app) => app.post('/early', (request) => request.body)
    const { app } = await createApp({ [order]: addRoute })
    const origin = await serve(app)
    expect(await sendWebhook(`${origin}/early`)).toEqual({ status: 200, text: PAYMENT_BODY })
    expect(await sendWebhook(`${origin}/webhook`)).toEqual(RECEIVED)
  })
})

describe('the webhook', () => {
  it('accepts a content type that Fastify rejects', async () => {
    // Fastify parses the type when it is first asked for it: here before the route's own scope.
    const askForType: Addition = (app) =>
      app.addHook('onRequest', async (request) => void request.mediaType)
    const { app } = await createApp({ before: askForType })
    const url = `${await serve(app)}/webhook`
    expect(await sendWebhook(url, { contentType: 'no type at all' })).toEqual(RECEIVED)
  })

  it("goes by its own limit, not by the app's", async () => {
    const { app } = await createApp({})
    const url = `${await serve(app)}/webhook`
    const init = { method: 'POST', body: 'x'.repeat(1001) }
    expect((await fetch(url, init)).status).toBe(401)
  })

  it("is answered as it is, whatever the app's serialiser does", async () => {
    const serialise: Addition = (app) => app.setReplySerializer(() => 'serialised')
    const { app } = await createApp({ before: serialise })
    expect(await sendWebhook(`${await serve(app)}/webhook`)).toEqual(RECEIVED)
  })

  it("leaves errors of the app's hooks to the app's error handler", async () => {
    const limitRate: Addition = (app) => {
      app.setErrorHandler((_error, _request, reply) => reply.code(429).send('slow down'))
      app.addHook('onRequest', async () => {
        throw new Error('too many requests')
      })
    }
    const { app, events } = await createApp({ before: limitRate })
    const answer = await sendWebhook(`${await serve(app)}/webhook`)
    expect(answer).toEqual({ status: 429, text: 'slow down' })
    expect(events).toEqual([])
  })

  it('leaves it the whole error, also one with a number for a code, as databases have', async () => {
    const limitRate: Addition = (app) =>
      app.addHook('onRequest', async () => {
        throw Object.assign(new Error('too many requests'), { statusCode: 429, code: 11_000 })
      })
    const { app } = await createApp({ before: limitRate })
    const { status, text } = await sendWebhook(`${await serve(app)}/webhook`)
    expect(status).toBe(429)
    expect(text).toContain('too many requests')
  })

  it('answers 500 with mounting advice where a hook has read the body', async () => {
    const readBody: Addition = (app) =>
      app.addHook('preHandler', async (request) => {
        for await (const _piece of request.raw.iterator({ destroyOnReturn: false })) continue
      })
    const { app, problems } = await createApp({ before: readBody })
    const { status, text } = await sendWebhook(`${await serve(app)}/webhook`)
    expect(status).toBe(500)
    expect(text).toContain('Register paystablecoinWebhook outside its scope')
    expect(text).not.toContain('signature')
    expect(problems).toMatchObject([{ outcome: 'unavailable' }])
  })
})
