/**
 * A request that the app put in the place of the listener's own: on Node it counts as it does elsewhere, and Node's message does not.
 *
 * @module
 */
import { getRequestListener } from '@hono/node-server'
import { listen } from '@paystablecoin/adapter-contract'
import { Hono } from 'hono'
import type { MiddlewareHandler } from 'hono'
import { createServer } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { paystablecoinWebhook } from '../src/index.ts'
import { createInbox, SECRET, signedPayment } from './support/fixtures.ts'

const URL_OF_APP = 'http://shop.example/v1/webhook'

/** The same request with another body or URL. */
function replace(
  { method, headers, url, body }: Request,
  { body: newBody = body, url: newUrl = url }: Partial<Pick<Request, 'body' | 'url'>>,
): Request {
  const init = { method, headers, body: newBody, duplex: 'half' }
  return new Request(newUrl, init)
}

const decompress: MiddlewareHandler = async (c, next) => {
  const body = c.req.raw.body?.pipeThrough(new DecompressionStream('gzip')) ?? null
  c.req.raw = replace(c.req.raw, { body })
  await next()
}

function createApp() {
  const { events, onEvent } = createInbox()
  const webhook = paystablecoinWebhook({
    apiSecret: SECRET,
    acknowledge: 'after-handler',
    onEvent,
    onError: () => undefined,
  })
  const inner = new Hono().post('/webhook', webhook)
  const app = new Hono()
    .post('/v1/webhook', (c) => {
      const url = c.req.url.replace('/v1', '')
      return inner.fetch(replace(c.req.raw, { url }), c.env)
    })
    .post('/compressed', decompress, webhook)
  return { app, events }
}

type Send = (request: Request) => Promise<Response>

const HOSTS: Readonly<Record<string, (app: Hono) => Promise<Send>>> = {
  Node: async (app) => {
    const listener = getRequestListener(app.fetch)
    const server = createServer((request, response) => void listener(request, response))
    const { port, close } = await listen(server, async () => undefined)
    onTestFinished(close)
    return (request) => {
      const { pathname } = new URL(request.url)
      return fetch(replace(request, { url: `http://127.0.0.1:${port}${pathname}` }))
    }
  },
  'any other host': async (app) => async (request) => app.fetch(request),
}

describe.each(Object.entries(HOSTS))('on %s', (_name, open) => {
  it('an app that is called with another path verifies that one', async () => {
    const { app, events } = createApp()
    const send = await open(app)
    const signed = await signedPayment({ url: 'http://shop.example/webhook' })
    expect((await send(replace(signed, { url: URL_OF_APP }))).status).toBe(200)
    const unsigned = await signedPayment({ url: URL_OF_APP })
    expect((await send(unsigned)).status).toBe(401)
    expect(events).toHaveLength(1)
  })

  it('a body that a middleware decompressed is the body', async () => {
    const { app, events } = createApp()
    const send = await open(app)
    const signed = await signedPayment({ url: 'http://shop.example/compressed' })
    const body = signed.body?.pipeThrough(new CompressionStream('gzip')) ?? null
    expect((await send(replace(signed, { body }))).status).toBe(200)
    expect(events).toHaveLength(1)
  })
})
