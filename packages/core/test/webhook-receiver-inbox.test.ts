/**
 * A receiver with an inbox: verified, put, 200; and the options that do not go with one.
 *
 * @module
 */
import { describe, expect, it, vi } from 'vitest'
import { createMemoryDeduplication, createWebhookReceiver, readInboxEntry } from '../src/index.ts'
import type { Inbox, InboxEntry, WebhookReceiverOptions } from '../src/index.ts'
import { eventFromOrder } from '../src/payment/parse-event.ts'
import {
  createDeferred,
  createTestReceiver,
  PAYMENT,
  PAYMENT_KEY,
  SECRET,
  settle,
} from './support/webhook-fixtures.ts'

const failure = new Error('database is away')

function createTestInbox(put: Inbox['put'] = () => undefined) {
  const entries: InboxEntry[] = []
  return {
    entries,
    put: vi.fn((entry: InboxEntry) => {
      entries.push(entry)
      return put(entry)
    }),
  }
}

describe('a receiver with an inbox', () => {
  it('answers 200 once the inbox has the event, and not before', async () => {
    const gate = createDeferred()
    const inbox = createTestInbox(() => gate.promise)
    const { send, clock } = createTestReceiver({ inbox })
    let isAnswered = false
    const replying = send().finally(() => (isAnswered = true))
    await vi.waitUntil(() => inbox.entries.length === 1)
    await settle()
    expect(isAnswered).toBe(false)
    gate.resolve()
    expect(await replying).toMatchObject({ status: 200 })
    expect(clock.waiting()).toBe(0)
  })

  it('puts what a worker needs, and neither the signature nor the secret', async () => {
    const inbox = createTestInbox()
    const { send, clock } = createTestReceiver({ inbox, namespace: 'shop' })
    await send()
    expect(inbox.entries).toEqual([
      {
        v: 1,
        key: `["shop",${PAYMENT_KEY}]`,
        subject: JSON.stringify(['shop', 'payment', PAYMENT.merchantOrderId]),
        namespace: 'shop',
        id: PAYMENT_KEY,
        kind: 'payment',
        rawBody: JSON.stringify(PAYMENT),
        receivedAtMs: clock.now(),
        source: 'webhook',
        timestamp: String(clock.now()),
        scheme: 'body',
        secretIndex: 0,
      },
    ])
    expect(JSON.stringify(inbox.entries)).not.toContain(SECRET)
  })

  it('puts a resend again: the key is what makes it one event', async () => {
    const inbox = createTestInbox()
    const { send } = createTestReceiver({ inbox })
    expect(await send()).toMatchObject({ status: 200 })
    expect(await send()).toMatchObject({ status: 200 })
    expect(new Set(inbox.entries.map(({ key }) => key)).size).toBe(1)
  })

  it.each([
    ['rejects', () => Promise.reject(failure)],
    [
      'throws',
      () => {
        throw failure
      },
    ],
  ])('answers 500 when the inbox %s, and reports unavailable', async (_, put) => {
    const { send, problems, clock } = createTestReceiver({ inbox: { put } })
    expect(await send()).toMatchObject({ status: 500 })
    await settle()
    expect(problems).toMatchObject([{ outcome: 'unavailable', error: failure }])
    expect(clock.waiting()).toBe(0)
  })

  it('answers 500 when the inbox takes longer than putTimeoutMs, and takes the resend', async () => {
    const gate = createDeferred()
    const inbox = createTestInbox(() => gate.promise)
    const { send, problems, clock } = createTestReceiver({ inbox, putTimeoutMs: 1500 })
    const replying = send()
    await vi.waitUntil(() => inbox.entries.length === 1)
    clock.advance(1499)
    await settle()
    expect(problems).toEqual([])
    clock.advance(1)
    expect(await replying).toMatchObject({ status: 500 })
    await settle()
    expect(problems).toMatchObject([
      { outcome: 'unavailable', error: { name: 'DeliveryError', reason: 'late' } },
    ])
    gate.reject(failure)
    await settle()
    inbox.put.mockImplementation(() => undefined)
    expect(await send()).toMatchObject({ status: 200 })
  })

  it('puts nothing of a webhook that is forged, stale or no JSON object', async () => {
    const inbox = createTestInbox()
    const { send, clock } = createTestReceiver({ inbox })
    const stale = String(clock.now() - 300_001)
    expect(await send(PAYMENT, { secret: 'another secret of this test' })).toMatchObject({
      status: 401,
    })
    expect(await send(PAYMENT, { timestamp: stale })).toMatchObject({ status: 401 })
    expect(await send('[]')).toMatchObject({ status: 400 })
    expect(inbox.put).not.toHaveBeenCalled()
  })

  it('answers 503 beyond maxInFlight without a put', async () => {
    const gate = createDeferred()
    const inbox = createTestInbox(() => gate.promise)
    const { send } = createTestReceiver({ inbox, maxInFlight: 1 })
    const first = send()
    await vi.waitUntil(() => inbox.entries.length === 1)
    expect(await send()).toMatchObject({ status: 503 })
    expect(inbox.put).toHaveBeenCalledTimes(1)
    gate.resolve()
    expect(await first).toMatchObject({ status: 200 })
  })

  it('puts what it is given to deliver, with the merchant’s own id', async () => {
    const inbox = createTestInbox()
    const { receiver } = createTestReceiver({ inbox })
    const event = eventFromOrder('ORDER_1', { status: 'FAILED' })
    await receiver.deliver(event, 'a job')
    expect(inbox.entries).toMatchObject([
      { source: 'query', ref: 'ORDER_1', rawBody: '{"status":"FAILED"}' },
    ])
    expect(readInboxEntry(inbox.entries[0])).toEqual(event)
  })

  it('rejects what it is given to deliver while the inbox fails', async () => {
    const { receiver, problems } = createTestReceiver({
      inbox: { put: () => Promise.reject(failure) },
    })
    const event = eventFromOrder('ORDER_1', { status: 'FAILED' })
    await expect(receiver.deliver(event, 'a job')).rejects.toBe(failure)
    expect(problems).toEqual([])
  })

  it('is idle when no put is under way', async () => {
    const gate = createDeferred()
    const inbox = createTestInbox(() => gate.promise)
    const { send, receiver } = createTestReceiver({ inbox })
    const replying = send()
    await vi.waitUntil(() => inbox.entries.length === 1)
    let isIdle = false
    const idle = receiver.idle().then(() => (isIdle = true))
    await settle()
    expect(isIdle).toBe(false)
    gate.resolve()
    await Promise.all([replying, idle])
  })
})

describe('the options of an inbox', () => {
  const inbox = createTestInbox()

  it.each([
    [{ onEvent: () => undefined }, /^onEvent .*inbox/],
    [{ acknowledge: 'after-handler' }, /^acknowledge .*inbox/],
    [{ resolveUnknown: {} }, /^resolveUnknown .*inbox/],
    [{ deduplication: {} }, /^deduplication .*inbox/],
    [{ leaseMs: 1 }, /^leaseMs .*inbox/],
    [{ retryDelaysMs: [] }, /^retryDelaysMs .*inbox/],
    [{ putTimeoutMs: 0 }, /^putTimeoutMs /],
    [{ putTimeoutMs: Number.NaN }, /^putTimeoutMs /],
  ])('do not go with %j', (options, message) => {
    const all: object = { apiSecret: SECRET, inbox, ...options }
    expect(() => createWebhookReceiver(Object(all))).toThrow(message)
  })

  it.each([[null], [{}], [{ put: 'put' }], ['postgres://']])(
    'name inbox when it is %j',
    (wrong) => {
      const all: object = { apiSecret: SECRET, inbox: wrong }
      expect(() => createWebhookReceiver(Object(all))).toThrow(/^inbox/)
    },
  )

  it('say that putTimeoutMs needs an inbox', () => {
    const all: object = { apiSecret: SECRET, onEvent: () => undefined, putTimeoutMs: 1000 }
    expect(() => createWebhookReceiver(Object(all))).toThrow(/^putTimeoutMs .*inbox/)
  })

  it('are known to the compiler', () => {
    const accept = (_options: WebhookReceiverOptions): void => undefined
    accept({ apiSecret: SECRET, inbox, putTimeoutMs: 1000, merchantId: '1000', maxInFlight: 10 })
    // @ts-expect-error a handler belongs to the worker
    accept({ apiSecret: SECRET, inbox, onEvent: () => undefined })
    // @ts-expect-error an inbox deduplicates by itself
    accept({ apiSecret: SECRET, inbox, deduplication: createMemoryDeduplication() })
    // @ts-expect-error without an inbox there is nothing to put
    accept({ apiSecret: SECRET, onEvent: () => undefined, putTimeoutMs: 1000 })
    // @ts-expect-error one of both is needed
    accept({ apiSecret: SECRET })
    expect.assertions(0)
  })
})
