import { Hono } from 'hono'
import type { Context } from 'hono'
import { createWebhookReceiver, paystablecoin, paystablecoinWebhook } from '../src/index.ts'
import type { Client, PayStablecoinEnv, WebhookEvent } from '../src/index.ts'
import { describe, expectTypeOf, it } from 'vitest'
import { CLIENT_OPTIONS, SECRET } from './support/fixtures.ts'

type Bindings = { SECRET: string; DB: number }
type AppEnv = { Bindings: Bindings }

describe('the types', () => {
  it('of c.var know the client after a chained use', () => {
    new Hono<AppEnv>()
      .use(paystablecoin(CLIENT_OPTIONS))
      .get('/', (c) => {
        expectTypeOf(c.var.paystablecoin).toEqualTypeOf<Client>()
        expectTypeOf(c.env.DB).toEqualTypeOf<number>()
        return c.body(null)
      })
      .use(
        '/shop/*',
        paystablecoin<AppEnv>((c) => ({ ...CLIENT_OPTIONS, apiSecret: c.env.SECRET })),
      )
      .get('/shop/x', (c) => {
        expectTypeOf(c.var.paystablecoin).toEqualTypeOf<Client>()
        return c.body(null)
      })
  })

  it('of c.var know the client where the app names the environment', () => {
    const app = new Hono<PayStablecoinEnv & AppEnv>()
    app.use(paystablecoin(CLIENT_OPTIONS))
    app.get('/', (c) => {
      expectTypeOf(c.var.paystablecoin).toEqualTypeOf<Client>()
      return c.body(null)
    })
  })

  it('of c.var do not claim a client where the middleware did not run', () => {
    new Hono<AppEnv>().get('/', (c) => {
      // @ts-expect-error no middleware, no client
      void c.var.paystablecoin
      return c.body(null)
    })
    const unchained = new Hono()
    unchained.use(paystablecoin(CLIENT_OPTIONS))
    unchained.get('/', (c) => {
      // @ts-expect-error only a chained use adds to the type
      void c.var.paystablecoin
      return c.body(null)
    })
  })

  it('of the webhook route fit any app', () => {
    const onEvent = (event: WebhookEvent) => void expectTypeOf(event.kind).toBeString()
    const handler = paystablecoinWebhook({ ...CLIENT_OPTIONS, onEvent })
    new Hono<AppEnv & PayStablecoinEnv>()
      .post('/webhook/:kind', handler)
      .get('/', (c) => c.text(c.env.SECRET))
    new Hono().post('/webhook', handler)
  })

  it('of onEvent know the app’s context', () => {
    new Hono<AppEnv>().use(paystablecoin(CLIENT_OPTIONS)).post(
      '/webhook',
      paystablecoinWebhook<AppEnv & PayStablecoinEnv>((c) => ({
        merchantId: '1000',
        apiSecret: c.env.SECRET,
        onEvent: (event, c) => {
          expectTypeOf(c.var.paystablecoin).toEqualTypeOf<Client>()
          expectTypeOf(c.env.DB).toEqualTypeOf<number>()
          if (event.kind === 'payment') expectTypeOf(event.data.merchantOrderId).toBeString()
        },
      })),
    )
    paystablecoinWebhook<AppEnv>({
      apiSecret: SECRET,
      onEvent: (_event, c) => {
        // @ts-expect-error the client is not part of this environment
        void c.var.paystablecoin
      },
    })
  })

  it('of a ready receiver are those of its context', () => {
    const onEvent = () => undefined
    paystablecoinWebhook({
      receiver: createWebhookReceiver<Context<AppEnv>>({ apiSecret: SECRET, onEvent }),
    })
    paystablecoinWebhook({
      receiver: createWebhookReceiver<unknown>({ apiSecret: SECRET, onEvent }),
    })
    const foreign = createWebhookReceiver<{ queue: string }>({ apiSecret: SECRET, onEvent })
    // @ts-expect-error its handler wants a context that Hono does not have
    paystablecoinWebhook({ receiver: foreign })
  })

  it('want the options that there are', () => {
    const onEvent = () => undefined
    // @ts-expect-error a webhook route without a handler
    expectTypeOf(() => paystablecoinWebhook({ apiSecret: SECRET })).toBeFunction()
    // @ts-expect-error a function of the context names the merchant
    expectTypeOf(() => paystablecoinWebhook(() => ({ apiSecret: SECRET, onEvent }))).toBeFunction()
    // @ts-expect-error an environment and a base URL
    expectTypeOf(() => paystablecoin({ ...CLIENT_OPTIONS, environment: 'sandbox' })).toBeFunction()
  })
})
