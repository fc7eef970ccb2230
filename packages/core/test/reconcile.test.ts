import { getEventListeners } from 'node:events'
import { describe, expect, it, vi } from 'vitest'
import { ApiError, createReconciler, createWebhookReceiver } from '../src/index.ts'
import type {
  Client,
  EndedRound,
  PendingItem,
  ReconcilerOptions,
  WebhookEvent,
  WebhookReceiver,
  HandlerReceiverOptions,
} from '../src/index.ts'
import {
  API_SECRET,
  createScriptedApi,
  hang,
  ORDER_ID,
  orderParams,
  queriedOrder,
  refuse,
  succeed,
} from './support/scripted-api.ts'
import type { Step } from './support/scripted-api.ts'
import { createTestClock } from './support/test-clock.ts'
import { createDeferred, settle } from './support/webhook-fixtures.ts'

const status = (value: string): Step =>
  succeed(queriedOrder({ status: value, merchantOrderId: undefined }))
const payments = (...ids: string[]): PendingItem[] => ids.map((id) => ({ kind: 'payment', id }))

function setUp(steps: readonly Step[], options: Partial<ReconcilerOptions> = {}) {
  const api = createScriptedApi(steps, { maxRetries: 0 })
  const events: WebhookEvent[] = []
  const receiver = createWebhookReceiver({
    apiSecret: API_SECRET,
    onEvent: (event) => void events.push(event),
  })
  const reconciler = createReconciler({
    client: api.client,
    receiver,
    pending: () => payments('A'),
    concurrency: 1,
    ...options,
  })
  return { api, events, receiver, reconciler }
}

describe('runOnce', () => {
  it('hands over what is final, as an event from a query', async () => {
    const { reconciler, events } = setUp([status('CLOSED')])
    expect(await reconciler.runOnce()).toEqual({
      queried: 1,
      delivered: 1,
      missing: 0,
      failed: 0,
      inFlight: 0,
    })
    expect(events).toMatchObject([
      {
        kind: 'payment',
        id: '["payment","A","CLOSED",null,null]',
        status: 'CLOSED',
        final: true,
        source: 'query',
        data: { ...queriedOrder({ status: 'CLOSED' }), merchantOrderId: 'A' },
      },
    ])
  })

  it('tells onRound what it did, and what that throws changes nothing', async () => {
    const written = vi.spyOn(console, 'error').mockReturnValue(undefined)
    const rounds: unknown[] = []
    const record = (round: EndedRound) => {
      rounds.push(round)
      throw new Error('hook')
    }
    const { reconciler } = setUp([status('CLOSED')], {
      onRound: [record],
      clock: createTestClock(),
    })
    const round = await reconciler.runOnce()
    expect(rounds).toEqual([{ ...round, durationMs: 0 }])
    expect(written).toHaveBeenCalledTimes(1)
    written.mockRestore()
    const wrong = { onRound: 5 } as unknown as Partial<ReconcilerOptions>
    expect(() => setUp([], wrong)).toThrow('onRound must be a function')
  })

  it('hands over a refund', async () => {
    const pending = (): PendingItem[] => [{ kind: 'refund', id: 'R' }]
    const { reconciler, events } = setUp([succeed({ status: 'SUCCEEDED' })], { pending })
    await reconciler.runOnce()
    expect(events).toMatchObject([{ kind: 'refund', id: '["refund","R","SUCCEEDED"]' }])
  })

  it('hands over once what is queried twice, or came as a webhook before', async () => {
    const pending = (): PendingItem[] => payments('A', 'A')
    const { reconciler, events } = setUp([status('SUCCEEDED'), status('SUCCEEDED')], { pending })
    expect(await reconciler.runOnce()).toMatchObject({ delivered: 2 })
    expect(events).toHaveLength(1)
  })

  it('leaves alone what has not begun, and hands over a status that is not known', async () => {
    const pending = (): PendingItem[] => payments('A', 'B')
    const { reconciler, events } = setUp([status('INIT'), status('FROZEN')], { pending })
    expect(await reconciler.runOnce()).toMatchObject({ queried: 2, delivered: 1 })
    expect(events).toMatchObject([{ status: 'FROZEN', final: false }])
  })

  it('hands over what has not begun when its creation was in doubt, so that it is known to exist', async () => {
    const item = { kind: 'payment', id: 'A', lastSentAtMs: 1_790_000_000_000 } as const
    const { reconciler, events } = setUp([status('INIT')], { pending: () => [item] })
    expect(await reconciler.runOnce()).toEqual({
      queried: 1,
      delivered: 1,
      missing: 0,
      failed: 0,
      inFlight: 0,
    })
    expect(events).toMatchObject([
      { status: 'INIT', final: false, data: { checkoutUrl: 'https://pay.example/c/1' } },
    ])
  })

  it('goes on after an item that fails, and tells onError', async () => {
    const onError = vi.fn()
    const pending = (): PendingItem[] => payments('A', 'B')
    const { reconciler, events } = setUp([hang(), status('FAILED')], { pending, onError })
    expect(await reconciler.runOnce()).toEqual({
      queried: 2,
      delivered: 1,
      missing: 0,
      failed: 1,
      inFlight: 0,
    })
    expect(events).toHaveLength(1)
    expect(onError).toHaveBeenCalledExactlyOnceWith({
      item: { kind: 'payment', id: 'A' },
      error: expect.objectContaining({ reason: 'timeout' }),
    })
  })

  it('tells onError when the handler fails, and hands over again in the next round', async () => {
    const onError = vi.fn()
    const onEvent = vi.fn().mockRejectedValueOnce(new Error('database down'))
    const receiver = createWebhookReceiver({ apiSecret: API_SECRET, onEvent })
    const { reconciler } = setUp([status('CLOSED'), status('CLOSED')], { receiver, onError })
    expect(await reconciler.runOnce()).toMatchObject({ delivered: 0, failed: 1 })
    expect(await reconciler.runOnce()).toMatchObject({ delivered: 1, failed: 0 })
    expect(onEvent).toHaveBeenCalledTimes(2)
  })

  it.each([
    [undefined, false],
    [1_790_000_000_000 - 600_001, true],
    [1_790_000_000_000 - 600_000, false],
  ])(
    'tells onMissing whether absence is proven, sent at %s',
    async (lastSentAtMs, absenceProven) => {
      const onMissing = vi.fn()
      const item = { kind: 'payment', id: 'A', lastSentAtMs } as const
      const { now, startTimer } = createTestClock()
      const clock = { now, startTimer }
      const { reconciler } = setUp([refuse('40001')], { pending: () => [item], onMissing, clock })
      expect(await reconciler.runOnce()).toMatchObject({ missing: 1, failed: 0 })
      expect(onMissing).toHaveBeenCalledExactlyOnceWith({ ...item, absenceProven })
    },
  )

  it('takes absence for proven after ten minutes where the client is not one of ours', async () => {
    const onMissing = vi.fn()
    const clock = createTestClock()
    const retrieve = (): Promise<never> =>
      Promise.reject(new ApiError({ providerCode: '40001', httpStatus: 200 }))
    const client = { orders: { retrieve }, refunds: { retrieve } } as object as Client
    for (const ago of [600_000, 600_001]) {
      const lastSentAtMs = clock.now() - ago
      const pending = (): PendingItem[] => [{ kind: 'refund', id: 'R', lastSentAtMs }]
      await setUp([], { client, clock, pending, onMissing }).reconciler.runOnce()
    }
    expect(onMissing.mock.calls).toMatchObject([
      [{ absenceProven: false }],
      [{ absenceProven: true }],
    ])
  })

  describe('and its client once signed a day ahead, after a Date that lied', () => {
    const dayMs = 86_400_000
    const dateAt = (ms: number): Record<string, string> => ({ date: new Date(ms).toUTCString() })

    /** Creates an order with a client whose correction is refused as well, and asks for it when some time has passed. */
    async function askAfter(ms: number): Promise<unknown> {
      const onMissing = vi.fn()
      const lying: Step = (request, { now }) =>
        refuse('50001', dateAt(now() + dayMs))(request, { now } as never)
      const missing: Step = (request, clock) => refuse('40001', dateAt(clock.now()))(request, clock)
      const api = createScriptedApi([lying, lying, missing], { maxRetries: 0 })
      const lastSentAtMs = api.clock.now()
      await api.client.orders.create(orderParams(api.clock)).catch(() => undefined)
      api.clock.advance(ms)
      const receiver = createWebhookReceiver({ apiSecret: API_SECRET, onEvent: () => undefined })
      await createReconciler({
        // A client may be wrapped.
        client: { ...api.client },
        receiver,
        clock: api.clock,
        pending: () => [{ kind: 'payment', id: ORDER_ID, lastSentAtMs }],
        onMissing,
      }).runOnce()
      return onMissing.mock.lastCall?.[0]
    }

    it.each([
      [660_000, false],
      [dayMs + 300_000, false],
      [dayMs + 300_001, true],
    ])('takes absence for proven after %d ms: %s', async (ms, absenceProven) => {
      expect(await askAfter(ms)).toMatchObject({ absenceProven })
    })
  })

  it('does not take absence for proven while its own clock is far ahead of the Date', async () => {
    const onMissing = vi.fn()
    const clock = createTestClock()
    const behind: Step = (request, { now }) =>
      refuse('40001', { date: new Date(now() - 3_600_000).toUTCString() })(request, clock)
    const pending = (lastSentAtMs: number) => (): PendingItem[] => [
      { kind: 'payment', id: 'A', lastSentAtMs },
    ]
    const { now, startTimer } = clock
    for (const ago of [3_800_000, 3_902_000]) {
      const options = { pending: pending(now() - ago), onMissing, clock: { now, startTimer } }
      await setUp([behind], options).reconciler.runOnce()
    }
    expect(onMissing.mock.calls).toMatchObject([
      [{ absenceProven: false }],
      [{ absenceProven: true }],
    ])
  })

  it.each(['10001', '20001', '30001', '50001', '60001', '99999'])(
    'counts a refusal with %s as a failure, never as a missing item',
    async (code) => {
      const onMissing = vi.fn()
      const onError = vi.fn()
      const { now, startTimer } = createTestClock()
      const item = { kind: 'payment', id: 'A', lastSentAtMs: now() - 86_400_000 } as const
      const options = { pending: () => [item], onMissing, onError, clock: { now, startTimer } }
      const { reconciler } = setUp([refuse(code)], options)
      expect(await reconciler.runOnce()).toMatchObject({ missing: 0, failed: 1 })
      expect(onMissing).not.toHaveBeenCalled()
      expect(onError).toHaveBeenCalledExactlyOnceWith({
        item,
        error: expect.objectContaining({ providerCode: code }),
      })
    },
  )

  it.each([
    ['a time-out', hang()],
    ['HTTP 404 without an envelope', () => new Response('Not found', { status: 404 })],
  ])('counts %s as a failure, never as a missing item', async (_, step) => {
    const onMissing = vi.fn()
    const { reconciler } = setUp([step], { onMissing, onError: () => undefined })
    expect(await reconciler.runOnce()).toMatchObject({ missing: 0, failed: 1 })
    expect(onMissing).not.toHaveBeenCalled()
  })

  it("counts a handler's own 'not found' as a failure, never as a missing item", async () => {
    const onMissing = vi.fn()
    const onError = vi.fn()
    const notFound = new ApiError({ providerCode: '40001', httpStatus: 200 })
    const receiver = { deliver: () => Promise.reject(notFound) }
    const { reconciler } = setUp([status('SUCCEEDED')], { receiver, onMissing, onError })
    expect(await reconciler.runOnce()).toMatchObject({ missing: 0, failed: 1, inFlight: 0 })
    expect(onMissing).not.toHaveBeenCalled()
    expect(onError).toHaveBeenCalledExactlyOnceWith({ item: expect.anything(), error: notFound })
  })

  it('tells onError of a handler that fails after the abort', async () => {
    const onError = vi.fn()
    const controller = new AbortController()
    const receiver = {
      deliver: () => {
        controller.abort()
        return Promise.reject(new Error('handler'))
      },
    }
    const { reconciler } = setUp([status('SUCCEEDED')], { receiver, onError })
    await reconciler.runOnce({ signal: controller.signal })
    expect(onError).toHaveBeenCalledTimes(1)
  })

  it('counts a proof from when it asked, not from when it read the answer', async () => {
    const onMissing = vi.fn()
    const clock = createTestClock()
    const item = { kind: 'payment', id: 'A', lastSentAtMs: clock.now() - 60_000 } as const
    // A laptop that sleeps for eight hours between the question and the answer.
    const sleepy: Step = (request) => {
      clock.advance(8 * 3_600_000)
      return refuse('40001')(request, clock)
    }
    const { now, startTimer } = clock
    const options = { pending: () => [item], onMissing, clock: { now, startTimer } }
    await setUp([sleepy], options).reconciler.runOnce()
    expect(onMissing).toHaveBeenCalledExactlyOnceWith({ ...item, absenceProven: false })
  })

  it.each([
    [1, false],
    [-1, true],
  ])(
    'believes a stored absenceProvableAtMs, %d ms from now, before its own',
    async (ms, proven) => {
      const onMissing = vi.fn()
      const { now, startTimer } = createTestClock()
      const lastSentAtMs = ms > 0 ? now() - 86_400_000 : now()
      const item = {
        kind: 'refund',
        id: 'A',
        lastSentAtMs,
        absenceProvableAtMs: now() + ms,
      } as const
      const options = { pending: () => [item], onMissing, clock: { now, startTimer } }
      await setUp([refuse('40001')], options).reconciler.runOnce()
      expect(onMissing).toHaveBeenCalledExactlyOnceWith({ ...item, absenceProven: proven })
    },
  )

  it('tells onError of a missing item where there is no onMissing, and when that throws', async () => {
    const onError = vi.fn()
    await setUp([refuse('40001')], { onError }).reconciler.runOnce()
    const onMissing = (): never => {
      throw new Error('onMissing')
    }
    await setUp([refuse('40001')], { onError, onMissing }).reconciler.runOnce()
    expect(onError.mock.calls).toMatchObject([
      [{ error: { providerCode: '40001' } }],
      [{ error: { message: 'onMissing' } }],
    ])
  })

  it('counts a list that fails, after what it gave before', async () => {
    const onError = vi.fn()
    const pending = async function* (): AsyncGenerator<PendingItem> {
      yield* payments('A')
      throw new Error('database down')
    }
    const { reconciler } = setUp([status('CLOSED')], { pending, onError })
    expect(await reconciler.runOnce()).toMatchObject({ queried: 1, delivered: 1, failed: 1 })
    expect(onError).toHaveBeenCalledExactlyOnceWith({ item: undefined, error: expect.any(Error) })
  })

  it('queries as many at once as concurrency says, and each only once', async () => {
    let open = 0
    let most = 0
    const slow: Step = async () => {
      open += 1
      most = Math.max(most, open)
      await new Promise((resolve) => setImmediate(resolve))
      open -= 1
      return Response.json({ code: '00000', data: { status: 'CLOSED' } })
    }
    const ids = Array.from({ length: 20 }, (_, index) => `ID_${index}`)
    const options = { pending: () => payments(...ids), concurrency: 3 }
    const { reconciler, api } = setUp(
      ids.map(() => slow),
      options,
    )
    expect(await reconciler.runOnce()).toMatchObject({ queried: 20, delivered: 20 })
    expect(most).toBeLessThanOrEqual(3)
    expect(most).toBeGreaterThan(1)
    expect(new Set(api.sent.map(({ url }) => url)).size).toBe(20)
  })

  it('stops at an abort without telling onError of it', async () => {
    const stop = new AbortController()
    const onError = vi.fn()
    const aborting: Step = () => {
      stop.abort()
      return new Promise<Response>(() => undefined)
    }
    const { reconciler } = setUp([aborting], { pending: () => payments('A', 'B'), onError })
    expect(await reconciler.runOnce({ signal: stop.signal })).toMatchObject({ delivered: 0 })
    expect(onError).not.toHaveBeenCalled()
  })

  it('writes to the console by default, also when onError itself fails', async () => {
    const written = vi.spyOn(console, 'error').mockReturnValue(undefined)
    await setUp([refuse('10001')]).reconciler.runOnce()
    const onError = (): never => {
      throw new Error('onError')
    }
    const pending = (): never => {
      throw new Error('database down')
    }
    await setUp([], { pending }).reconciler.runOnce()
    await setUp([refuse('10001')], { onError }).reconciler.runOnce()
    expect(written.mock.calls.map((args: unknown[]) => args.slice(0, -1))).toEqual([
      ['[paystablecoin] not reconciled:', 'payment A'],
      ['[paystablecoin] not reconciled:', 'the list'],
      ['[paystablecoin] onError of the reconciler failed'],
    ])
    written.mockRestore()
  })
})

describe('run', () => {
  it('goes round after round until the signal aborts, and leaves no timer', async () => {
    const stop = new AbortController()
    const pauses: number[] = []
    const { reconciler, api } = setUp([status('INIT'), status('INIT'), status('INIT')], {
      intervalMs: 5_000,
      clock: {
        now: Date.now,
        startTimer: (run, delayMs) => {
          pauses.push(delayMs)
          queueMicrotask(pauses.length === 3 ? () => stop.abort() : run)
          return () => undefined
        },
      },
    })
    await reconciler.run({ signal: stop.signal })
    expect(pauses).toEqual([5_000, 5_000, 5_000])
    expect(api.sent).toHaveLength(3)
  })

  it('does nothing once the signal has aborted', async () => {
    let listed = 0
    const { reconciler, api } = setUp([], { pending: () => payments(String((listed += 1))) })
    await reconciler.run({ signal: AbortSignal.abort() })
    expect(await reconciler.runOnce({ signal: AbortSignal.abort() })).toMatchObject({ queried: 0 })
    expect([listed, api.sent.length]).toEqual([0, 0])
  })

  describe('that is aborted', () => {
    const hanging = (): Promise<never> => new Promise(() => undefined)
    const receiverWith = (options: Partial<HandlerReceiverOptions>): WebhookReceiver =>
      createWebhookReceiver({ apiSecret: API_SECRET, onEvent: () => undefined, ...options })
    const store = { claim: hanging, complete: hanging, release: hanging }
    const hangingList = { [Symbol.asyncIterator]: () => ({ next: hanging }) }

    it.each<[string, Step, Partial<ReconcilerOptions>]>([
      ['a handler', status('CLOSED'), { receiver: receiverWith({ onEvent: hanging }) }],
      ['a store', status('CLOSED'), { receiver: receiverWith({ deduplication: store }) }],
      ['a list', status('CLOSED'), { pending: () => hangingList }],
      ['onMissing', refuse('40001'), { onMissing: hanging }],
      ['onError', refuse('10001'), { onError: hanging }],
    ])('ends ten seconds later although %s hangs', async (_name, step, options) => {
      const stop = new AbortController()
      const clock = createTestClock()
      const { reconciler } = setUp([step], { clock, ...options })
      const running = reconciler.run({ signal: stop.signal })
      await settle()
      stop.abort()
      clock.advance(9_999)
      expect(await Promise.race([running.then(() => 'over'), settle()])).toBeUndefined()
      clock.advance(1)
      await running
      expect(clock.waiting()).toBe(0)
      expect(getEventListeners(stop.signal, 'abort')).toEqual([])
    })

    it('waits for a handler at work, and counts what it was given', async () => {
      const stop = new AbortController()
      const clock = createTestClock()
      const handling = createDeferred()
      const receiver = receiverWith({ onEvent: () => handling.promise })
      const { reconciler, api } = setUp([status('CLOSED')], {
        clock,
        receiver,
        pending: () => payments('A', 'B'),
      })
      const round = reconciler.runOnce({ signal: stop.signal })
      await settle()
      stop.abort()
      handling.resolve()
      expect(await round).toEqual({ queried: 1, delivered: 1, missing: 0, failed: 0, inFlight: 0 })
      expect([api.sent.length, clock.waiting()]).toEqual([1, 0])
    })

    it('does nothing more when what hung goes on after all, and keeps its counts', async () => {
      const stop = new AbortController()
      const clock = createTestClock()
      const handling = createDeferred()
      const receiver = receiverWith({ onEvent: () => handling.promise })
      const { reconciler, api } = setUp([status('CLOSED')], {
        clock,
        receiver,
        pending: () => payments('A', 'B'),
      })
      const round = reconciler.runOnce({ signal: stop.signal })
      await settle()
      stop.abort()
      clock.advance(10_000)
      const counts = await round
      handling.resolve()
      await receiver.idle()
      await settle()
      expect(counts).toEqual({ queried: 1, delivered: 0, missing: 0, failed: 0, inFlight: 0 })
      expect(api.sent).toHaveLength(1)
    })
  })
})
