/**
 * The types, as a strict consumer sees them. The typecheck is the test; the run only makes the functions.
 *
 * @module
 */
import { Router } from '@koa/router'
import Koa from 'koa'
import { describe, expectTypeOf, it } from 'vitest'
import { createWebhookReceiver, paystablecoin, paystablecoinWebhook } from '../src/index.ts'
import type { Client, PayStablecoinContext, WebhookEvent } from '../src/index.ts'
import { CLIENT_OPTIONS, SECRET } from './support/fixtures.ts'

describe('the types', () => {
  it('of the context know the client after a chained use', () => {
    new Koa<{}, {}>().use(paystablecoin(CLIENT_OPTIONS)).use((ctx) => {
      expectTypeOf(ctx.paystablecoin).toEqualTypeOf<Client>()
    })
  })

  it("of the context keep the app's own state and context", () => {
    new Koa<{ user: string }, { tenant: number }>()
      .use(
        paystablecoin<{}, { tenant: number }>((ctx) => ({
          ...CLIENT_OPTIONS,
          merchantId: String(ctx.tenant),
        })),
      )
      .use((ctx) => {
        expectTypeOf(ctx.paystablecoin).toEqualTypeOf<Client>()
        expectTypeOf(ctx.tenant).toEqualTypeOf<number>()
        expectTypeOf(ctx.state.user).toEqualTypeOf<string>()
      })
  })

  it('of the context know the client where the app names it', () => {
    const app = new Koa<{}, PayStablecoinContext>()
    app.use(paystablecoin(CLIENT_OPTIONS))
    app.use((ctx) => {
      expectTypeOf(ctx.paystablecoin).toEqualTypeOf<Client>()
    })
  })

  it('of the context do not claim a client where the middleware did not run', () => {
    new Koa<{}, {}>().use((ctx) => {
      // @ts-expect-error no middleware, no client
      void ctx.paystablecoin
    })
    const unchained = new Koa<{}, {}>()
    unchained.use(paystablecoin(CLIENT_OPTIONS))
    unchained.use((ctx) => {
      // @ts-expect-error only a chained use adds to the type
      void ctx.paystablecoin
    })
  })

  it('of a router know the client where the router names it', () => {
    const router = new Router<{}, PayStablecoinContext>()
    router.get('/', (ctx) => {
      expectTypeOf(ctx.paystablecoin).toEqualTypeOf<Client>()
    })
    new Router<{}, {}>().get('/', (ctx) => {
      // @ts-expect-error this router does not name it
      void ctx.paystablecoin
    })
  })

  it('of the webhook fit any app and any router', () => {
    const onEvent = (event: WebhookEvent): void => void expectTypeOf(event.kind).toBeString()
    const webhook = paystablecoinWebhook({ ...CLIENT_OPTIONS, path: '/webhook', onEvent })
    new Koa().use(webhook)
    new Koa<{}, {}>().use(paystablecoin(CLIENT_OPTIONS)).use(webhook)
    new Koa<{ user: string }, PayStablecoinContext>().use(webhook)
    new Router<{}, PayStablecoinContext>().post('/', webhook)
  })

  it("of onEvent know the app's context", () => {
    paystablecoinWebhook<{}, PayStablecoinContext>({
      apiSecret: SECRET,
      onEvent: (event, ctx) => {
        expectTypeOf(ctx.paystablecoin).toEqualTypeOf<Client>()
        if (event.kind === 'payment') expectTypeOf(event.data.merchantOrderId).toBeString()
      },
    })
    paystablecoinWebhook({
      apiSecret: SECRET,
      onEvent: (_event, ctx) => {
        expectTypeOf(ctx.path).toBeString()
        // @ts-expect-error nobody said that the client is there
        void ctx.paystablecoin
      },
    })
  })

  it('of a function of the context know it', () => {
    new Router<{ user: string }, PayStablecoinContext>().post(
      '/',
      paystablecoinWebhook<{ user: string }, PayStablecoinContext>((ctx) => {
        expectTypeOf(ctx.state.user).toEqualTypeOf<string>()
        return {
          merchantId: '1000',
          apiSecret: SECRET,
          onEvent: (event, context) => {
            expectTypeOf(context.paystablecoin).toEqualTypeOf<Client>()
            if (event.kind === 'payment') expectTypeOf(event.data.merchantOrderId).toBeString()
          },
        }
      }),
    )
    new Koa<{}, PayStablecoinContext>().use(
      paystablecoinWebhook((_ctx: Koa.ParameterizedContext<{}, PayStablecoinContext>) => ({
        namespace: '1000',
        apiSecret: SECRET,
        merchantId: '1000',
        onEvent: (_event, context) => {
          expectTypeOf(context.paystablecoin).toEqualTypeOf<Client>()
        },
      })),
    )
  })

  it('of a ready receiver are those of its context', () => {
    const onEvent = (): void => undefined
    paystablecoinWebhook({
      receiver: createWebhookReceiver<unknown>({ apiSecret: SECRET, onEvent }),
    })
    const foreign = createWebhookReceiver<{ queue: string }>({ apiSecret: SECRET, onEvent })
    // @ts-expect-error its handler wants a context that Koa does not have
    void (paystablecoinWebhook({ receiver: foreign }) satisfies Koa.Middleware<{}, {}>)
  })

  it('want the options that there are, and take those that may be undefined', () => {
    const path: string | undefined = undefined
    const onEvent = (): void => undefined
    paystablecoinWebhook({ apiSecret: SECRET, onEvent, path, waitUntil: undefined })
    // @ts-expect-error a webhook without a handler
    expectTypeOf(() => paystablecoinWebhook({ apiSecret: SECRET })).toBeFunction()
    // @ts-expect-error a function of the context names the merchant
    expectTypeOf(() => paystablecoinWebhook(() => ({ apiSecret: SECRET, onEvent }))).toBeFunction()
    // @ts-expect-error an environment and a base URL
    expectTypeOf(() => paystablecoin({ ...CLIENT_OPTIONS, environment: 'sandbox' })).toBeFunction()
  })
})
