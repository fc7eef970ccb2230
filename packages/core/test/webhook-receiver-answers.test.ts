import { describe, expect, it } from 'vitest'
import { createMemoryDeduplication, signRequest } from '../src/index.ts'
import type { Acknowledge, ClaimResult, WebhookBody } from '../src/index.ts'
import {
  createDeferred,
  createTestReceiver,
  OTHER_SECRET,
  PATH,
  PAYMENT,
  PAYMENT_KEY,
  SECRET,
  settle,
  signedHeaders,
  until,
} from './support/webhook-fixtures.ts'

const MODES: readonly Acknowledge[] = ['immediately', 'after-handler']
const JSON_TYPE = { 'content-type': 'application/json' }
const RECEIVED = { status: 200, headers: JSON_TYPE, body: '{"code":"00000"}' }
const INVALID = { status: 401, headers: JSON_TYPE, body: '{"error":"Invalid signature"}' }
const EXPIRED = { status: 401, headers: JSON_TYPE, body: '{"error":"Timestamp expired"}' }
const MALFORMED = { status: 400, headers: JSON_TYPE, body: '{"error":"Malformed event"}' }

describe('200', () => {
  it('answers an authentic event in either scheme', async () => {
    const { send, problems } = createTestReceiver()
    expect(await send(PAYMENT, { scheme: 'body' })).toEqual(RECEIVED)
    expect(await send({ ...PAYMENT, merchantOrderId: 'B' }, { scheme: 'request' })).toEqual(
      RECEIVED,
    )
    expect(problems).toEqual([])
  })

  it('answers a duplicate, and the handler does not hear of it', async () => {
    const { send, receiver, clock, handled } = createTestReceiver()
    for (let delivery = 0; delivery < 3; delivery += 1) {
      expect(await send(PAYMENT)).toEqual(RECEIVED)
      clock.advance(1)
      await receiver.idle()
    }
    expect(handled).toHaveLength(1)
  })

  it('answers an event of unknown shape, and hands it over', async () => {
    const { send, receiver, clock, handled } = createTestReceiver()
    expect(await send('{"news":1}')).toEqual(RECEIVED)
    clock.advance(0)
    await receiver.idle()
    expect(handled).toMatchObject([{ kind: 'unknown', data: { news: 1 } }])
  })
})

describe('401', () => {
  it.each([
    ['no headers', () => ({}), 'missing-timestamp'],
    [
      'no signature',
      ({ 'x-timestamp': timestamp }) => ({ 'x-timestamp': timestamp }),
      'missing-signature',
    ],
    [
      'a timestamp of 12 digits',
      (headers) => ({ ...headers, 'x-timestamp': '179000000000' }),
      'malformed-timestamp',
    ],
    [
      'a signature that came twice',
      (headers) => ({
        ...headers,
        'x-signature': [headers['x-signature'], headers['x-signature']],
      }),
      'malformed-signature',
    ],
    [
      'another timestamp than the signed one',
      (headers) => ({ ...headers, 'x-timestamp': '1790000000001' }),
      'mismatch',
    ],
  ] as [string, (headers: Record<string, string>) => Record<string, string | string[]>, string][])(
    'answers %s with one and the same text',
    async (_, change, reason) => {
      const { receiver, clock, handled, problems } = createTestReceiver()
      const body = new TextEncoder().encode(JSON.stringify(PAYMENT))
      const headers = change(await signedHeaders({ body, timestamp: String(clock.now()) }))
      expect(await receiver.receive({ headers, body, path: PATH, context: '' })).toEqual(INVALID)
      expect(problems).toMatchObject([
        { outcome: 'rejected', event: undefined, error: { name: 'SignatureError', reason } },
      ])
      expect(handled).toEqual([])
    },
  )

  it('answers a signature of another secret, scheme or path', async () => {
    const { send, handled } = createTestReceiver({ scheme: 'request' })
    expect(await send(PAYMENT, { secret: OTHER_SECRET, scheme: 'request' })).toEqual(INVALID)
    expect(await send(PAYMENT, { scheme: 'body' })).toEqual(INVALID)
    const headers = await signedHeaders({
      body: JSON.stringify(PAYMENT),
      timestamp: '1790000000000',
      path: '/other',
      scheme: 'request',
    })
    expect(await send(PAYMENT, { headers })).toEqual(INVALID)
    expect(handled).toEqual([])
  })

  it.each([-300_001, 300_001])(
    'answers a timestamp %d ms off, only after the signature held',
    async (skewMs) => {
      const stale: unknown[] = []
      const { send, clock, handled, problems } = createTestReceiver({
        onStale: (event, context) => void stale.push([event.id, context]),
      })
      const timestamp = String(clock.now() - skewMs)
      expect(await send(PAYMENT, { timestamp, secret: OTHER_SECRET })).toEqual(INVALID)
      expect(stale).toEqual([])
      expect(await send(PAYMENT, { timestamp })).toEqual(EXPIRED)
      const id = PAYMENT_KEY
      expect(stale).toEqual([[id, 'a context']])
      const reason = skewMs > 0 ? 'stale' : 'future'
      expect(problems.at(-1)).toMatchObject({
        outcome: 'rejected',
        error: { reason, skewMs },
        event: { id },
      })
      expect(handled).toEqual([])
    },
  )

  it('answers at the edges of the window with 200', async () => {
    for (const skewMs of [-300_000, 300_000]) {
      const { send, clock } = createTestReceiver()
      expect(await send(PAYMENT, { timestamp: String(clock.now() - skewMs) })).toEqual(RECEIVED)
    }
  })

  it('reads the clock when the body is there: a slow body makes nothing fresh', async () => {
    const { receiver, clock } = createTestReceiver({ bodyTimeoutMs: 900_000 })
    const bytes = new TextEncoder().encode(JSON.stringify(PAYMENT))
    const headers = await signedHeaders({ body: bytes, timestamp: String(clock.now()) })
    const gate = createDeferred()
    async function* slow(): AsyncGenerator<Uint8Array> {
      await gate.promise
      yield bytes
    }
    const reply = receiver.receive({ headers, body: slow(), path: PATH, context: '' })
    clock.advance(300_001)
    gate.resolve()
    expect(await reply).toEqual(EXPIRED)
  })

  it('does not call onStale for authentic bytes that are no event', async () => {
    const stale: unknown[] = []
    const { send, clock, problems } = createTestReceiver({
      onStale: (event) => void stale.push(event),
    })
    expect(await send('[]', { timestamp: String(clock.now() - 300_001) })).toEqual(EXPIRED)
    expect(stale).toEqual([])
    expect(problems).toMatchObject([{ outcome: 'rejected', event: undefined }])
  })
})

describe('400', () => {
  it.each(['', '[]', 'null', '"a"', '{', '{}{}'])(
    'answers authentic bytes that are no JSON object: %j',
    async (body) => {
      const { send, problems, handled } = createTestReceiver()
      expect(await send(body)).toEqual(MALFORMED)
      expect(problems).toMatchObject([
        { outcome: 'rejected', error: { name: 'MalformedEventError' }, event: undefined },
      ])
      expect(handled).toEqual([])
    },
  )

  it('answers authentic bytes that are no UTF-8', async () => {
    const { send } = createTestReceiver()
    expect(await send(new Uint8Array([0x7b, 0xff, 0x7d]))).toEqual(MALFORMED)
  })

  it('answers a body that broke off', async () => {
    const { receiver, problems } = createTestReceiver()
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.error(new Error('reset')),
    })
    const reply = await receiver.receive({ headers: {}, body, path: PATH, context: '' })
    expect(reply).toEqual({
      status: 400,
      headers: { ...JSON_TYPE, connection: 'close' },
      body: '{"error":"Body incomplete"}',
    })
    expect(problems).toMatchObject([{ outcome: 'rejected', error: { reason: 'broken' } }])
  })
})

describe('413', () => {
  it('answers a body beyond 256 KiB, counted or declared', async () => {
    const tooLarge = {
      status: 413,
      headers: { ...JSON_TYPE, connection: 'close' },
      body: '{"error":"Body too large"}',
    }
    const { send, receiver, problems } = createTestReceiver()
    expect(await send(`{"a":"${'x'.repeat(262_144 - 8)}"}`)).toEqual(RECEIVED)
    expect(await send(`{"a":"${'x'.repeat(262_144 - 7)}"}`)).toEqual(tooLarge)
    const headers = { 'content-length': '262145' }
    expect(
      await receiver.receive({ headers, body: new Uint8Array(), path: PATH, context: '' }),
    ).toEqual(tooLarge)
    expect(problems).toHaveLength(2)
    expect(problems[0]).toMatchObject({
      outcome: 'rejected',
      error: { name: 'BodyError', reason: 'too-large' },
    })
  })
})

describe('408', () => {
  it('answers a body that is not there within 10 seconds', async () => {
    const { receiver, clock, problems } = createTestReceiver()
    const reply = receiver.receive({
      headers: {},
      body: new ReadableStream(),
      path: PATH,
      context: '',
    })
    clock.advance(9999)
    await settle()
    clock.advance(1)
    expect(await reply).toEqual({
      status: 408,
      headers: { ...JSON_TYPE, connection: 'close' },
      body: '{"error":"Body too slow"}',
    })
    expect(problems).toMatchObject([{ outcome: 'rejected', error: { reason: 'timeout' } }])
  })
})

describe('500', () => {
  it('answers a body that somebody had read, with the sentence that says how to mount it', async () => {
    const { receiver, problems } = createTestReceiver()
    const body: WebhookBody = { unavailable: 'Mount the route first.' }
    const reply = await receiver.receive({ headers: {}, body, path: PATH, context: '' })
    expect(reply.status).toBe(500)
    expect(JSON.parse(reply.body)).toEqual({
      error: expect.stringContaining('Mount the route first.'),
    })
    expect(problems).toMatchObject([{ outcome: 'unavailable', error: { reason: 'unavailable' } }])
  })

  const down = new Error('store down')
  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw down
      },
    ],
    ['rejects', () => Promise.reject(down)],
    ['gives nothing', () => undefined],
    ['gives true', () => true],
    ['gives a state of its own', () => ({ state: 'pending', token: '1' })],
  ])('answers when the store %s, and the handler is not called', async (_, answer) => {
    const claim = (): ClaimResult => answer() as ClaimResult
    const deduplication = { claim, complete: () => undefined, release: () => undefined }
    for (const acknowledge of ['immediately', 'after-handler'] as const) {
      const { send, handled, problems } = createTestReceiver({ deduplication, acknowledge })
      expect(await send()).toEqual({
        status: 500,
        headers: JSON_TYPE,
        body: '{"error":"Not processed, send again"}',
      })
      expect(handled).toEqual([])
      expect(problems).toMatchObject([{ outcome: 'unavailable', event: { kind: 'payment' } }])
    }
  })
})

describe('503', () => {
  const BUSY = {
    status: 503,
    headers: { ...JSON_TYPE, 'retry-after': '1' },
    body: '{"error":"Busy, send again"}',
  }

  /** A receiver whose handler waits for a gate, and sending until the handler has been called so often. */
  function setUp(acknowledge: Acknowledge) {
    const gate = createDeferred()
    let calls = 0
    const onEvent = (): Promise<void> => {
      calls += 1
      return gate.promise
    }
    const parts = createTestReceiver({ maxInFlight: 2, acknowledge, onEvent })
    const untilCalled = (times: number): Promise<void> =>
      until(() => {
        parts.clock.advance(0)
        return calls === times
      })
    return { ...parts, gate, untilCalled, calls: () => calls }
  }

  it.each(MODES)('answers what is beyond maxInFlight (%s)', async (acknowledge) => {
    const { send, receiver, problems, gate, untilCalled } = setUp(acknowledge)
    const replies = [
      send({ ...PAYMENT, merchantOrderId: 'A' }),
      send({ ...PAYMENT, merchantOrderId: 'B' }),
    ]
    await untilCalled(2)
    expect(await send({ ...PAYMENT, merchantOrderId: 'C' })).toEqual(BUSY)
    const event = { data: { merchantOrderId: 'C' } }
    const error = { code: 'OVERLOADED' }
    expect(problems).toMatchObject([{ outcome: 'unavailable', error, event }])
    gate.resolve()
    expect(await Promise.all(replies)).toEqual([RECEIVED, RECEIVED])
    await receiver.idle()
    expect(await send({ ...PAYMENT, merchantOrderId: 'C' })).toEqual(RECEIVED)
  })

  it.each([
    ['immediately', RECEIVED],
    ['after-handler', BUSY],
  ] as const)('answers an event that is being handled here (%s)', async (acknowledge, reply) => {
    const { send, receiver, problems, gate, untilCalled, calls } = setUp(acknowledge)
    const first = send()
    await untilCalled(1)
    expect(await send()).toEqual(reply)
    gate.resolve()
    expect(await first).toEqual(RECEIVED)
    await receiver.idle()
    expect(await send()).toEqual(RECEIVED)
    expect(calls()).toBe(1)
    expect(problems).toEqual([])
  })

  it.each(MODES)(
    'asks for an event again that is held elsewhere: its holder may be dead (%s)',
    async (acknowledge) => {
      const deduplication = createMemoryDeduplication()
      const key = `["",${PAYMENT_KEY}]`
      expect(deduplication.claim(key, 60_000)).toMatchObject({ state: 'claimed' })
      const { send } = createTestReceiver({ acknowledge, deduplication })
      expect(await send()).toEqual(BUSY)
    },
  )

  it('is not brought about by webhooks that nobody signed, however slow onError is', async () => {
    const gate = createDeferred()
    const { send, receiver } = createTestReceiver({
      maxInFlight: 2,
      onError: () => gate.promise,
      onStale: () => gate.promise,
    })
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect(await send(PAYMENT, { secret: OTHER_SECRET })).toEqual(INVALID)
      expect(await send(PAYMENT, { timestamp: '1700000000000' })).toEqual(EXPIRED)
    }
    expect(await send()).toEqual(RECEIVED)
    gate.resolve()
    await settle()
    expect(receiver).toBeDefined()
  })
})

describe('a captured API request', () => {
  const path = '/api/v1/merchants/1000/orders'
  const body = '{"merchantOrderId":"ORDER_1738112345000"}'
  const bytes = new TextEncoder().encode(body)

  async function capture(timestamp: string): Promise<Record<string, string>> {
    const signature = await signRequest({ method: 'POST', path, body, timestamp }, SECRET)
    return { 'x-timestamp': timestamp, 'x-signature': signature }
  }

  it.each([undefined, 'https://shop.example/webhook/payment'])(
    'never reaches the handler, whatever path it is sent to (callbackUrl %s)',
    async (callbackUrl) => {
      for (const scheme of ['auto', 'request', 'body'] as const) {
        const { receiver, clock, handled, problems } = createTestReceiver({
          callbackUrl,
          scheme,
          acknowledge: 'after-handler',
        })
        const headers = await capture(String(clock.now()))
        for (const target of [
          path,
          `${path}?a=1`,
          `https://evil.example${path}`,
          `http://a@b:1${path}#x`,
          PATH,
          '/',
          '*',
        ]) {
          const reply = await receiver.receive({ headers, body: bytes, path: target, context: '' })
          expect(reply, target).toEqual(INVALID)
        }
        expect(handled).toEqual([])
        expect(problems).toHaveLength(7)
        const isRefusedPath = callbackUrl === undefined && scheme !== 'body'
        expect(problems[0]).toMatchObject({
          error: { reason: isRefusedPath ? 'api-path' : 'mismatch' },
        })
      }
    },
  )

  it('is malformed when its signed text comes as the body', async () => {
    const { receiver, clock, handled } = createTestReceiver()
    const headers = await capture(String(clock.now()))
    const digest = Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('base64')
    const forged = new TextEncoder().encode(`POST\n${path}\n${digest}`)
    expect(await receiver.receive({ headers, body: forged, path, context: '' })).toEqual(MALFORMED)
    expect(handled).toEqual([])
  })
})
