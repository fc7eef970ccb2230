/**
 * One try of an entry: what becomes of it, and what is reported.
 *
 * @module
 */
import { describe, expect, it, vi } from 'vitest'
import {
  ApiError,
  createWebhookReceiver,
  reportInboxProblem,
  toInboxEntry,
  tryInboxEntry,
} from '../src/index.ts'
import type { InboxEntry, InboxProblem, InboxWorkerParts, StatusQueries } from '../src/index.ts'
import { eventFromOrder } from '../src/payment/parse-event.ts'
import { createTestReceiver, PAYMENT, SECRET } from './support/webhook-fixtures.ts'

const failure = new Error('database is away')
const UNKNOWN = { ...PAYMENT, orderAmount: 99.99 }

/** The entry that a receiver puts for a body. */
async function entryOf(body: unknown): Promise<InboxEntry> {
  const entries: InboxEntry[] = []
  const { send } = createTestReceiver({
    namespace: 'shop',
    inbox: { put: (entry) => void entries.push(entry) },
  })
  await send(body)
  const [entry] = entries
  if (entry === undefined) throw new Error('nothing was put')
  return JSON.parse(JSON.stringify(entry))
}

function createWorker(parts: Partial<InboxWorkerParts> = {}) {
  const problems: InboxProblem[] = []
  const handle = vi.fn<InboxWorkerParts['handle']>()
  const put = vi.fn<InboxWorkerParts['inbox']['put']>()
  const all = {
    inbox: { put },
    handle,
    onError: (problem: InboxProblem) => void problems.push(problem),
    ...parts,
  }
  return {
    problems,
    handle,
    put,
    work: (entry: unknown, attempt = 1, isLast = false) =>
      tryInboxEntry({ entry, attempt, isLast }, all),
  }
}

function queriesFor(retrieve: StatusQueries['orders']['retrieve']): StatusQueries {
  return { orders: { retrieve }, refunds: { retrieve: async () => ({ status: 'SUCCEEDED' }) } }
}

describe('tryInboxEntry', () => {
  it('hands the event over, and whose it is', async () => {
    const { work, handle, problems } = createWorker()
    expect(await work(await entryOf(PAYMENT))).toEqual({ state: 'done' })
    expect(handle).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ kind: 'payment', data: PAYMENT }),
      'shop',
    )
    expect(problems).toEqual([])
  })

  it('wants an event whose handler fails tried again, and reports it', async () => {
    const { work, problems } = createWorker({ handle: () => Promise.reject(failure) })
    expect(await work(await entryOf(PAYMENT), 3)).toEqual({ state: 'retry', error: failure })
    expect(problems).toMatchObject([
      { outcome: 'failed', error: failure, event: { kind: 'payment' }, attempt: 3 },
    ])
  })

  it('lets it die when that was the last try', async () => {
    const { work, problems } = createWorker({ handle: () => Promise.reject(failure) })
    expect(await work(await entryOf(PAYMENT), 20, true)).toEqual({ state: 'dead', error: failure })
    expect(problems).toMatchObject([{ outcome: 'undelivered', attempt: 20 }])
  })

  it('lets what is no entry die at its first try', async () => {
    const { work, handle, problems } = createWorker()
    expect(await work({ orderId: 1 })).toMatchObject({ state: 'dead' })
    expect(handle).not.toHaveBeenCalled()
    expect(problems).toMatchObject([
      { outcome: 'undelivered', event: undefined, error: { reason: 'not-an-entry' } },
    ])
  })

  it('keeps an entry of a later version', async () => {
    const { work, problems } = createWorker()
    expect(await work({ ...(await entryOf(PAYMENT)), v: 2 })).toMatchObject({ state: 'retry' })
    expect(problems).toMatchObject([{ outcome: 'failed', error: { reason: 'version' } }])
  })

  it.each([
    [UNKNOWN, 1],
    [{ status: 'SUCCEEDED' }, 1],
    [{ type: 'ping', status: 'HELD' }, 0],
  ])('hands over %j as unknown, and reports it %i times', async (body, times) => {
    const { work, handle, problems } = createWorker()
    expect(await work(await entryOf(body))).toEqual({ state: 'done' })
    expect(handle).toHaveBeenCalledTimes(1)
    expect(problems.map(({ outcome }) => outcome)).toEqual(Array(times).fill('unrecognized'))
  })

  it('puts the provider\u2019s answer to an unknown event into the inbox in its place', async () => {
    const order = { status: 'SUCCEEDED' }
    const { work, handle, put, problems } = createWorker({
      resolveUnknown: queriesFor(async () => order),
    })
    const entry = await entryOf(UNKNOWN)
    expect(await work(entry)).toEqual({ state: 'done' })
    expect(handle).not.toHaveBeenCalled()
    const resolved = eventFromOrder(PAYMENT.merchantOrderId, order)
    expect(put.mock.calls).toEqual([[toInboxEntry(resolved, 'shop', entry.receivedAtMs)]])
    expect(problems).toEqual([])
  })

  it('asks the client of the merchant whose event it is, and nobody where there is none', async () => {
    const asked: string[] = []
    const { work, handle, put } = createWorker({
      resolveUnknown: (namespace) => {
        asked.push(namespace)
        return namespace === 'shop' ? queriesFor(async () => ({ status: 'SUCCEEDED' })) : undefined
      },
    })
    const entry = await entryOf(UNKNOWN)
    await work(entry)
    expect(put).toHaveBeenCalledTimes(1)
    await work({ ...entry, namespace: 'other' })
    expect(put).toHaveBeenCalledTimes(1)
    expect(handle).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ kind: 'unknown' }),
      'other',
    )
    expect(asked).toEqual(['shop', 'other'])
  })

  it('does not wait for onError', async () => {
    const onError = vi.fn(() => new Promise<void>(() => undefined))
    const { work } = createWorker({ handle: () => Promise.reject(failure), onError })
    expect(await work(await entryOf(PAYMENT))).toMatchObject({ state: 'retry' })
    expect(await work(await entryOf(PAYMENT), 20, true)).toMatchObject({ state: 'dead' })
    expect(onError).toHaveBeenCalledTimes(2)
    const unrecognized = createWorker({ onError })
    expect(await unrecognized.work(await entryOf(UNKNOWN))).toEqual({ state: 'done' })
    expect(onError).toHaveBeenCalledTimes(3)
  })

  it('hands an unknown event over when the provider does not know what it names, or it names nothing', async () => {
    const notFound = new ApiError({ providerCode: '40001', httpStatus: 200 })
    const resolveUnknown = queriesFor(() => Promise.reject(notFound))
    const { work, handle, put } = createWorker({ resolveUnknown })
    await work(await entryOf(UNKNOWN))
    await work(await entryOf({ type: 'ping' }))
    await work(await entryOf(PAYMENT))
    expect(handle).toHaveBeenCalledTimes(3)
    expect(put).not.toHaveBeenCalled()
  })

  it('wants an unknown event tried again when the query fails', async () => {
    const resolveUnknown = queriesFor(() => Promise.reject(failure))
    const { work, handle } = createWorker({ resolveUnknown })
    expect(await work(await entryOf(UNKNOWN))).toEqual({ state: 'retry', error: failure })
    expect(handle).not.toHaveBeenCalled()
  })
})

describe('reportInboxProblem', () => {
  it('writes to the console where there is no onError, and when that fails', async () => {
    const line = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const event = eventFromOrder('ORDER_1', { status: 'FAILED' })
    await reportInboxProblem({ outcome: 'unavailable', error: failure, event: undefined })
    await reportInboxProblem({ outcome: 'failed', error: failure, event })
    await reportInboxProblem({ outcome: 'failed', error: failure, event }, () =>
      Promise.reject(new Error('the log is full')),
    )
    expect(line.mock.calls.map((texts) => texts.slice(0, -1).join(' '))).toEqual([
      '[paystablecoin] inbox unavailable',
      `[paystablecoin] inbox failed ${event.id}`,
      '[paystablecoin] onError failed on an event that was failed',
    ])
    line.mockRestore()
  })
})

describe('a receiver and a worker', () => {
  it('together deliver an event that was queried', async () => {
    const entries: InboxEntry[] = []
    const inbox = { put: (entry: InboxEntry) => void entries.push(entry) }
    const receiver = createWebhookReceiver({ apiSecret: SECRET, inbox })
    const event = eventFromOrder('ORDER_1', { status: 'FAILED' })
    await receiver.deliver(event, undefined)
    const { work, handle } = createWorker()
    await work(entries[0])
    expect(handle).toHaveBeenCalledExactlyOnceWith(event, '')
  })
})
