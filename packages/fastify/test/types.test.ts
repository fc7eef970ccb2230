/**
 * The types, as a strict consumer sees them. The typecheck is the test; the run only makes the functions.
 *
 * @module
 */
import Fastify from 'fastify'
import type { FastifyRequest } from 'fastify'
import { describe, expectTypeOf, it } from 'vitest'
import plugin, { createWebhookReceiver, paystablecoin } from '../src/index.ts'
import type { Client } from '../src/index.ts'
import { CLIENT_OPTIONS, SECRET } from './_setup.ts'

const onEvent = (): void => undefined

describe('the types', () => {
  it('of the app know the client, in scopes and in routes', async () => {
    const app = Fastify()
    await app.register(paystablecoin, CLIENT_OPTIONS)
    expectTypeOf(app.paystablecoin).toEqualTypeOf<Client>()
    app.register(async (scope) => {
      scope.get('/', async function () {
        expectTypeOf(this.paystablecoin).toEqualTypeOf<Client>()
      })
    })
  })

  it('of onEvent know the event and the request', () => {
    Fastify({ logger: false }).register(plugin, {
      ...CLIENT_OPTIONS,
      webhook: {
        path: '/webhook',
        onEvent: (event, request) => {
          expectTypeOf(request).toEqualTypeOf<FastifyRequest>()
          if (event.kind === 'payment') expectTypeOf(event.data.merchantOrderId).toBeString()
        },
      },
    })
  })

  it('of a ready receiver are those of its context', () => {
    const app = Fastify()
    const receiver = createWebhookReceiver<unknown>({ apiSecret: SECRET, onEvent })
    app.register(paystablecoin, { ...CLIENT_OPTIONS, webhook: { path: '/', receiver } })
    const foreign = createWebhookReceiver<{ queue: string }>({ apiSecret: SECRET, onEvent })
    // @ts-expect-error its handler wants a context that Fastify does not have
    app.register(paystablecoin, { ...CLIENT_OPTIONS, webhook: { path: '/', receiver: foreign } })
  })

  it('want the options that there are, and take those that may be undefined', () => {
    const app = Fastify()
    app.register(paystablecoin, { ...CLIENT_OPTIONS, webhook: undefined })
    const webhook = { path: '/', onEvent, waitUntil: undefined, idleTimeoutMs: undefined }
    app.register(paystablecoin, { ...CLIENT_OPTIONS, webhook })
    // @ts-expect-error a webhook without a handler
    app.register(paystablecoin, { ...CLIENT_OPTIONS, webhook: { path: '/' } })
    // @ts-expect-error a webhook without a path
    app.register(paystablecoin, { ...CLIENT_OPTIONS, webhook: { onEvent } })
    // @ts-expect-error an environment and a base URL
    app.register(paystablecoin, { ...CLIENT_OPTIONS, environment: 'sandbox' })
  })
})
