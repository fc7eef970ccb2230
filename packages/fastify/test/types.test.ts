/**
 * The types, as a strict consumer sees them. The typecheck is the test; the run only makes the functions.
 *
 * @module
 */
import Fastify from 'fastify'
import type { FastifyRequest } from 'fastify'
import { describe, expectTypeOf, it } from 'vitest'
import plugin, { createWebhookReceiver, paystablecoin, paystablecoinWebhook } from '../src/index.ts'
import type { Client } from '../src/index.ts'
import { CLIENT_OPTIONS, SECRET } from './support/fixtures.ts'

const onEvent = (): void => undefined

describe('the types', () => {
  it('of the app and of the request know the client, in scopes and in routes', async () => {
    const app = Fastify()
    await app.register(plugin, CLIENT_OPTIONS)
    expectTypeOf(app.paystablecoin).toEqualTypeOf<Client>()
    app.register(async (scope) => {
      scope.get('/', function (request) {
        expectTypeOf(this.paystablecoin).toEqualTypeOf<Client>()
        expectTypeOf(request.paystablecoin).toEqualTypeOf<Client>()
        return null
      })
    })
  })

  it('of functions of the request know the request and, in onEvent, the event', () => {
    const app = Fastify({ logger: false })
    app.register(paystablecoin, {
      options: (request) => {
        expectTypeOf(request).toEqualTypeOf<FastifyRequest>()
        return CLIENT_OPTIONS
      },
    })
    app.register(paystablecoinWebhook, {
      path: '/',
      options: (request) => {
        expectTypeOf(request).toEqualTypeOf<FastifyRequest>()
        return {
          merchantId: '1000',
          apiSecret: SECRET,
          onEvent: (event, context) => {
            expectTypeOf(context).toEqualTypeOf<FastifyRequest>()
            if (event.kind === 'payment') expectTypeOf(event.data.merchantOrderId).toBeString()
          },
        }
      },
    })
  })

  it('of onEvent know the event and the request', () => {
    Fastify({ logger: false }).register(paystablecoinWebhook, {
      path: '/webhook',
      apiSecret: SECRET,
      onEvent: (event, request) => {
        expectTypeOf(request).toEqualTypeOf<FastifyRequest>()
        if (event.kind === 'payment') expectTypeOf(event.data.merchantOrderId).toBeString()
      },
    })
  })

  it('of a ready receiver are those of its context', () => {
    const app = Fastify()
    const receiver = createWebhookReceiver<unknown>({ apiSecret: SECRET, onEvent })
    app.register(paystablecoinWebhook, { path: '/', receiver })
    const foreign = createWebhookReceiver<{ queue: string }>({ apiSecret: SECRET, onEvent })
    // @ts-expect-error its handler wants a context that Fastify does not have
    app.register(paystablecoinWebhook, { path: '/', receiver: foreign })
  })

  it('want the options that there are, and take those that may be undefined', () => {
    const app = Fastify()
    app.register(paystablecoin, { ...CLIENT_OPTIONS, options: undefined })
    const optional = { waitUntil: undefined, idleTimeoutMs: undefined, options: undefined }
    const webhook = { path: '/', apiSecret: SECRET, onEvent, ...optional, receiver: undefined }
    app.register(paystablecoinWebhook, webhook)
    app.register(paystablecoinWebhook, { ...CLIENT_OPTIONS, path: '/', onEvent })
    // @ts-expect-error a webhook without a handler
    app.register(paystablecoinWebhook, { path: '/', apiSecret: SECRET })
    // @ts-expect-error a webhook without a secret
    app.register(paystablecoinWebhook, { path: '/', onEvent })
    // @ts-expect-error a webhook without a path
    app.register(paystablecoinWebhook, { apiSecret: SECRET, onEvent })
    const options = () => ({ apiSecret: SECRET, onEvent })
    // @ts-expect-error a function of the request names the merchant
    app.register(paystablecoinWebhook, { path: '/', options })
    // @ts-expect-error an environment and a base URL
    app.register(paystablecoin, { ...CLIENT_OPTIONS, environment: 'sandbox' })
    // @ts-expect-error the webhook is a plugin of its own
    app.register(paystablecoin, { ...CLIENT_OPTIONS, webhook: { path: '/', onEvent } })
  })
})
