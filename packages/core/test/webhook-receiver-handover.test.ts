import { describe, expect, it, vi } from 'vitest'
import { createMemoryDeduplication, createWebhookReceiver } from '../src/index.ts'
import type { DeduplicationStore, WebhookEvent } from '../src/index.ts'
import { createTestClock } from './support/test-clock.ts'
import {
  createDeferred,
  createTestReceiver,
  PATH,
  PAYMENT,
  PAYMENT_KEY,
  SECRET,
  settle,
  signedHeaders,
} from './support/webhook-fixtures.ts'

const failure = new Error('database is away')

describe("acknowledge: 'immediately'", () => {
  it('answers before the handler runs', async () => {
    const { send, clock, handled } = createTestReceiver()
    expect(await send()).toMatchObject({ status: 200 })
    expect(handled).toEqual([])
    clock.advance(0)
    await settle()
    expect(handled).toHaveLength(1)
  })

  it('gives the handler the event and the context', async () => {
    const onEvent = vi.fn()
    const { send, clock } = createTestReceiver({ onEvent })
    await send(PAYMENT, { context: 'the context of this request' })
    clock.advance(0)
    await settle()
    expect(onEvent).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({
        kind: 'payment',
        status: 'SUCCEEDED',
        source: 'webhook',
        data: PAYMENT,
      }),
      'the context of this request',
    )
  })

  it.each([
    [
      'throws',
      () => {
        throw failure
      },
    ],
    ['rejects', () => Promise.reject(failure)],
  ])(
    'runs a handler that %s three times, with pauses, then reports undelivered and gives the claim back',
    async (_, onEvent) => {
      const calls: number[] = []
      const { send, clock, problems, receiver } = createTestReceiver({
        onEvent: () => {
          calls.push(clock.now())
          return onEvent()
        },
      })
      const startMs = clock.now()
      expect(await send()).toMatchObject({ status: 200 })
      for (const pauseMs of [0, 199, 1, 1999, 1]) {
        clock.advance(pauseMs)
        await settle()
      }
      expect(calls.map((atMs) => atMs - startMs)).toEqual([0, 200, 2200])
      await receiver.idle()
      expect(problems).toMatchObject([
        { outcome: 'undelivered', error: failure, event: { kind: 'payment' } },
      ])
      expect(await send()).toMatchObject({ status: 200 })
      clock.advance(0)
      await settle()
      expect(calls).toHaveLength(4)
    },
  )

  it('reports nothing when a later try succeeds', async () => {
    let tries = 0
    const { send, clock, problems, receiver } = createTestReceiver({
      retryDelaysMs: [5],
      onEvent: () => {
        tries += 1
        if (tries === 1) throw failure
      },
    })
    await send()
    clock.advance(0)
    await settle()
    clock.advance(5)
    await receiver.idle()
    expect(tries).toBe(2)
    expect(problems).toEqual([])
    await send()
    await settle()
    expect(tries).toBe(2)
  })

  it('reports undelivered when even the timer fails, and no promise is left to reject', async () => {
    const startTimer = (): never => {
      throw failure
    }
    const { send, receiver, problems, handled } = createTestReceiver({
      clock: { ...createTestClock(), startTimer },
    })
    expect(await send()).toMatchObject({ status: 200 })
    await receiver.idle()
    expect(handled).toEqual([])
    expect(problems).toMatchObject([{ outcome: 'undelivered', error: failure }])
  })

  it('hands what goes on after the answer to waitUntil, and that never rejects', async () => {
    const promises: Promise<unknown>[] = []
    const waitUntil = (promise: Promise<unknown>): void => void promises.push(promise)
    const { send, clock } = createTestReceiver({
      retryDelaysMs: [],
      onEvent: () => Promise.reject(failure),
    })
    await send(PAYMENT, { waitUntil })
    await send(PAYMENT, { waitUntil, secret: 'wrong' })
    expect(promises).toHaveLength(2)
    await settle()
    clock.advance(0)
    expect(await Promise.all(promises)).toEqual([undefined, undefined])
  })

  it('handles an event again that a dead process had claimed, once its lease has ended', async () => {
    const deduplication = createMemoryDeduplication({ now: () => clock.now() })
    const { send, clock, handled } = createTestReceiver({ deduplication, leaseMs: 5000 })
    const key = `["",${PAYMENT_KEY}]`
    expect(deduplication.claim(key, 5000)).toMatchObject({ state: 'claimed' })
    expect(await send()).toMatchObject({ status: 503 })
    clock.advance(5000)
    expect(await send()).toMatchObject({ status: 200 })
    clock.advance(0)
    await settle()
    expect(handled).toHaveLength(1)
  })
})

describe("acknowledge: 'after-handler'", () => {
  it('answers after the handler', async () => {
    const gate = createDeferred()
    const { send } = createTestReceiver({
      acknowledge: 'after-handler',
      onEvent: () => gate.promise,
    })
    let answered = false
    const reply = send().then((reply) => {
      answered = true
      return reply
    })
    await settle()
    expect(answered).toBe(false)
    gate.resolve()
    expect(await reply).toMatchObject({ status: 200 })
  })

  it.each([
    [
      'throws',
      () => {
        throw failure
      },
    ],
    ['rejects', () => Promise.reject(failure)],
  ])(
    'answers 500 when the handler %s, reports it once, and handles it again when it comes again',
    async (_, fail) => {
      let calls = 0
      const { send, problems } = createTestReceiver({
        acknowledge: 'after-handler',
        onEvent: () => {
          calls += 1
          return calls === 1 ? fail() : undefined
        },
      })
      expect(await send()).toMatchObject({
        status: 500,
        body: '{"error":"Not processed, send again"}',
      })
      expect(problems).toMatchObject([
        { outcome: 'failed', error: failure, event: { kind: 'payment' } },
      ])
      expect(await send()).toMatchObject({ status: 200 })
      expect(await send()).toMatchObject({ status: 200 })
      expect(calls).toBe(2)
      expect(problems).toHaveLength(1)
    },
  )

  it('lets one of many concurrent deliveries run, and answers the others 503', async () => {
    const gate = createDeferred()
    let calls = 0
    const { send } = createTestReceiver({
      acknowledge: 'after-handler',
      onEvent: () => {
        calls += 1
        return gate.promise
      },
    })
    const replies = Array.from({ length: 10 }, () => send())
    await settle()
    gate.resolve()
    const statuses = (await Promise.all(replies)).map((reply) => reply.status)
    expect(statuses.toSorted((a, b) => a - b)).toEqual([
      200,
      ...Array.from({ length: 9 }, () => 503),
    ])
    expect(calls).toBe(1)
  })
})

describe('an event that is in flight', () => {
  const event: WebhookEvent = {
    kind: 'payment',
    id: PAYMENT_KEY,
    status: 'SUCCEEDED',
    final: true,
    data: PAYMENT,
    rawBody: '{}',
    source: 'query',
  }

  it('is asked for again while deliver handles it: its handler is run once only, and may fail', async () => {
    const gate = createDeferred()
    const onEvent = vi.fn(() => gate.promise)
    const { receiver, send } = createTestReceiver({ onEvent })
    const delivered = receiver.deliver(event, '')
    expect(await send()).toMatchObject({ status: 503 })
    gate.reject(failure)
    await expect(delivered).rejects.toBe(failure)
    expect(await send()).toMatchObject({ status: 200 })
  })

  it.each([
    ['succeeded', () => undefined],
    ['failed', () => Promise.reject(failure)],
  ])('elsewhere is asked for again, also after it %s here', async (_, onEvent) => {
    const deduplication = createMemoryDeduplication({ ttlMs: 0 })
    const options = { deduplication, onEvent, retryDelaysMs: [] }
    const { send, clock, receiver } = createTestReceiver(options)
    expect(await send()).toMatchObject({ status: 200 })
    clock.advance(0)
    await receiver.idle()
    const key = `["",${event.id}]`
    expect(deduplication.claim(key, 60_000)).toMatchObject({ state: 'claimed' })
    expect(await send()).toMatchObject({ status: 503 })
  })
})

describe('a store that takes its time', () => {
  /** The store in memory, behind a database's delay; `steps` names what has come back. */
  function createSlowStore() {
    const store = createMemoryDeduplication()
    const steps: string[] = []
    const after = async <T>(step: string, act: () => T | Promise<T>): Promise<T> => {
      await settle()
      steps.push(step)
      return act()
    }
    const deduplication: DeduplicationStore = {
      claim: (key, leaseMs) => after('claim', () => store.claim(key, leaseMs)),
      complete: (...done) => after('complete', () => store.complete(...done)),
      release: (key, token) => after('release', () => store.release(key, token)),
    }
    return { deduplication, steps }
  }

  it('has recorded the end before the provider is notified of it', async () => {
    for (const onEvent of [() => undefined, () => Promise.reject(failure)]) {
      const { deduplication, steps } = createSlowStore()
      const { send } = createTestReceiver({ deduplication, acknowledge: 'after-handler', onEvent })
      const { status } = await send()
      expect(steps).toEqual(['claim', status === 200 ? 'complete' : 'release'])
    }
  })

  it('is waited for by idle and by waitUntil, and so is onError', async () => {
    for (const onEvent of [() => undefined, () => Promise.reject(failure)]) {
      const { deduplication, steps } = createSlowStore()
      const fail = (step: string) => async () => {
        await settle()
        steps.push(step)
        throw failure
      }
      const onError = async (): Promise<void> => {
        await settle()
        steps.push('told')
      }
      const failing = { ...deduplication, complete: fail('complete'), release: fail('release') }
      const options = { deduplication: failing, retryDelaysMs: [], onEvent, onError }
      const { send, receiver, clock } = createTestReceiver(options)
      const promises: Promise<unknown>[] = []
      await send(PAYMENT, { waitUntil: (promise) => void promises.push(promise) })
      clock.advance(0)
      await receiver.idle()
      const isFailure = steps.includes('release')
      expect(steps).toEqual(
        isFailure ? ['claim', 'release', 'told', 'told'] : ['claim', 'complete', 'told'],
      )
      await Promise.all(promises)
    }
  })
})

describe('a store that fails after the claim', () => {
  function failingStore(method: 'complete' | 'release'): DeduplicationStore {
    return { ...createMemoryDeduplication(), [method]: () => Promise.reject(failure) }
  }

  it.each(['immediately', 'after-handler'] as const)(
    'does not undo what the handler did (%s)',
    async (acknowledge) => {
      const { send, receiver, clock, problems, handled } = createTestReceiver({
        acknowledge,
        deduplication: failingStore('complete'),
      })
      expect(await send()).toMatchObject({ status: 200 })
      clock.advance(0)
      await receiver.idle()
      expect(handled).toHaveLength(1)
      expect(problems).toMatchObject([
        { outcome: 'unrecorded', error: failure, event: { kind: 'payment' } },
      ])
    },
  )

  it('is reported beside the failure of the handler', async () => {
    const error = new Error('handler')
    const options = { onEvent: () => Promise.reject(error), retryDelaysMs: [] }
    const late = createTestReceiver({ ...options, deduplication: failingStore('release') })
    await late.send()
    late.clock.advance(0)
    await late.receiver.idle()
    expect(late.problems).toMatchObject([
      { outcome: 'unrecorded', error: failure },
      { outcome: 'undelivered', error },
    ])
    const acknowledge = 'after-handler'
    const deduplication = failingStore('release')
    const early = createTestReceiver({ ...options, deduplication, acknowledge })
    expect(await early.send()).toMatchObject({ status: 500 })
    expect(early.problems).toMatchObject([
      { outcome: 'unrecorded', error: failure },
      { outcome: 'failed', error },
    ])
  })
})

describe('onError', () => {
  it('writes a line to the console by default, without a secret, a signature or the body', async () => {
    const lines = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    try {
      const { send, clock } = createTestReceiver({
        onError: undefined,
        retryDelaysMs: [],
        onEvent: () => Promise.reject(failure),
      })
      await send(PAYMENT, { secret: 'wrong' })
      await send()
      await settle()
      clock.advance(0)
      await settle()
      const id = PAYMENT_KEY
      const tried = {
        schemes: ['request', 'body'],
        paths: [PATH],
        secretCount: 1,
        bodyBytes: JSON.stringify(PAYMENT).length,
        contentEncoding: '',
      }
      expect(lines.mock.calls).toEqual([
        [
          '[paystablecoin] webhook rejected',
          JSON.stringify(tried),
          expect.objectContaining({ reason: 'mismatch', tried }),
        ],
        ['[paystablecoin] webhook undelivered', id, failure],
      ])
    } finally {
      lines.mockRestore()
    }
  })

  it.each([
    [
      'throws',
      () => {
        throw failure
      },
    ],
    ['rejects', () => Promise.reject(failure)],
  ])(
    'that %s does not change the answer, and the console is notified of it',
    async (_, onError) => {
      const lines = vi.spyOn(console, 'error').mockImplementation(() => undefined)
      try {
        const { send } = createTestReceiver({ onError })
        expect(await send(PAYMENT, { secret: 'wrong' })).toMatchObject({ status: 401 })
        await settle()
        expect(lines.mock.calls).toEqual([
          ['[paystablecoin] onError failed on a webhook that was rejected', failure],
        ])
      } finally {
        lines.mockRestore()
      }
    },
  )

  it('does not hold up the answer', async () => {
    const { send } = createTestReceiver({ onError: () => createDeferred().promise })
    expect(await send(PAYMENT, { secret: 'wrong' })).toMatchObject({ status: 401 })
  })
})

describe('onStale', () => {
  it.each([
    [
      'throws',
      () => {
        throw failure
      },
    ],
    ['rejects', () => Promise.reject(failure)],
  ])('that %s does not change the answer, and onError is notified of it', async (_, onStale) => {
    const { send, problems } = createTestReceiver({ onStale })
    expect(await send(PAYMENT, { timestamp: '1700000000000' })).toMatchObject({ status: 401 })
    await settle()
    expect(problems.map(({ outcome }) => outcome).toSorted()).toEqual(['rejected', 'undelivered'])
    expect(problems).toContainEqual({
      outcome: 'undelivered',
      error: failure,
      event: expect.objectContaining({ kind: 'payment' }),
    })
  })
})

describe('deliver', () => {
  const event: WebhookEvent = {
    kind: 'payment',
    id: PAYMENT_KEY,
    status: 'SUCCEEDED',
    final: true,
    data: PAYMENT,
    rawBody: '{}',
    source: 'query',
  }

  it('hands an event over once, whether it is learned by a query or by a webhook', async () => {
    const { send, receiver, handled } = createTestReceiver({ acknowledge: 'after-handler' })
    await receiver.deliver(event, 'a job')
    await receiver.deliver(event, 'a job')
    expect(await send()).toMatchObject({ status: 200 })
    expect(handled).toEqual([event])
  })

  it('waits for the handler, and passes the context', async () => {
    const onEvent = vi.fn(async () => {
      await settle()
    })
    const { receiver } = createTestReceiver({ onEvent })
    await receiver.deliver(event, 'a job')
    expect(onEvent).toHaveBeenCalledExactlyOnceWith(event, 'a job')
  })

  it('rejects with what the handler threw, and gives the claim back', async () => {
    const onEvent = vi.fn().mockRejectedValueOnce(failure)
    const { receiver, problems } = createTestReceiver({ onEvent })
    await expect(receiver.deliver(event, '')).rejects.toBe(failure)
    await receiver.deliver(event, '')
    expect(onEvent).toHaveBeenCalledTimes(2)
    expect(problems).toEqual([])
  })

  it('rejects with what the store threw', async () => {
    const deduplication = { ...createMemoryDeduplication(), claim: () => Promise.reject(failure) }
    const { receiver, handled } = createTestReceiver({ deduplication })
    await expect(receiver.deliver(event, '')).rejects.toBe(failure)
    expect(handled).toEqual([])
    await receiver.idle({ timeoutMs: 1 })
  })

  it('rejects while another holder handles the event: that one may die over it', async () => {
    const gate = createDeferred()
    const onEvent = vi.fn(() => gate.promise)
    const { receiver } = createTestReceiver({ onEvent })
    const first = receiver.deliver(event, '')
    await expect(receiver.deliver(event, '')).rejects.toMatchObject({
      name: 'DeliveryError',
      reason: 'in-flight',
    })
    expect(onEvent).toHaveBeenCalledTimes(1)
    gate.resolve()
    await first
  })
})

describe('idle', () => {
  it('resolves at once while nothing is in progress', async () => {
    await createTestReceiver().receiver.idle()
  })

  it('waits for handlers and reports that go on after the answer', async () => {
    const gate = createDeferred()
    const { send, clock, receiver } = createTestReceiver({ onEvent: () => gate.promise })
    await send()
    clock.advance(0)
    await settle()
    let isIdle = false
    const idle = Promise.all([receiver.idle(), receiver.idle({ timeoutMs: 10_000 })]).then(
      () => (isIdle = true),
    )
    await settle()
    expect(isIdle).toBe(false)
    gate.resolve()
    await idle
  })

  it('rejects when that takes longer than the time-out, and says how many are left', async () => {
    const gate = createDeferred()
    const { receiver, send, clock } = createTestReceiver({ onEvent: () => gate.promise })
    await send()
    clock.advance(0)
    const idle = receiver.idle({ timeoutMs: 1000 })
    clock.advance(1000)
    await expect(idle).rejects.toMatchObject({
      name: 'IdleTimeoutError',
      code: 'IDLE_TIMEOUT',
      events: 1,
      reports: 0,
      message: expect.stringMatching(/^1 event\(s\) are still being handled/),
    })
    gate.resolve()
    await receiver.idle()
  })
})

describe('two merchants on one store', () => {
  it('do not take each other for duplicates', async () => {
    const deduplication = createMemoryDeduplication()
    const options = { deduplication, acknowledge: 'after-handler' as const }
    const first = createTestReceiver({ ...options, merchantId: '1000' })
    const second = createTestReceiver({ ...options, merchantId: '1000', namespace: '2000' })
    const third = createTestReceiver({ ...options, namespace: '2000' })
    for (const { send } of [first, second, third])
      expect(await send()).toMatchObject({ status: 200 })
    expect([first, second, third].map(({ handled }) => handled.length)).toEqual([1, 1, 0])
  })
})

describe('the functions of a receiver', () => {
  it('work when they are passed around on their own', async () => {
    const onEvent = vi.fn()
    const { receive } = createWebhookReceiver({
      apiSecret: SECRET,
      onEvent,
      acknowledge: 'after-handler',
    })
    const body = new TextEncoder().encode(JSON.stringify(PAYMENT))
    const headers = await signedHeaders({ body, timestamp: String(Date.now()) })
    expect(await receive({ headers, body, path: PATH, context: undefined })).toMatchObject({
      status: 200,
    })
    expect(onEvent).toHaveBeenCalledTimes(1)
  })
})
