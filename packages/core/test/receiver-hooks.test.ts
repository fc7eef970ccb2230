/**
 * The hooks of a receiver and of an inbox's worker: each webhook is told once, each try of an event once, and no hook breaks either.
 *
 * @module
 */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createWebhookReceiver, toInboxEntry, tryInboxEntry } from '../src/index.ts'
import type {
  InboxEntry,
  ReceiverHooks,
  TryStart,
  TryState,
  WebhookReceiverOptions,
  WebhookState,
} from '../src/index.ts'
import { eventFromOrder } from '../src/payment/parse-event.ts'
import {
  createDeferred,
  createTestReceiver,
  OTHER_SECRET,
  PAYMENT,
  PATH,
  SECRET,
  settle,
  signedHeaders,
} from './support/webhook-fixtures.ts'
import type { TestClock } from './support/test-clock.ts'

const failure = new Error('database is away')
const UNKNOWN = { ...PAYMENT, orderAmount: 99.99 }

afterEach(() => vi.restoreAllMocks())

interface Told {
  readonly hooks: ReceiverHooks
  /** The names of the hooks that were called, with their states. */
  readonly told: readonly (readonly [string, WebhookState | TryState])[]
}

function createHooks(): Told {
  const told: [string, WebhookState | TryState][] = []
  const hook = (name: string) => (state: WebhookState | TryState) => void told.push([name, state])
  const hooks = {
    onReceived: hook('onReceived'),
    onRejected: [hook('onRejected')],
    onDuplicate: hook('onDuplicate'),
    onHandled: hook('onHandled'),
  }
  return { hooks, told }
}

/** Lets handlers run that come after the answer, their second tries included. */
async function runHandlers({ advance }: TestClock): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) {
    await settle()
    advance(0)
  }
  await settle()
}

const names = ({ told }: Told) => told.map(([name]) => name)

describe('the hooks of a receiver', () => {
  it('hear of a webhook and of its handler', async () => {
    const told = createHooks()
    const { send, clock } = createTestReceiver({
      hooks: told.hooks,
      onEvent: () => clock.advance(70),
    })
    const timestamp = String(clock.now() - 4000)
    await send(PAYMENT, { timestamp })
    await runHandlers(clock)
    const event = {
      kind: 'payment',
      status: 'SUCCEEDED',
      source: 'webhook',
      scheme: 'body',
      secretIndex: 0,
      ageMs: 4000,
    }
    expect(told.told).toEqual([
      [
        'onReceived',
        { ...event, outcome: 'received', reason: undefined, httpStatus: 200, durationMs: 0 },
      ],
      [
        'onHandled',
        {
          ...event,
          attempt: 1,
          traceparent: undefined,
          outcome: 'handled',
          error: undefined,
          durationMs: 70,
        },
      ],
    ])
  })

  it('hear which of two secrets held, and in which scheme', async () => {
    const told = createHooks()
    const { send } = createTestReceiver({ hooks: told.hooks, apiSecret: [OTHER_SECRET, SECRET] })
    await send(PAYMENT, { scheme: 'request', path: PATH })
    expect(told.told[0]).toMatchObject(['onReceived', { scheme: 'request', secretIndex: 1 }])
  })

  it('hear of an event that was handled before', async () => {
    const told = createHooks()
    const { send, clock } = createTestReceiver({ hooks: told.hooks })
    await send()
    await runHandlers(clock)
    await send()
    expect(names(told)).toEqual(['onReceived', 'onHandled', 'onDuplicate'])
    expect(told.told[2]?.[1]).toMatchObject({ reason: 'done', httpStatus: 200, kind: 'payment' })
  })

  it.each([
    ['immediately', 200],
    ['after-handler', 503],
  ] as const)('hear of an event whose handler is at work, %s', async (acknowledge, httpStatus) => {
    const gate = createDeferred()
    const told = createHooks()
    const { send, clock } = createTestReceiver({
      hooks: told.hooks,
      acknowledge,
      onEvent: () => gate.promise,
    })
    const first = send()
    await runHandlers(clock)
    await send()
    expect(told.told[1]).toMatchObject(['onDuplicate', { reason: 'in-flight', httpStatus }])
    gate.resolve()
    await first
    await runHandlers(clock)
    expect(names(told)).toEqual(['onReceived', 'onDuplicate', 'onHandled'])
  })

  it('hear of a rejection and its reason, and nothing of what nobody signed', async () => {
    const told = createHooks()
    const { send } = createTestReceiver({ hooks: told.hooks })
    await send(PAYMENT, { secret: OTHER_SECRET })
    expect(told.told).toEqual([
      [
        'onRejected',
        {
          kind: undefined,
          status: undefined,
          source: undefined,
          scheme: undefined,
          secretIndex: undefined,
          ageMs: undefined,
          outcome: 'rejected',
          reason: 'mismatch',
          httpStatus: 401,
          durationMs: 0,
        },
      ],
    ])
  })

  it('hear the age of a webhook outside the window', async () => {
    const told = createHooks()
    const { send, clock } = createTestReceiver({ hooks: told.hooks })
    await send(PAYMENT, { timestamp: String(clock.now() - 400_000) })
    expect(told.told).toMatchObject([
      ['onRejected', { reason: 'stale', ageMs: 400_000, kind: 'payment' }],
    ])
  })

  it('hear of a store that fails, of too many events and of a body that is too large', async () => {
    const told = createHooks()
    const { hooks } = told
    const inbox = { put: () => Promise.reject(failure) }
    await createTestReceiver({ hooks, inbox }).send()
    const gate = createDeferred()
    const full = createTestReceiver({ hooks, maxInFlight: 1, onEvent: () => gate.promise })
    await full.send()
    await full.send({ ...PAYMENT, merchantOrderId: 'OTHER' })
    gate.resolve()
    await settle()
    await createTestReceiver({ hooks, maxBodyBytes: 1 }).send()
    const rejections = told.told.filter(([name]) => name === 'onRejected')
    expect(rejections.map(([, state]) => state)).toMatchObject([
      { reason: 'store', httpStatus: 500 },
      { reason: 'overloaded', httpStatus: 503 },
      { reason: 'too-large', httpStatus: 413 },
    ])
  })

  it('hear of each try of a handler, and which was the last', async () => {
    const told = createHooks()
    const { send, clock } = createTestReceiver({
      hooks: told.hooks,
      retryDelaysMs: [0],
      onEvent: () => Promise.reject(failure),
    })
    await send()
    await runHandlers(clock)
    expect(told.told.slice(1)).toMatchObject([
      ['onHandled', { outcome: 'failed', attempt: 1, error: failure }],
      ['onHandled', { outcome: 'undelivered', attempt: 2, error: failure }],
    ])
  })

  it('hear of a handler that failed before the answer: the provider tries again', async () => {
    const told = createHooks()
    const { send } = createTestReceiver({
      hooks: told.hooks,
      acknowledge: 'after-handler',
      onEvent: () => Promise.reject(failure),
    })
    expect(await send()).toMatchObject({ status: 500 })
    expect(told.told).toMatchObject([
      ['onReceived', { httpStatus: undefined }],
      ['onHandled', { outcome: 'failed' }],
    ])
  })

  it('hear of what was learned by a query without a scheme or an age', async () => {
    const told = createHooks()
    const { receiver } = createTestReceiver({ hooks: told.hooks })
    await receiver.deliver(eventFromOrder('ORDER_1', { status: 'EXPIRED' }), 'a context')
    expect(told.told).toMatchObject([
      ['onHandled', { kind: 'payment', source: 'query', scheme: undefined, ageMs: undefined }],
    ])
  })

  it('hear of an event of an unknown shape and of the answer in its place', async () => {
    const told = createHooks()
    const { send, clock } = createTestReceiver({
      hooks: told.hooks,
      resolveUnknown: {
        orders: { retrieve: async () => ({ ...PAYMENT, status: 'SUCCEEDED' }) },
        refunds: { retrieve: async () => ({ status: 'SUCCEEDED' }) },
      },
    })
    await send(UNKNOWN)
    await runHandlers(clock)
    expect(told.told).toMatchObject([
      ['onReceived', { kind: 'unknown' }],
      ['onHandled', { kind: 'payment', source: 'query', outcome: 'handled' }],
      ['onHandled', { kind: 'unknown', outcome: 'resolved' }],
    ])
  })

  it('hear that an inbox has the event, which it may have had before', async () => {
    const told = createHooks()
    const { send } = createTestReceiver({ hooks: told.hooks, inbox: { put: () => undefined } })
    await send()
    await send()
    expect(names(told)).toEqual(['onReceived', 'onReceived'])
  })

  it('never see a secret, a signature, a body or an id', async () => {
    const told = createHooks()
    const { send, clock } = createTestReceiver({ hooks: told.hooks })
    await send()
    await send(PAYMENT, { secret: OTHER_SECRET })
    await send(UNKNOWN)
    const text = JSON.stringify(told.told)
    expect(names(told)).toEqual(['onReceived', 'onRejected', 'onReceived'])
    const { merchantOrderId, paymentOrderId } = PAYMENT
    const timestamp = String(clock.now())
    const { 'x-signature': signature = '' } = await signedHeaders({
      timestamp,
      body: JSON.stringify(PAYMENT),
    })
    for (const hidden of [SECRET, OTHER_SECRET, signature, merchantOrderId, paymentOrderId]) {
      expect(hidden).not.toBe('')
      expect(text).not.toContain(hidden)
    }
  })

  it('that throw or reject change no answer, and are written to the console', async () => {
    const written = vi.spyOn(console, 'error').mockReturnValue(undefined)
    const throwing = () => {
      throw new Error('hook')
    }
    const { send, clock, handled, problems } = createTestReceiver({
      hooks: {
        onReceived: throwing,
        onHandled: () => Promise.reject(new Error('hook')),
        aroundWebhook: throwing,
        aroundHandler: throwing,
      },
    })
    expect(await send()).toMatchObject({ status: 200 })
    await runHandlers(clock)
    expect(handled).toHaveLength(1)
    expect(problems).toEqual([])
    expect(written).toHaveBeenCalledTimes(4)
  })

  it.each([null, 5, 'run', [], () => undefined])('that are %o are refused', (hooks) => {
    const options = { apiSecret: SECRET, onEvent: () => undefined, hooks }
    const create = () => createWebhookReceiver(options as unknown as WebhookReceiverOptions)
    expect(create).toThrow('hooks must be an object')
  })
})

describe('the hooks around', () => {
  it('a webhook and a handler run inside of them, and learn how they ended', async () => {
    const order: unknown[] = []
    const { send } = createTestReceiver({
      hooks: {
        aroundWebhook: async (_start, run) => {
          order.push('webhook begins')
          const state = await run()
          order.push(['webhook ends', state?.outcome])
        },
        aroundHandler: async ({ kind, attempt }, run) => {
          order.push(['handler begins', kind, attempt])
          const state = await run()
          order.push(['handler ends', state.outcome, state.error])
        },
      },
      acknowledge: 'after-handler',
      onEvent: () => {
        order.push('handler')
        throw failure
      },
    })
    expect(await send()).toMatchObject({ status: 500 })
    await settle()
    expect(order).toEqual([
      'webhook begins',
      ['handler begins', 'payment', 1],
      'handler',
      ['handler ends', 'failed', failure],
      ['webhook ends', 'received'],
    ])
  })

  it('that never call run, call it twice or never end change nothing', async () => {
    const twice = async (_start: unknown, run: () => Promise<unknown>) =>
      Promise.all([run(), run()])
    for (const around of [() => undefined, twice, () => new Promise(() => undefined)]) {
      const { send, clock, handled } = createTestReceiver({
        hooks: { aroundWebhook: around, aroundHandler: around },
      })
      expect(await send()).toMatchObject({ status: 200 })
      await runHandlers(clock)
      expect(handled).toHaveLength(1)
    }
  })
})

describe('the hooks of an inbox', () => {
  const event = eventFromOrder('ORDER_1', { status: 'EXPIRED' })
  const entry: InboxEntry = {
    ...toInboxEntry(event, '', 1_790_000_000_000),
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  }
  const inbox = { put: () => undefined }
  const clock = { now: () => 1_790_000_000_000 }

  async function work(
    tried: { readonly entry?: unknown; readonly isLast?: boolean },
    handle: () => void = () => undefined,
  ) {
    const told = createHooks()
    const starts: TryStart[] = []
    const aroundHandler = (start: TryStart, run: () => Promise<unknown>) => {
      starts.push(start)
      return run()
    }
    const hooks = { ...told.hooks, aroundHandler }
    const result = await tryInboxEntry(
      { entry, attempt: 3, isLast: false, ...tried },
      { inbox, handle, hooks, clock, onError: () => undefined },
    )
    return { result, told: told.told, starts }
  }

  it('hear of each try, and of the trace that the entry was put in', async () => {
    const { told, starts } = await work({})
    expect(told).toMatchObject([
      ['onHandled', { outcome: 'handled', attempt: 3, traceparent: entry.traceparent }],
    ])
    expect(starts).toMatchObject([{ kind: 'payment', status: 'EXPIRED', attempt: 3 }])
  })

  it.each([
    [false, 'failed', 'retry'],
    [true, 'undelivered', 'dead'],
  ] as const)('hear of a failure; the last try: %s', async (isLast, outcome, state) => {
    const { result, told } = await work({ isLast }, () => {
      throw failure
    })
    expect(result).toEqual({ state, error: failure })
    expect(told).toMatchObject([['onHandled', { outcome, error: failure }]])
  })

  it('hear of an entry that could not be read', async () => {
    const { result, told } = await work({ entry: 'junk' })
    expect(result).toMatchObject({ state: 'dead' })
    expect(told).toMatchObject([['onHandled', { outcome: 'undelivered', kind: undefined }]])
  })

  it.each([undefined, 5, null, 'junk', {}])(
    'a traceparent that is %o changes nothing',
    async (traceparent) => {
      const { result } = await work({ entry: { ...entry, traceparent } })
      expect(result).toEqual({ state: 'done' })
    },
  )

  it('the trace goes on where the provider was asked in the place of an event', async () => {
    const put = vi.fn()
    const { send } = createTestReceiver({ inbox: { put } })
    await send(UNKNOWN)
    const queued = { ...put.mock.calls[0]?.[0], traceparent: entry.traceparent }
    const resolveUnknown = {
      orders: { retrieve: async () => ({ status: 'SUCCEEDED' as const }) },
      refunds: { retrieve: async () => ({ status: 'SUCCEEDED' as const }) },
    }
    await tryInboxEntry(
      { entry: queued, attempt: 1, isLast: false },
      { inbox: { put }, handle: () => undefined, resolveUnknown },
    )
    expect(put.mock.calls[1]?.[0]).toMatchObject({
      source: 'query',
      traceparent: entry.traceparent,
    })
  })
})

describe('stats of a receiver', () => {
  it('count what is in progress and what was not taken', async () => {
    const gate = createDeferred()
    const { send, receiver, clock } = createTestReceiver({ onEvent: () => gate.promise })
    expect(receiver.stats()).toEqual({ inFlight: 0, bodiesInFlight: 0, rejected: {} })
    await send()
    await send(PAYMENT, { secret: OTHER_SECRET })
    await send(PAYMENT, { secret: OTHER_SECRET })
    await send(PAYMENT, { timestamp: '1600000000000' })
    let end = (): void => undefined
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        end = () => controller.close()
      },
    })
    const reading = receiver.receive({ headers: {}, body, path: PATH, context: 'a context' })
    expect(receiver.stats()).toEqual({
      inFlight: 1,
      bodiesInFlight: 1,
      rejected: { mismatch: 2, stale: 1 },
    })
    gate.resolve()
    end()
    await reading
    await runHandlers(clock)
    expect(receiver.stats()).toMatchObject({ inFlight: 0, bodiesInFlight: 0 })
  })
})
