/**
 * Body parsers: mounted after the webhook they do no harm; before it they consume the body, and the response says so.
 *
 * @module
 */
import { bodyParser } from '@koa/bodyparser'
import Koa from 'koa'
import { koaBody } from 'koa-body'
import legacyBodyParser from 'koa-bodyparser'
import { describe, expect, it } from 'vitest'
import { paystablecoinWebhook } from '../src/index.ts'
import { PAYMENT_BODY, RECEIVED, recordWebhooks, sendWebhook, serve } from './support/fixtures.ts'

const PATH = '/webhook/payment'

const parsers: readonly [string, () => Koa.Middleware][] = [
  ['koa-bodyparser', () => legacyBodyParser()],
  ['@koa/bodyparser', () => bodyParser()],
  ['koa-body', () => koaBody()],
  ['koa-body with includeUnparsed', () => koaBody({ includeUnparsed: true })],
]

function createApp(order: 'before' | 'after', parser: Koa.Middleware) {
  const webhooks = recordWebhooks()
  const webhook = paystablecoinWebhook({ path: PATH, ...webhooks.options })
  const app = new Koa()
  for (const middleware of order === 'before' ? [parser, webhook] : [webhook, parser]) {
    app.use(middleware)
  }
  app.use((ctx) => {
    ctx.body = ctx.request.body
  })
  return { app, ...webhooks }
}

describe.each(parsers)('%s', (_name, createParser) => {
  it('after the webhook leaves it its bytes, and parses other routes', async () => {
    const { app, events } = createApp('after', createParser())
    const origin = await serve(app)
    expect(await sendWebhook(`${origin}${PATH}`)).toEqual(RECEIVED)
    expect(events).toMatchObject([{ kind: 'payment', rawBody: PAYMENT_BODY }])
    expect(await sendWebhook(`${origin}/other`)).toEqual({ status: 200, text: PAYMENT_BODY })
  })

  it('before the webhook is a 500 that says where to mount the webhook', async () => {
    const { app, events, problems } = createApp('before', createParser())
    const { status, text } = await sendWebhook(`${await serve(app)}${PATH}`)
    expect(status).toBe(500)
    expect(text).toContain('app.use(paystablecoinWebhook(…)) before the body parser')
    expect(text).not.toContain('signature')
    expect(events).toEqual([])
    expect(problems).toMatchObject([{ outcome: 'unavailable', error: { reason: 'unavailable' } }])
  })
})

describe.each(parsers.slice(0, 2))('%s', (_name, createParser) => {
  it('before the webhook does no harm to a content type that it does not parse', async () => {
    const { app, events } = createApp('before', createParser())
    const url = `${await serve(app)}${PATH}`
    expect(await sendWebhook(url, { contentType: 'application/vnd.x+json' })).toEqual(RECEIVED)
    expect(events).toHaveLength(1)
  })
})

describe('a middleware that sets an encoding on the request', () => {
  it('is a 500 that says where to mount the webhook', async () => {
    const { app, problems } = createApp('before', (ctx, next) => {
      ctx.req.setEncoding('utf8')
      return next()
    })
    const { status, text } = await sendWebhook(`${await serve(app)}${PATH}`)
    expect(status).toBe(500)
    expect(text).toContain('Mount the route before it')
    expect(problems).toMatchObject([{ outcome: 'unavailable' }])
  })
})
