/**
 * Over `@hono/node-server` the body is read from Node's own message: whoever came before it is noticed there, too.
 *
 * @module
 */
import { getRequestListener } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import { listen } from '@paystablecoin/adapter-contract'
import { Hono } from 'hono'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { createServer } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { paystablecoinWebhook } from '../src/index.ts'
import type { WebhookProblem } from '../src/index.ts'
import { PAYMENT, SECRET, signedPayment } from './support/fixtures.ts'

/** Serves a webhook behind a middleware until the test has ended. */
async function serveBehind(before: MiddlewareHandler, { maxBodyBytes = 10_000 } = {}) {
  const contexts: Context[] = []
  const problems: WebhookProblem[] = []
  const webhook = paystablecoinWebhook({
    apiSecret: SECRET,
    acknowledge: 'after-handler',
    maxBodyBytes,
    onEvent: (_event, c) => void contexts.push(c),
    onError: (problem) => void problems.push(problem),
  })
  const listener = getRequestListener(new Hono().use(before).post('/webhook', webhook).fetch)
  const server = createServer((request, response) => void listener(request, response))
  const { port, close } = await listen(server, async () => undefined)
  onTestFinished(close)
  return { url: `http://127.0.0.1:${port}/webhook`, contexts, problems }
}

/** Sends a payment with a note: a long one in a body of declared length, none in a body of undeclared length. */
async function send(
  url: string,
  note = '',
): Promise<{ readonly status: number; readonly text: string }> {
  const signed = await signedPayment({ url, body: JSON.stringify({ ...PAYMENT, note }) })
  const { headers } = signed
  const body = note === '' ? signed.body : await signed.arrayBuffer()
  const init = { method: 'POST', headers, body, duplex: 'half' }
  const response = await fetch(url, init)
  return { status: response.status, text: await response.text() }
}

describe("Node's own message", () => {
  const readers: Record<string, MiddlewareHandler> = {
    'c.req.text()': async (c, next) => (await c.req.text(), next()),
    'c.req.json()': async (c, next) => (await c.req.json(), next()),
    'c.req.arrayBuffer()': async (c, next) => (await c.req.arrayBuffer(), next()),
  }

  it.each(Object.entries(readers))('that was read by %s is a 500', async (_name, reader) => {
    const { url, contexts, problems } = await serveBehind(reader)
    const { status, text } = await send(url)
    expect(status).toBe(500)
    expect(text).toContain('mount the route before anything that reads')
    expect(problems).toMatchObject([{ outcome: 'unavailable' }])
    expect(contexts).toEqual([])
  })

  const harmless: Record<string, MiddlewareHandler> = {
    'a reader of a clone': async (c, next) => (await c.req.raw.clone().text(), next()),
    'a reader of a clone that goes on meanwhile': async (c, next) => {
      const text = c.req.raw.clone().text()
      await next()
      expect(await text).not.toBe('')
    },
    'a body limit': bodyLimit({ maxSize: 200_000 }),
    'the body of a web request that nobody reads': (c, next) => (void c.req.raw.body, next()),
  }

  it.each(Object.entries(harmless))('is not lost behind %s', async (_name, middleware) => {
    const { url, contexts } = await serveBehind(middleware)
    expect(await send(url)).toEqual({ status: 200, text: '{"code":"00000"}' })
    expect(contexts).toHaveLength(1)
  })

  it.each(Object.entries(harmless))(
    'is not stalled by its size behind %s',
    async (_name, before) => {
      const { url, contexts } = await serveBehind(before, { maxBodyBytes: 200_000 })
      expect(await send(url, 'x'.repeat(100_000))).toEqual({
        status: 200,
        text: '{"code":"00000"}',
      })
      expect(contexts).toHaveLength(1)
    },
  )

  it("comes with Hono's own context", async () => {
    const { url, contexts } = await serveBehind((_c, next) => next())
    await send(url)
    expect(contexts.map((c) => c.req.path)).toEqual(['/webhook'])
  })

  it('leaves the connection to what logs after an oversized body', async () => {
    const addresses: unknown[] = []
    const log: MiddlewareHandler = async (c, next) => {
      await next()
      addresses.push(getConnInfo(c).remote.address)
    }
    const { url } = await serveBehind(log, { maxBodyBytes: 10 })
    expect(await send(url)).toEqual({ status: 413, text: '{"error":"Body too large"}' })
    expect(addresses).toEqual(['127.0.0.1'])
  })
})
