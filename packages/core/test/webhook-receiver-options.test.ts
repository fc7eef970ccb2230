import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it, vi } from 'vitest'
import { createMemoryDeduplication, createWebhookReceiver } from '../src/index.ts'
import type { WebhookReceiverOptions } from '../src/index.ts'
import { systemClock } from '../src/shared/clock.ts'
import { createTestClock } from './support/test-clock.ts'
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

type Options = WebhookReceiverOptions<string>

const NOW_MS = 1_790_000_000_000
const body = new TextEncoder().encode(JSON.stringify(PAYMENT))
const base: Options = {
  apiSecret: SECRET,
  clock: createTestClock(),
  acknowledge: 'after-handler',
  onEvent: () => undefined,
  onError: () => undefined,
}

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

describe('createWebhookReceiver', () => {
  it.each<[string, object]>([
    ['apiSecret', { apiSecret: undefined }],
    ['apiSecret', { apiSecret: [] }],
    ['apiSecret', { apiSecret: `${SECRET}\n` }],
    ['onEvent', { onEvent: undefined }],
    ['onError', { onError: 'console' }],
    ['onStale', { onStale: true }],
    ['clock.now', { clock: null }],
    ['clock.now', { clock: { now: NOW_MS, startTimer: () => undefined } }],
    ['clock.startTimer', { clock: { now: () => NOW_MS } }],
    ['scheme', { scheme: 'both' }],
    ['acknowledge', { acknowledge: 'later' }],
    ['callbackUrl', { callbackUrl: '/webhook/payment' }],
    ['callbackUrl', { callbackUrl: [] }],
    ['callbackUrl', { callbackUrl: 'mailto:a@b' }],
    ['callbackUrl', { callbackUrl: ['https://shop.example/webhook', ''] }],
    ['callbackUrl', { callbackUrl: 'https://shop.example/api/v1/merchants/1000/orders' }],
    ['toleranceMs', { toleranceMs: -1 }],
    ['toleranceMs', { toleranceMs: NaN }],
    ['maxBodyBytes', { maxBodyBytes: '1mb' }],
    ['bodyTimeoutMs', { bodyTimeoutMs: null }],
    ['leaseMs', { leaseMs: -1 }],
    ['leaseMs', { leaseMs: 2200, acknowledge: 'immediately' }],
    ['maxInFlight', { maxInFlight: -1 }],
    ['maxInFlight', { maxInFlight: 0 }],
    ['retryDelaysMs', { retryDelaysMs: 5 }],
    ['retryDelaysMs', { retryDelaysMs: [5, -1] }],
    ['retryDelaysMs', { retryDelaysMs: ['5'] }],
    ['deduplication', { deduplication: new Map() }],
  ])('refuses a wrong %s: %j', (option, wrong) => {
    const options = { ...base, ...wrong } as Options
    expect(() => createWebhookReceiver(options)).toThrow(TypeError)
    expect(() => createWebhookReceiver(options)).toThrow(new RegExp(`^${option}[. ]`))
  })

  it('takes Infinity for no limit', () => {
    const limits = { maxBodyBytes: Infinity, bodyTimeoutMs: Infinity, leaseMs: Infinity }
    expect(() => createWebhookReceiver({ ...base, ...limits, maxInFlight: Infinity })).not.toThrow()
  })

  it('works on the real clock and timers with no option but the two that it needs', async () => {
    const onEvent = vi.fn()
    const receiver = createWebhookReceiver({ apiSecret: SECRET, onEvent })
    const headers = await signedHeaders({ body, timestamp: String(Date.now()) })
    const stream = new Response(body).body ?? new Uint8Array()
    const reply = await receiver.receive({ headers, body: stream, path: PATH, context: undefined })
    expect(reply).toMatchObject({ status: 200 })
    await receiver.idle()
    expect(onEvent).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ kind: 'payment' }),
      undefined,
    )
  })

  it('takes the smallest limits that make sense', () => {
    const limits = { maxInFlight: 1, maxBodyBytes: 0, bodyTimeoutMs: 0, toleranceMs: 0 }
    const pauses = { acknowledge: 'immediately', retryDelaysMs: [1, 2], leaseMs: 4 } as const
    expect(() => createWebhookReceiver({ ...base, ...limits, ...pauses })).not.toThrow()
  })

  it('keeps an event from others for a minute, and 1,024 events in progress, by default', async () => {
    const deduplication = createMemoryDeduplication()
    const claim = vi.spyOn(deduplication, 'claim')
    const gate = createDeferred()
    const onEvent = vi.fn(() => gate.promise)
    const { send, receiver } = createTestReceiver({
      deduplication,
      onEvent,
      acknowledge: 'after-handler',
    })
    const replies = Array.from({ length: 1024 }, (_, index) =>
      send({ ...PAYMENT, merchantOrderId: `ORDER_${index}` }),
    )
    await until(() => onEvent.mock.calls.length === 1024)
    expect(await send()).toMatchObject({ status: 503 })
    gate.resolve()
    await Promise.all(replies)
    await receiver.idle()
    expect(new Set(claim.mock.calls.map(([, leaseMs]) => leaseMs))).toEqual(new Set([60_000]))
  })

  it('does nothing by default with what is stale but to answer and report it', async () => {
    const { send, problems } = createTestReceiver()
    expect(await send(PAYMENT, { timestamp: '1700000000000' })).toMatchObject({ status: 401 })
    expect(problems).toHaveLength(1)
  })
})

describe('callbackUrl', () => {
  const receiver = createWebhookReceiver({
    ...base,
    callbackUrl: ['https://shop.example/a%20b?x=1', 'https://shop.example/refunds/'],
  })

  async function statusFor(signedPath: string, requestPath: string): Promise<number> {
    const headers = await signedHeaders({
      body,
      timestamp: String(NOW_MS),
      scheme: 'request',
      path: signedPath,
    })
    return (await receiver.receive({ headers, body, path: requestPath, context: '' })).status
  }

  it('stands for the path that the provider called, whatever a proxy made of it', async () => {
    expect(await statusFor('/a%20b', '/rewritten')).toBe(200)
    expect(await statusFor('/refunds/', '/rewritten')).toBe(200)
  })

  it('leaves no other path, not even that of the request', async () => {
    for (const path of ['/rewritten', '/a b'.replace(' ', '+'), '/refunds', '/a%20b/']) {
      expect(await statusFor(path, path)).toBe(401)
    }
  })
})

describe('the path of a request', () => {
  it.each([PATH, `${PATH}?a=1`, `https://shop.example${PATH}?a=1`])(
    'is read undecoded and without its query from %s',
    async (path) => {
      const receiver = createWebhookReceiver(base)
      const headers = await signedHeaders({ body, timestamp: String(NOW_MS), scheme: 'request' })
      expect(await receiver.receive({ headers, body, path, context: '' })).toMatchObject({
        status: 200,
      })
    },
  )
})

describe('options as a function of the context', () => {
  it('are made for each webhook, with the secret of its context', async () => {
    const handled: string[] = []
    const receiver = createWebhookReceiver<string>((context) => ({
      ...base,
      namespace: 'shop',
      apiSecret: context,
      onEvent: (event, given) => void handled.push(`${given} ${event.kind}`),
    }))
    const timestamp = String(NOW_MS)
    const headers = await signedHeaders({ body, timestamp, secret: OTHER_SECRET })
    const receive = (context: string) => receiver.receive({ headers, body, path: PATH, context })
    expect(await receive(SECRET)).toMatchObject({ status: 401 })
    expect(await receive(OTHER_SECRET)).toMatchObject({ status: 200 })
    expect(handled).toEqual([`${OTHER_SECRET} payment`])
  })

  it('share the memory of what was handled, a namespace for each merchant', async () => {
    let calls = 0
    const receiver = createWebhookReceiver<string>((merchantId) => ({
      ...base,
      merchantId,
      onEvent: () => void (calls += 1),
    }))
    const headers = await signedHeaders({ body, timestamp: String(NOW_MS) })
    for (const context of ['1000', '1000', '2000']) {
      expect(await receiver.receive({ headers, body, path: PATH, context })).toMatchObject({
        status: 200,
      })
    }
    expect(calls).toBe(2)
  })

  it('are asked for by deliver, too, and a mistake in them is thrown', async () => {
    const receiver = createWebhookReceiver<string>(() => ({
      ...base,
      namespace: 'shop',
      apiSecret: '',
    }))
    const request = { headers: {}, body, path: PATH, context: '' }
    await expect(receiver.receive(request)).rejects.toThrow(/^apiSecret /)
    const event = {
      kind: 'unknown',
      id: 'a',
      status: undefined,
      final: false,
      data: {},
      rawBody: '',
      source: 'query',
    } as const
    await expect(receiver.deliver(event, '')).rejects.toThrow(/^apiSecret /)
    await receiver.idle({ timeoutMs: 1 })
  })

  it('keep no context once it was handled', async () => {
    const contexts: WeakRef<object>[] = []
    const receiver = createWebhookReceiver<object>(() => ({
      apiSecret: SECRET,
      namespace: 'shop',
      clock: { ...systemClock, now: () => NOW_MS },
      onEvent: () => undefined,
    }))
    const headers = await signedHeaders({ body, timestamp: String(NOW_MS) })
    await (async () => {
      const context = { large: new Uint8Array(1000) }
      contexts.push(new WeakRef(context))
      await receiver.receive({ headers, body, path: PATH, context })
      await receiver.idle()
    })()
    await settle()
    collectGarbage()
    expect(contexts[0]?.deref()).toBeUndefined()
  })
})

describe('the memory that a receiver makes itself', () => {
  it('warns once when it forgets before its time', async () => {
    const lines = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    try {
      const receiver = createWebhookReceiver({ apiSecret: SECRET, onEvent: () => undefined })
      const event = {
        kind: 'unknown',
        status: undefined,
        final: false,
        data: {},
        rawBody: '',
        source: 'query',
      } as const
      for (let index = 0; index < 50_003; index += 1)
        await receiver.deliver({ ...event, id: String(index) }, undefined)
      expect(lines.mock.calls).toEqual([
        [expect.stringMatching(/^\[paystablecoin\] more webhooks came/)],
      ])
    } finally {
      lines.mockRestore()
    }
  })

  it('is not used beside one that was given', async () => {
    const deduplication = createMemoryDeduplication({ now: () => NOW_MS })
    const claim = vi.spyOn(deduplication, 'claim')
    const receiver = createWebhookReceiver<string>({
      ...base,
      deduplication,
      merchantId: '1000',
      leaseMs: 5000,
    })
    const headers = await signedHeaders({ body, timestamp: String(NOW_MS) })
    await receiver.receive({ headers, body, path: PATH, context: '' })
    const key = `["1000",${PAYMENT_KEY}]`
    expect(claim.mock.calls).toEqual([[key, 5000]])
  })
})
