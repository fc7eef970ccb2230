import { request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import type { ServerType } from '@hono/node-server'
import { Hono } from 'hono'
import { paystablecoinWebhook } from '../src/index.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createInbox, SECRET, signedPayment } from './support/fixtures.ts'

const { events, onEvent } = createInbox()
const app = new Hono()
// Makes a web-standard Request of Node's message, without reading its body.
app.use(async (c, next) => {
  if (c.req.header('x-touch') !== undefined) expect(c.req.raw.body).toBeInstanceOf(ReadableStream)
  await next()
})
app.post(
  '/webhook/payment',
  paystablecoinWebhook({
    apiSecret: SECRET,
    onEvent,
    acknowledge: 'after-handler',
    bodyTimeoutMs: 300,
    onError: () => undefined,
  }),
)
const promises: Promise<unknown>[] = []
const executionCtx = {
  waitUntil: (promise: Promise<unknown>) => void promises.push(promise),
  passThroughOnException: () => undefined,
  props: {},
}
let server: ServerType
let port: number

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    const fetch = (request: Request, env: object) => app.fetch(request, env, executionCtx)
    server = serve({ fetch, port: 0, hostname: '127.0.0.1' }, () => resolve())
  })
  port = (server.address() as AddressInfo).port
})

afterAll(() => void server.close())

interface Answer {
  readonly status: number | undefined
  readonly text: string
}

/** Sends the pieces one after another; `end: false` leaves the body open. */
function post(headers: Headers, pieces: Uint8Array[], { end = true } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = httpRequest(
      { port, host: '127.0.0.1', method: 'POST', path: '/webhook/payment?tenant=1' },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (piece: string) => (text += piece))
        response.on('end', () => {
          resolve({ status: response.statusCode, text })
          call.destroy()
        })
      },
    )
    call.on('error', reject)
    for (const [name, value] of headers) call.setHeader(name, value)
    for (const piece of pieces) call.write(piece)
    if (end) call.end()
  })
}

async function signedBytes(): Promise<{ headers: Headers; bytes: Uint8Array }> {
  const request = await signedPayment({ url: `http://127.0.0.1:${port}/webhook/payment` })
  return { headers: request.headers, bytes: new Uint8Array(await request.arrayBuffer()) }
}

describe('over a socket', () => {
  it('accepts a body in pieces', async () => {
    const { headers, bytes } = await signedBytes()
    const answer = await post(headers, [bytes.subarray(0, 5), bytes.subarray(5)])
    expect(answer).toEqual({ status: 200, text: '{"code":"00000"}' })
    expect(events).toHaveLength(1)
  })

  it('keeps the work after the response alive through the execution context of the host', async () => {
    const { headers, bytes } = await signedBytes()
    headers.set('x-signature', 'no')
    const before = promises.length
    expect(await post(headers, [bytes])).toMatchObject({ status: 401 })
    expect(promises.length).toBe(before + 1)
  })

  it('accepts a webhook whose Request was made before, and not read', async () => {
    const { headers, bytes } = await signedBytes()
    headers.set('x-touch', '1')
    const answer = await post(headers, [bytes.subarray(0, 5), bytes.subarray(5)])
    expect(answer).toEqual({ status: 200, text: '{"code":"00000"}' })
  })

  it('answers 413 to a body that is too large, before its end', async () => {
    const { headers } = await signedBytes()
    const answer = await post(headers, [new Uint8Array(300 * 1024)], { end: false })
    expect(answer.status).toBe(413)
  })

  it('answers 408 to a body that does not arrive', async () => {
    const { headers, bytes } = await signedBytes()
    const answer = await post(headers, [bytes.subarray(0, 5)], { end: false })
    expect(answer.status).toBe(408)
  })
})
