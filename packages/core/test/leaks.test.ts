/**
 * What is left of calls that were aborted, over real sockets: no timer, no listener, no socket.
 *
 * @module
 */
import { getEventListeners, once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createClient, createReconciler, createWebhookReceiver } from '../src/index.ts'
import type { Client, ClientHooks, Clock } from '../src/index.ts'
import { until } from './support/webhook-fixtures.ts'

const CALLS = 50
const SECRET = 'test-secret-2yMK_Ye9'
const ID = 'ORDER_1738112345000'

interface Stage {
  /** When the caller aborts: with the request at the server, or with half of an answer at the client. */
  readonly stage: string
  readonly answer: (response: ServerResponse) => void
}

const STAGES: readonly Stage[] = [
  { stage: 'no answer comes', answer: () => undefined },
  {
    stage: 'the answer stops half-way',
    answer: (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 })
      response.write('{"code":')
    },
  },
]

let server: Server
/** The sockets that carried a request. */
let sockets: Set<Socket>
/** The sockets that Node's pool opened and keeps ready, without a request yet: they are no call's. */
let spareSockets: Set<Socket>
/** The timers of the client and the reconciler that run. */
let timers: Set<NodeJS.Timeout>
let answer: (request: IncomingMessage, response: ServerResponse) => void
let client: Client

beforeEach(async () => {
  sockets = new Set()
  spareSockets = new Set()
  timers = new Set()
  server = createServer((request, response) => {
    spareSockets.delete(request.socket)
    sockets.add(request.socket)
    answer(request, response)
  })
  server.on('connection', (socket: Socket) => spareSockets.add(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  client = newClient()
})

afterEach(async () => {
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
})

function portOf(listening: Server): number {
  const address = listening.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

// Time-outs so long that only an abort ends a call, and a timer that is left stays.
function newClient(hooks: ClientHooks = {}): Client {
  return createClient({
    merchantId: '1000',
    apiKey: 'test-key',
    apiSecret: SECRET,
    baseUrl: `http://127.0.0.1:${portOf(server)}`,
    timeoutMs: 600_000,
    deadlineMs: 600_000,
    clock,
    // The shortest pause that there is.
    random: () => 0.002,
    hooks,
  })
}

const startTimer: Clock['startTimer'] = (run, delayMs) => {
  const timer = setTimeout(() => {
    timers.delete(timer)
    run()
  }, delayMs)
  timers.add(timer)
  return () => {
    timers.delete(timer)
    clearTimeout(timer)
  }
}

const clock: Clock = { now: Date.now, startTimer }

/** How many sockets and timers keep this process alive. The runner has some of its own, which come and go. */
function countResources(): number {
  const names = process.getActiveResourcesInfo()
  return names.filter((name) => /^(?:Timeout|TCPSocketWrap|TCPConnectWrap)$/.test(name)).length
}

/** Does not resolve while anything is left: a leak is a test that times out. */
async function nothingIsLeft(before: number): Promise<void> {
  expect(timers.size).toBe(0)
  await until(() => [...sockets].every((socket) => socket.destroyed))
  await until(() => {
    for (const socket of spareSockets) socket.destroy()
    return countResources() <= before
  })
}

/** Resolves once the server has been asked as often as this. */
function askedTimes(count: number, respond: (response: ServerResponse) => void): Promise<void> {
  return new Promise((resolve) => {
    let asked = 0
    answer = (_request, response) => {
      respond(response)
      asked += 1
      if (asked === count) resolve()
    }
  })
}

async function createOrder(signal: AbortSignal): Promise<unknown> {
  return client.orders.create(
    {
      merchantOrderId: ID,
      orderAmount: { value: '99.99', currency: 'USD' },
      expiresAt: new Date(Date.now() + 1_800_000),
      returnUrl: 'https://shop.example/orders/1',
    },
    { signal },
  )
}

const aborted = { name: 'TransportError', reason: 'aborted', outcome: 'unknown' }

describe('an aborted call', () => {
  it.each(STAGES)('leaves no timer, listener or socket when $stage', async (stage) => {
    const before = countResources()
    const controllers = Array.from({ length: CALLS }, () => new AbortController())
    const asked = askedTimes(CALLS, stage.answer)
    const calls = controllers.map(({ signal }) => createOrder(signal))
    const ended = Promise.allSettled(calls)
    await asked
    expect(timers.size).toBe(CALLS)
    expect(countResources()).toBeGreaterThanOrEqual(before + 2 * CALLS)

    for (const controller of controllers) controller.abort()
    for (const result of await ended) expect(result).toMatchObject({ reason: aborted })
    await nothingIsLeft(before)
    for (const { signal } of controllers) expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  it('leaves no timer or listener when it waits for its next attempt', async () => {
    const before = countResources()
    const controllers = Array.from({ length: CALLS }, () => new AbortController())
    answer = (_request, response) => {
      response.writeHead(503, { 'retry-after': '300', connection: 'close' })
      response.end()
    }
    let waiting = 0
    const allWait = new Promise<void>((resolve) => {
      client = newClient({ onRetry: () => (waiting += 1) === CALLS && resolve() })
    })
    const ended = Promise.allSettled(controllers.map(({ signal }) => createOrder(signal)))
    await allWait
    for (const controller of controllers) controller.abort()
    for (const result of await ended) expect(result).toMatchObject({ reason: aborted })
    await nothingIsLeft(before)
    for (const { signal } of controllers) expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  it('leaves nothing when the signal was aborted before', async () => {
    const before = countResources()
    const signal = AbortSignal.abort()
    const calls = Array.from({ length: CALLS }, () => createOrder(signal))
    for (const result of await Promise.allSettled(calls)) {
      expect(result).toMatchObject({ reason: { reason: 'aborted' } })
    }
    expect(sockets.size).toBe(0)
    await nothingIsLeft(before)
  })
})

describe('a call that succeeds', () => {
  it('leaves no listener on a signal that lives on, in the second attempt after a pause', async () => {
    const { signal } = new AbortController()
    let asked = 0
    answer = (_request, response) => {
      asked += 1
      response.writeHead(asked % 2 === 1 ? 503 : 200, { connection: 'close' })
      response.end(JSON.stringify({ code: '00000', data: { status: 'INIT' } }))
    }
    const before = countResources()
    for (let call = 0; call < CALLS; call += 1) await client.orders.retrieve(ID, { signal })
    expect(asked).toBe(2 * CALLS)
    await nothingIsLeft(before)
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })
})

describe('one signal for many', () => {
  const warnings: Error[] = []
  const warn = (warning: Error): void => void warnings.push(warning)

  beforeEach(() => {
    warnings.length = 0
    process.on('warning', warn)
  })
  afterEach(() => void process.off('warning', warn))

  /** What Node has warned of up to now: it does so in a later turn. */
  async function warned(): Promise<readonly string[]> {
    await new Promise((resolve) => setImmediate(resolve))
    return warnings.map(({ name }) => name)
  }

  it('makes no warning of too many listeners in calls, and ends them all', async () => {
    const controller = new AbortController()
    const { signal } = controller
    const asked = askedTimes(CALLS, () => undefined)
    const ended = Promise.allSettled(Array.from({ length: CALLS }, () => createOrder(signal)))
    await asked
    expect(await warned()).toEqual([])
    expect(getEventListeners(signal, 'abort')).toHaveLength(1)
    controller.abort()
    for (const result of await ended) expect(result).toMatchObject({ reason: aborted })
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  it('makes no warning in pauses, and each that ends leaves the others their listener', async () => {
    const controller = new AbortController()
    const { signal } = controller
    let status = 'PROCESSING'
    const waits = CALLS - 1
    const asked = askedTimes(waits, (response) => {
      response.setHeader('connection', 'close')
      response.end(JSON.stringify({ code: '00000', data: { status } }))
    })
    const options = { signal, pollMs: 600_000, maxPollMs: 600_000 }
    const waiting = Array.from({ length: waits }, () => client.orders.waitUntilFinal(ID, options))
    const ended = Promise.allSettled(waiting)
    await asked
    await until(() => timers.size === waits)
    status = 'CLOSED'
    await client.orders.waitUntilFinal(ID, options)
    expect(await warned()).toEqual([])
    expect(getEventListeners(signal, 'abort')).toHaveLength(1)
    controller.abort()
    for (const result of await ended)
      expect(result).toMatchObject({ reason: { reason: 'aborted' } })
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })
})

describe('waiting that is aborted', () => {
  it('leaves no timer and no listener, in waitUntilFinal and in a reconciler', async () => {
    const before = countResources()
    const controller = new AbortController()
    const { signal } = controller
    const asked = askedTimes(2, (response) => {
      response.setHeader('connection', 'close')
      response.end(JSON.stringify({ code: '00000', data: { status: 'PROCESSING' } }))
    })
    const receiver = createWebhookReceiver({ apiSecret: SECRET, onEvent: () => undefined })
    const pending = [{ kind: 'payment' as const, id: ID }]
    const reconciler = createReconciler({ client, receiver, clock, pending: () => pending })
    const reconciling = reconciler.run({ signal })
    const waiting = client.orders.waitUntilFinal(ID, {
      signal,
      pollMs: 600_000,
      maxPollMs: 600_000,
    })
    const ended = Promise.allSettled([reconciling, waiting])
    await asked
    controller.abort()
    expect(await ended).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { reason: 'aborted' } },
    ])
    await receiver.idle()
    await nothingIsLeft(before)
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })
})
