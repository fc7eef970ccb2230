/**
 * What is Koa's own about the webhook: where it is mounted, and what `onEvent` gets.
 *
 * @module
 */
import { Router } from '@koa/router'
import Koa from 'koa'
import mount from 'koa-mount'
import { describe, expect, it } from 'vitest'
import { createWebhookReceiver, paystablecoin, paystablecoinWebhook } from '../src/index.ts'
import type { PayStablecoinContext } from '../src/index.ts'
import {
  CLIENT_OPTIONS,
  PAYMENT_BODY,
  RECEIVED,
  recordWebhooks,
  SECRET,
  sendWebhook,
  serve,
} from './support/fixtures.ts'

const OURS = { status: 200, text: 'the next middleware' }

function nextMiddleware(ctx: Koa.Context): void {
  ctx.body = OURS.text
}

describe('paystablecoinWebhook', () => {
  it('answers POSTs to its path, and leaves all else to the next middleware', async () => {
    const { options, events } = recordWebhooks()
    const app = new Koa().use(paystablecoinWebhook({ path: '/webhook', ...options }))
    const origin = await serve(app.use(nextMiddleware))
    expect(await sendWebhook(`${origin}/webhook`)).toEqual(RECEIVED)
    expect(await sendWebhook(`${origin}/webhook/more`)).toEqual(OURS)
    expect(await (await fetch(`${origin}/webhook`)).text()).toBe(OURS.text)
    expect(events).toHaveLength(1)
  })

  it.each(['/hooks/a b', '/hooks/a%20b'])('finds the path %s spelled either way', async (path) => {
    const { options } = recordWebhooks()
    const origin = await serve(new Koa().use(paystablecoinWebhook({ path, ...options })))
    expect(await sendWebhook(`${origin}/hooks/a%20b`)).toEqual(RECEIVED)
  })

  it('answers every POST that reaches it without a path', async () => {
    const { options, events } = recordWebhooks()
    const app = new Koa().use(paystablecoinWebhook(options)).use(nextMiddleware)
    const origin = await serve(app)
    expect(await sendWebhook(`${origin}/any/where`)).toEqual(RECEIVED)
    expect(await (await fetch(`${origin}/any/where`)).text()).toBe(OURS.text)
    expect(events).toHaveLength(1)
  })

  it('works in a router, with a prefix and parameters', async () => {
    const { options, events } = recordWebhooks()
    const router = new Router({ prefix: '/shop' })
    router.post('/webhook/:kind', paystablecoinWebhook(options))
    const origin = await serve(new Koa().use(router.routes()).use(router.allowedMethods()))
    expect(await sendWebhook(`${origin}/shop/webhook/payment`)).toEqual(RECEIVED)
    expect((await fetch(`${origin}/shop/webhook/payment`)).status).toBe(405)
    expect(events).toHaveLength(1)
  })

  it('works under koa-mount: its path is what is left, the signed path the whole', async () => {
    const { options, events } = recordWebhooks()
    const inner = new Koa().use(paystablecoinWebhook({ path: '/webhook', ...options }))
    const origin = await serve(new Koa().use(mount('/shop', inner)).use(nextMiddleware))
    expect(await sendWebhook(`${origin}/shop/webhook`)).toEqual(RECEIVED)
    expect(await sendWebhook(`${origin}/webhook`)).toEqual(OURS)
    expect(events).toHaveLength(1)
  })

  it("hands Koa's own context to onEvent", async () => {
    const seen: unknown[] = []
    const app = new Koa<{}, {}>().use(paystablecoin(CLIENT_OPTIONS)).use(
      paystablecoinWebhook<{}, PayStablecoinContext>({
        apiSecret: SECRET,
        acknowledge: 'after-handler',
        onEvent: (_event, ctx) => void seen.push(ctx.path, Object.keys(ctx.paystablecoin)),
      }),
    )
    expect(await sendWebhook(`${await serve(app)}/webhook`)).toEqual(RECEIVED)
    expect(seen).toEqual(['/webhook', ['orders', 'refunds', 'checkout', 'request']])
  })

  it('takes a receiver of your own', async () => {
    const { options, events } = recordWebhooks()
    const receiver = createWebhookReceiver<Koa.ParameterizedContext>(options)
    const app = new Koa().use(paystablecoinWebhook({ path: '/webhook', receiver }))
    const origin = await serve(app.use(nextMiddleware))
    expect(await sendWebhook(`${origin}/webhook`)).toEqual(RECEIVED)
    expect(await sendWebhook(`${origin}/other`)).toEqual(OURS)
    expect(events).toHaveLength(1)
  })

  it('takes options that depend on the context', async () => {
    const { options, events } = recordWebhooks()
    const router = new Router()
    const webhook = paystablecoinWebhook((ctx) => ({
      ...options,
      merchantId: ctx.path.split('/')[1] ?? '',
      apiSecret: ctx.path.startsWith('/one/') ? SECRET : 'another-secret',
    }))
    router.post('/:tenant/webhook', webhook)
    const origin = await serve(new Koa().use(router.routes()))
    expect(await sendWebhook(`${origin}/one/webhook`)).toEqual(RECEIVED)
    expect(await sendWebhook(`${origin}/two/webhook`)).toMatchObject({ status: 401 })
    expect(events).toHaveLength(1)
  })

  it('leaves what the function of the context throws to the app', async () => {
    const errors: unknown[] = []
    const app = new Koa().on('error', (error) => errors.push(error))
    const error = new Error('no such tenant')
    app.use(
      paystablecoinWebhook(() => {
        throw error
      }),
    )
    const url = `${await serve(app)}/webhook`
    expect(await sendWebhook(url)).toEqual({ status: 500, text: 'Internal Server Error' })
    expect(errors).toEqual([error])
  })

  it('hands the work after the response to waitUntil', async () => {
    const work: Promise<unknown>[] = []
    const { options, events } = recordWebhooks()
    const waitUntil = (promise: Promise<unknown>) => void work.push(promise)
    const webhook = { ...options, acknowledge: 'immediately', waitUntil } as const
    const origin = await serve(new Koa().use(paystablecoinWebhook(webhook)))
    expect(await sendWebhook(`${origin}/webhook`)).toEqual(RECEIVED)
    await Promise.all(work)
    expect(work).toHaveLength(1)
    expect(events).toHaveLength(1)
  })

  it('leaves the connection to what logs after an oversized body', async () => {
    const ips: string[] = []
    const { options } = recordWebhooks()
    const app = new Koa()
    app.use(async (ctx, next) => {
      await next()
      ips.push(ctx.ip)
    })
    app.use(paystablecoinWebhook({ ...options, maxBodyBytes: 10 }))
    const url = `${await serve(app)}/webhook`
    const body = new Blob([PAYMENT_BODY]).stream()
    const init = { method: 'POST', body, duplex: 'half' }
    expect((await fetch(url, init)).status).toBe(413)
    expect(ips).toEqual(['127.0.0.1'])
  })

  it('checks its options when it is made', () => {
    const { options } = recordWebhooks()
    expect(() => paystablecoinWebhook({ ...options, apiSecret: '' })).toThrow(/apiSecret/)
    expect(() => paystablecoinWebhook({ ...options, path: 'webhook' })).toThrow(
      new TypeError('path must start with "/"'),
    )
  })
})
