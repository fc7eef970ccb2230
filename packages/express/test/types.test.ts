/**
 * The types, as a strict consumer sees them. The typecheck is the test; the run only makes the functions.
 *
 * @module
 */
import express from 'express'
import type { NextFunction, Request, RequestHandler, Response } from 'express'
import { describe, expectTypeOf, it } from 'vitest'
import {
  createWebhookReceiver,
  paystablecoin,
  paystablecoinHandler,
  paystablecoinWebhook,
} from '../src/index.ts'
import type { Client, PayStablecoinRequest } from '../src/index.ts'
import { CLIENT_OPTIONS, SECRET } from './support/fixtures.ts'

const onEvent = (): void => undefined

describe('the types', () => {
  it('of a handler know the client, the parameters, the response and next', () => {
    const app = express().use(paystablecoin(CLIENT_OPTIONS))
    app.get(
      '/orders/:id',
      paystablecoinHandler<{ id: string }>((req, res, next) => {
        expectTypeOf(req.paystablecoin).toEqualTypeOf<Client>()
        expectTypeOf(req.params.id).toEqualTypeOf<string>()
        expectTypeOf(res).toEqualTypeOf<Response>()
        expectTypeOf(next).toEqualTypeOf<NextFunction>()
      }),
    )
    express.Router().post(
      '/buy',
      paystablecoinHandler((req) => {
        expectTypeOf(req).toEqualTypeOf<PayStablecoinRequest>()
        expectTypeOf(req.params).toEqualTypeOf<Request['params']>()
      }),
    )
  })

  it('of other requests do not claim a client', () => {
    express()
      .use(paystablecoin(CLIENT_OPTIONS))
      .get('/', (req) => {
        // @ts-expect-error Express does not know which middleware ran
        void req.paystablecoin
      })
  })

  it('of a function of the request know the request and, in onEvent, the event', () => {
    paystablecoin((req) => {
      expectTypeOf(req).toEqualTypeOf<Request>()
      return CLIENT_OPTIONS
    })
    paystablecoinWebhook((req) => {
      expectTypeOf(req).toEqualTypeOf<Request>()
      return {
        merchantId: '1000',
        apiSecret: SECRET,
        onEvent: (event, context) => {
          expectTypeOf(context).toEqualTypeOf<Request>()
          if (event.kind === 'payment') expectTypeOf(event.data.merchantOrderId).toBeString()
        },
      }
    })
  })

  it('of the webhook fit apps and routers', () => {
    const webhook = paystablecoinWebhook({ ...CLIENT_OPTIONS, onEvent })
    expectTypeOf(webhook).toExtend<RequestHandler>()
    express().post('/webhook/:kind', webhook)
    express.Router().post('/webhook', express.raw(), webhook)
  })

  it('of a ready receiver are those of its context', () => {
    const receiver = createWebhookReceiver<Request>({ apiSecret: SECRET, onEvent })
    paystablecoinWebhook({ receiver })
    paystablecoinWebhook({
      receiver: createWebhookReceiver<unknown>({ apiSecret: SECRET, onEvent }),
    })
    const foreign = createWebhookReceiver<{ queue: string }>({ apiSecret: SECRET, onEvent })
    // @ts-expect-error its handler wants a context that Express does not have
    paystablecoinWebhook({ receiver: foreign })
  })

  it('want the options that there are, and take those that may be undefined', () => {
    paystablecoinWebhook({ apiSecret: SECRET, onEvent, waitUntil: undefined })
    // @ts-expect-error a webhook without a handler
    expectTypeOf(() => paystablecoinWebhook({ apiSecret: SECRET })).toBeFunction()
    // @ts-expect-error a function of the request names the merchant
    expectTypeOf(() => paystablecoinWebhook(() => ({ apiSecret: SECRET, onEvent }))).toBeFunction()
    // @ts-expect-error an environment and a base URL
    expectTypeOf(() => paystablecoin({ ...CLIENT_OPTIONS, environment: 'sandbox' })).toBeFunction()
  })
})
