/**
 * A receiver on Node's own servers, over real sockets.
 *
 * @module
 */
import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import * as http2 from 'node:http2'
import type { AddressInfo, Server } from 'node:net'
import { buffer, text } from 'node:stream/consumers'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, expectTypeOf, it, onTestFinished, vi } from 'vitest'
import { createWebhookReceiver, createWebhookRequest, toNodeHandler } from '../src/index.ts'
import type { NodeHandler, WebhookEvent, WebhookProblem } from '../src/index.ts'
import { PAYMENT, SECRET } from './support/webhook-fixtures.ts'

const BODY = JSON.stringify(PAYMENT)
const RECEIVED = { status: 200, text: '{"code":"00000"}' }

function createShop({ maxBodyBytes = 10_000 } = {}) {
  const events: WebhookEvent[] = []
  const problems: WebhookProblem[] = []
  const receiver = createWebhookReceiver<unknown>({
    apiSecret: SECRET,
    acknowledge: 'after-handler',
    maxBodyBytes,
    onEvent: (event) => void events.push(event),
    onError: (problem) => void problems.push(problem),
  })
  return { receiver, events, problems }
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

async function serve(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer(listener))}/webhook/payment?a=1`
}

async function send(url: string, body = BODY): Promise<{ status: number; text: string }> {
  const response = await fetch(await createWebhookRequest({ url, body }, SECRET))
  return { status: response.status, text: await response.text() }
}

describe('toNodeHandler on node:http', () => {
  it('answers a signed webhook, and hands its event over', async () => {
    const { receiver, events } = createShop()
    const url = await serve(toNodeHandler(receiver))
    expect(await send(url)).toEqual(RECEIVED)
    expect(events).toMatchObject([{ kind: 'payment', rawBody: BODY }])
  })

  it('rejects what is not signed, and sends the length of the response', async () => {
    const { receiver, events } = createShop()
    const response = await fetch(await serve(toNodeHandler(receiver)), {
      method: 'POST',
      body: '{}',
    })
    expect(response.status).toBe(401)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(response.headers.get('content-length')).toBe(String((await response.text()).length))
    expect(events).toEqual([])
  })

  it.each(['GET', 'PUT', 'DELETE'])('answers %s with 405', async (method) => {
    const { receiver, problems } = createShop()
    const response = await fetch(await serve(toNodeHandler(receiver)), { method })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
    expect(problems).toEqual([])
  })

  it('verifies the URL from before a router took off its prefix', async () => {
    const { receiver } = createShop()
    const handle = toNodeHandler(receiver)
    const url = await serve((req, res) => {
      const originalUrl = req.url
      req.url = '/payment'
      handle(Object.assign(req, { originalUrl }), res)
    })
    expect(await send(url)).toEqual(RECEIVED)
  })

  it('closes the connection after a body that is too large', async () => {
    const { receiver } = createShop({ maxBodyBytes: 10 })
    const response = await fetch(await serve(toNodeHandler(receiver)), {
      method: 'POST',
      body: BODY,
    })
    expect([response.status, response.headers.get('connection')]).toEqual([413, 'close'])
  })

  it('hands over what context makes of the request, and the work after the response', async () => {
    const contexts: unknown[] = []
    const work: Promise<unknown>[] = []
    const receiver = createWebhookReceiver<{ readonly host: string }>({
      apiSecret: SECRET,
      onEvent: (_event, context) => void contexts.push(context),
    })
    const context = (req: IncomingMessage) => ({ host: req.headers.host ?? '' })
    const waitUntil = (promise: Promise<unknown>): void => void work.push(promise)
    const url = await serve(toNodeHandler(receiver, { context, waitUntil }))
    expect(await send(url)).toEqual(RECEIVED)
    await Promise.all(work)
    expect(contexts).toEqual([{ host: new URL(url).host }])
  })

  it('leaves a response alone that was sent meanwhile, as a time-out does', async () => {
    const log = vi.spyOn(console, 'error').mockReturnValue()
    onTestFinished(() => log.mockRestore())
    let timeOut = (): void => undefined
    const timedOut = new Promise<void>((resolve) => (timeOut = resolve))
    const receiver = createWebhookReceiver({
      apiSecret: SECRET,
      acknowledge: 'after-handler',
      onEvent: () => timedOut,
    })
    const handle = toNodeHandler(receiver)
    const url = await serve((req, res) => {
      handle(req, res)
      req.once('end', () => res.writeHead(503).end('too slow', timeOut))
    })
    expect(await send(url)).toEqual({ status: 503, text: 'too slow' })
    await receiver.idle()
    await setImmediate()
    expect(log).not.toHaveBeenCalled()
  })
})

describe('a body that was read before', () => {
  async function sendThrough(keep: (bytes: Buffer) => object) {
    const { receiver, ...records } = createShop()
    const handle = toNodeHandler(receiver)
    const url = await serve((req, res) => {
      void buffer(req).then((bytes) => handle(Object.assign(req, keep(bytes)), res))
    })
    return { ...(await send(url)), ...records }
  }

  it.each(['body', 'rawBody'])('is accepted where %s has its bytes', async (name) => {
    const { status, events } = await sendThrough((bytes) => ({ [name]: bytes }))
    expect(status).toBe(200)
    expect(events).toMatchObject([{ rawBody: BODY }])
  })

  it.each([
    ['was parsed', { body: PAYMENT }],
    ['was decoded', { body: BODY, rawBody: BODY }],
    ['is gone', {}],
  ])('is a 500 with mounting advice where it %s', async (_name, kept) => {
    const { status, text, events, problems } = await sendThrough(() => kept)
    expect(status).toBe(500)
    expect(text).toContain('mount the route before body parsers')
    expect(text).not.toContain('signature')
    expect(problems).toMatchObject([{ outcome: 'unavailable', error: { reason: 'unavailable' } }])
    expect(events).toEqual([])
  })

  it('is not asked for while the bytes are unread', async () => {
    const { receiver } = createShop()
    const handle = toNodeHandler(receiver)
    const url = await serve((req, res) => {
      const get = (): never => {
        throw new Error('invalid JSON')
      }
      handle(Object.defineProperties(req, { body: { get }, rawBody: { get } }), res)
    })
    expect(await send(url)).toEqual(RECEIVED)
  })
})

describe('options that cannot be made of the context', () => {
  const error = new Error('no such tenant')
  const receiver = createWebhookReceiver(() => {
    throw error
  })

  it('are an error for next', async () => {
    const errors: unknown[] = []
    const handle = toNodeHandler(receiver)
    const url = await serve((req, res) => {
      handle(req, res, (thrown) => {
        errors.push(thrown)
        res.writeHead(502).end('next')
      })
    })
    expect(await send(url)).toEqual({ status: 502, text: 'next' })
    expect(errors).toEqual([error])
  })

  it('never become an unhandled rejection, although next throws', async () => {
    const log = vi.spyOn(console, 'error').mockReturnValue()
    onTestFinished(() => log.mockRestore())
    const handle = toNodeHandler(receiver)
    const failure = new Error('next failed')
    const url = await serve((req, res) => {
      handle(req, res, () => {
        res.writeHead(502).end('next')
        throw failure
      })
    })
    expect(await send(url)).toEqual({ status: 502, text: 'next' })
    expect(log.mock.calls).toEqual([['[paystablecoin] next failed on a webhook', failure]])
  })

  it('are a 500 and a line on the console without next', async () => {
    const log = vi.spyOn(console, 'error').mockReturnValue()
    onTestFinished(() => log.mockRestore())
    const url = await serve(toNodeHandler(receiver))
    expect(await send(url)).toEqual({
      status: 500,
      text: '{"error":"Not processed, send again"}',
    })
    expect(log.mock.calls).toEqual([['[paystablecoin] webhook unavailable', error]])
  })
})

describe('toNodeHandler on node:http2', () => {
  async function sendOverHttp2(handle: NodeHandler, body: string) {
    const port = await listen(http2.createServer((req, res) => handle(req, res)))
    const url = `http://127.0.0.1:${port}/webhook/payment`
    const { headers } = await createWebhookRequest({ url, body }, SECRET)
    const session = http2.connect(url)
    const stream = session.request({
      ':method': 'POST',
      ':path': '/webhook/payment',
      ...Object.fromEntries(headers),
    })
    stream.end(body)
    const response = new Promise<http2.IncomingHttpHeaders>((resolve) =>
      stream.once('response', resolve),
    )
    const status = (await response)[':status']
    const answer = { status, text: await text(stream) }
    session.close()
    return answer
  }

  it('answers a signed webhook', async () => {
    const { receiver, events } = createShop()
    expect(await sendOverHttp2(toNodeHandler(receiver), BODY)).toEqual(RECEIVED)
    expect(events).toHaveLength(1)
  })

  it('answers a body that is too large, without the header that HTTP/2 does not have', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockReturnValue()
    onTestFinished(() => warn.mockRestore())
    const { receiver } = createShop({ maxBodyBytes: 10 })
    const answer = await sendOverHttp2(toNodeHandler(receiver), 'x'.repeat(500_000))
    expect(answer).toEqual({ status: 413, text: '{"error":"Body too large"}' })
    expect(warn).not.toHaveBeenCalled()
  })
})

describe('the types', () => {
  it('take the servers of Node, and want a context where the receiver has one', () => {
    const onEvent = (): void => undefined
    const receiver = createWebhookReceiver({ apiSecret: SECRET, onEvent })
    expectTypeOf(toNodeHandler(receiver)).toExtend<RequestListener>()
    expectTypeOf(toNodeHandler(receiver)).toExtend<
      (req: http2.Http2ServerRequest, res: http2.Http2ServerResponse) => void
    >()
    const own = createWebhookReceiver<IncomingMessage>({ apiSecret: SECRET, onEvent })
    const handler = toNodeHandler(own, { context: (req: IncomingMessage) => req })
    expectTypeOf(handler).toExtend<(req: IncomingMessage, res: ServerResponse) => unknown>()
    // @ts-expect-error its handler wants the request
    toNodeHandler(own)
    // @ts-expect-error its handler wants another context
    toNodeHandler(own, { context: () => 'request' })
  })
})
