import { describe, expect, it } from 'vitest'
import { createClient, createReconciler } from '../src/index.ts'
import type {
  CallOptions,
  Client,
  ClientOptions,
  Clock,
  CreateOrderOptions,
  WaitOptions,
} from '../src/index.ts'
import {
  API_SECRET,
  createScriptedApi,
  ORDER_ID,
  orderParams,
  succeed,
} from './support/scripted-api.ts'

/** An option, and a value that it must not have. */
type Wrong = readonly [option: string, value: unknown]

const TOO_SMALL = [0, -5, Number.NaN]
const WRONG_TYPES = [null, '1000', {}, [1000], true, 1000n]
const NO_FUNCTIONS = [null, 'run', {}, 5]
const NO_SIGNALS = [null, 'abort', 5, {}, new AbortController(), { aborted: false }]

const each = (option: string, values: readonly unknown[]): readonly Wrong[] =>
  values.map((value) => [option, value])

const WRONG_LIMITS: readonly Wrong[] = ['timeoutMs', 'deadlineMs'].flatMap((option) =>
  each(option, [...TOO_SMALL, ...WRONG_TYPES]),
)
const WRONG_CALL: readonly Wrong[] = [...WRONG_LIMITS, ...each('signal', NO_SIGNALS)]
const NO_COUNTS = [-1, 1.5, Number.NaN, Infinity, ...WRONG_TYPES]
const CLOCKS = each('clock', [
  null,
  5,
  {},
  Date.now,
  { now: Date.now },
  { now: Date.now, startTimer: 5 },
  { now: 5, startTimer: () => undefined },
])
const HOOKS = ['beforeRequest', 'afterResponse', 'onRetry', 'onError', 'aroundCall']

describe('createClient', () => {
  const options = {
    merchantId: '1000',
    apiKey: 'test-key',
    apiSecret: API_SECRET,
    environment: 'sandbox',
  }
  const create = (wrong: Record<string, unknown>): Client =>
    createClient({ ...options, ...wrong } as unknown as ClientOptions)

  it.each<Wrong>([
    ...each('merchantId', [null, 1000, {}, [], '']),
    ...each('apiKey', [null, 1000, {}, [], '']),
    ...each('apiSecret', [null, 1000, {}, [], [5], '']),
    ...each('environment', [null, 1000, {}, []]),
    ...WRONG_LIMITS,
    ...each('maxRetries', NO_COUNTS),
    ...each('fetch', NO_FUNCTIONS),
    ...each('random', NO_FUNCTIONS),
    ...CLOCKS,
    ...each('hooks', [null, 'run', 5, [], () => undefined]),
  ])('throws a TypeError that names %s when it is %o', (option, value) => {
    expect(() => create({ [option]: value })).toThrow(TypeError)
    expect(() => create({ [option]: value })).toThrow(option)
  })

  it.each<Wrong>(each('baseUrl', [null, 1000, {}, []]))(
    'throws a TypeError that names %s when it is %o',
    (option, value) => {
      const wrong = { environment: undefined, [option]: value }
      expect(() => create(wrong)).toThrow(TypeError)
      expect(() => create(wrong)).toThrow(option)
    },
  )

  it.each<Wrong>(HOOKS.flatMap((hook) => each(hook, [...NO_FUNCTIONS, [() => undefined, 5]])))(
    'throws a TypeError that names hooks.%s when it is %o',
    (hook, value) => {
      expect(() => create({ hooks: { [hook]: value } })).toThrow(TypeError)
      expect(() => create({ hooks: { [hook]: value } })).toThrow(`hooks.${hook} must be`)
    },
  )

  it('takes a clock whose functions are methods', async () => {
    class FixedClock implements Clock {
      #nowMs = 1_790_000_000_000
      now(): number {
        return this.#nowMs
      }
      startTimer(): () => void {
        this.#nowMs += 1
        return () => undefined
      }
    }
    const { client, sent } = createScriptedApi([succeed({ status: 'INIT' })], {
      clock: new FixedClock(),
    })
    await client.orders.retrieve(ORDER_ID)
    expect(sent[0]?.headers.get('x-timestamp')).toBe('1790000000000')
  })

  it('takes a list of hooks, and Infinity for no limit', () => {
    const hooks = { onRetry: [() => undefined], onError: [] }
    expect(() => create({ hooks, timeoutMs: Infinity, deadlineMs: Infinity })).not.toThrow()
  })
})

describe('a call', () => {
  type Call = (client: Client, options: CallOptions & CreateOrderOptions) => Promise<unknown>

  const refund = { merchantRefundOrderId: 'R', acquiringOrderId: 'A', refundReason: 'defect' }
  const CALLS: readonly (readonly [string, Call])[] = [
    ['orders.retrieve', ({ orders }, options) => orders.retrieve(ORDER_ID, options)],
    ['refunds.retrieve', ({ refunds }, options) => refunds.retrieve('R', options)],
    [
      'orders.create',
      ({ orders }, options) => orders.create(orderParams({ now: Date.now }), options),
    ],
    ['refunds.create', ({ refunds }, options) => refunds.create(refund, options)],
    ['checkout.paymentMethods', ({ checkout }, options) => checkout.paymentMethods(options)],
    ['request', ({ request }, options) => request({ method: 'GET', path: '/orders', ...options })],
  ]

  it.each(
    CALLS.flatMap(([name, call]) => WRONG_CALL.map((wrong) => [name, ...wrong, call] as const)),
  )(
    '%s rejects with a TypeError that names %s when it is %o, and sends nothing',
    async (_name, option, value, call) => {
      const { client, sent } = createScriptedApi([])
      const calling = call(client, { [option]: value })
      await expect(calling).rejects.toThrow(TypeError)
      await expect(calling).rejects.toThrow(`${option} must be`)
      expect(sent).toHaveLength(0)
    },
  )

  it.each<Wrong>(each('sentBefore', [null, 1, 'yes', {}]))(
    'orders.create rejects with a TypeError that names %s when it is %o',
    async (option, value) => {
      const { client, clock, sent } = createScriptedApi([])
      const options = { [option]: value } as CreateOrderOptions
      const creating = client.orders.create(orderParams(clock), options)
      await expect(creating).rejects.toThrow(TypeError)
      await expect(creating).rejects.toThrow(option)
      expect(sent).toHaveLength(0)
    },
  )
})

describe('waitUntilFinal', () => {
  it.each<Wrong>([
    ...['pollMs', 'maxPollMs', 'deadlineMs'].flatMap((option) =>
      each(option, [...TOO_SMALL, ...WRONG_TYPES]),
    ),
    ...each('signal', NO_SIGNALS),
  ])(
    'rejects with a TypeError that names %s when it is %o, and asks nothing',
    async (option, value) => {
      const { client, sent } = createScriptedApi([])
      const options = { [option]: value } as WaitOptions
      for (const { waitUntilFinal } of [client.orders, client.refunds]) {
        const waiting = waitUntilFinal(ORDER_ID, options)
        await expect(waiting).rejects.toThrow(TypeError)
        await expect(waiting).rejects.toThrow(`${option} must be`)
      }
      expect(sent).toHaveLength(0)
    },
  )
})

describe('createReconciler', () => {
  const { client } = createScriptedApi([])
  const options = { client, receiver: { deliver: async () => undefined }, pending: () => [] }
  const create = (wrong: Record<string, unknown>) => createReconciler({ ...options, ...wrong })

  it.each<Wrong>([
    ...each('client', [undefined, null, 'client', {}, { orders: client.orders }]),
    ...each('receiver', [undefined, null, 'receiver', {}, { deliver: 5 }]),
    ...each('pending', [undefined, ...NO_FUNCTIONS, []]),
    ...each('onMissing', NO_FUNCTIONS),
    ...each('onError', NO_FUNCTIONS),
    ...CLOCKS,
    ...each('concurrency', [0, ...NO_COUNTS]),
    ...each('intervalMs', [-1, Number.NaN, ...WRONG_TYPES]),
  ])('throws a TypeError that names %s when it is %o', (option, value) => {
    expect(() => create({ [option]: value })).toThrow(TypeError)
    expect(() => create({ [option]: value })).toThrow(option)
  })

  it.each(NO_SIGNALS)('runs no round with a signal that is %o', async (signal) => {
    const wrong = { signal: signal as unknown as AbortSignal }
    const reconciler = create({ intervalMs: Infinity })
    for (const running of [reconciler.runOnce(wrong), reconciler.run(wrong)]) {
      await expect(running).rejects.toThrow(new TypeError('signal must be an AbortSignal'))
    }
  })
})
