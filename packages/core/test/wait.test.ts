import { describe, expect, it, vi } from 'vitest'
import { isTransportError, isWaitError } from '../src/index.ts'
import {
  answer,
  createScriptedApi,
  fail,
  hang,
  ORDER_ID,
  orderParams,
  refuse,
  succeed,
} from './support/scripted-api.ts'
import type { Step } from './support/scripted-api.ts'
import { createTestClock } from './support/test-clock.ts'

const status = (value: string) => succeed({ status: value })
const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => new Error('it resolved'),
    (error: unknown) => error,
  )

describe('waitUntilFinal', () => {
  it.each(['orders', 'refunds'] as const)(
    'of %s ends with a WaitError that holds the last status and the last failure',
    async (kind) => {
      const { client } = createScriptedApi([status('PROCESSING'), answer(502, '<html>')], {
        maxRetries: 0,
      })
      const options = { pollMs: 10_000, deadlineMs: 20_000 }
      const error = await caught(client[kind].waitUntilFinal(ORDER_ID, options))
      expect(isWaitError(error)).toBe(true)
      expect(isTransportError(error)).toBe(false)
      expect(error).toMatchObject({
        reason: 'deadline',
        last: { status: 'PROCESSING' },
        cause: { name: 'ResponseError', httpStatus: 502 },
      })
    },
  )

  it('asks with growing pauses until the status is final', async () => {
    const steps = [status('INIT'), status('PROCESSING'), status('ODD'), status('CLOSED')]
    const { client, clock } = createScriptedApi(steps)
    const order = await client.orders.waitUntilFinal(ORDER_ID, { pollMs: 1000, maxPollMs: 2000 })
    expect(order.status).toBe('CLOSED')
    expect(clock.pausesMs).toEqual([1000, 1500, 2000])
    expect(clock.waiting()).toBe(0)
  })

  it('returns at once what is final already', async () => {
    const { client, clock } = createScriptedApi([status('SUCCEEDED')])
    await client.refunds.waitUntilFinal('REFUND_1')
    expect(clock.pausesMs).toEqual([])
  })

  it('asks again after a query without an answer', async () => {
    const steps = [hang(), refuse('99999'), answer(502, '<html>'), status('FAILED')]
    const { client } = createScriptedApi(steps, { maxRetries: 0 })
    expect(await client.orders.waitUntilFinal(ORDER_ID)).toEqual({ status: 'FAILED' })
  })

  it('throws when the provider refuses the query', async () => {
    const { client } = createScriptedApi([refuse('40001')])
    expect(await caught(client.orders.waitUntilFinal(ORDER_ID))).toMatchObject({
      providerCode: '40001',
    })
  })

  it('refuses an id that cannot be queried', async () => {
    const { client } = createScriptedApi([])
    expect(await caught(client.orders.waitUntilFinal('a/b'))).toBeInstanceOf(TypeError)
  })

  it('throws what is a mistake in code', async () => {
    const { startTimer } = createTestClock()
    const { client } = createScriptedApi([], { clock: { now: () => 1_790_000_000, startTimer } })
    expect(await caught(client.orders.waitUntilFinal(ORDER_ID))).toBeInstanceOf(TypeError)
  })

  it('gives up at its deadline', async () => {
    const { client, sent } = createScriptedApi([status('INIT'), status('INIT')])
    const waiting = client.orders.waitUntilFinal(ORDER_ID, { pollMs: 10_000, deadlineMs: 20_000 })
    expect(await caught(waiting)).toMatchObject({
      name: 'WaitError',
      code: 'WAIT_ERROR',
      reason: 'deadline',
      last: { status: 'INIT' },
    })
    expect(sent).toHaveLength(2)
  })

  it('gives a query no more time than is left', async () => {
    const timeouts: number[] = []
    const { client } = createScriptedApi([status('INIT')], {
      startTimer: (_run, delayMs) => {
        timeouts.push(delayMs)
        return () => undefined
      },
    })
    const waiting = client.orders.waitUntilFinal(ORDER_ID, { pollMs: 1000, deadlineMs: 500 })
    expect(await caught(waiting)).toMatchObject({ reason: 'deadline' })
    expect(timeouts).toEqual([500])
  })

  it('waits as long as the provider asks to', async () => {
    const later = answer(503, '', { 'retry-after': '120' })
    const { client, clock } = createScriptedApi([later, status('CLOSED')])
    await client.orders.waitUntilFinal(ORDER_ID, { pollMs: 1000 })
    expect(clock.pausesMs).toEqual([120_000])
  })

  it('never pauses longer than maxPollMs', async () => {
    const { client, clock } = createScriptedApi([status('INIT'), status('INIT'), status('CLOSED')])
    await client.orders.waitUntilFinal(ORDER_ID, { maxPollMs: 1000 })
    expect(clock.pausesMs).toEqual([1000, 1000])
  })

  it('waits an hour at most, whatever the provider asks for, and says so', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    const years = answer(503, '', { 'retry-after': '999999999' })
    const { client, clock } = createScriptedApi([years, status('CLOSED')], { maxRetries: 0 })
    expect(await client.orders.waitUntilFinal(ORDER_ID)).toMatchObject({ status: 'CLOSED' })
    expect(clock.pausesMs).toEqual([3_600_000])
    expect(warn.mock.calls).toEqual([
      [expect.stringMatching(/Retry-After of 999999999000 ms.* an hour/)],
    ])
    warn.mockRestore()
  })

  it('ends with its time-out when the last pause ends late', async () => {
    const { client, clock } = createScriptedApi([status('INIT'), status('INIT')], {
      startTimer: (run, delayMs) =>
        clock.startTimer(() => {
          clock.advance(5)
          run()
        }, delayMs),
    })
    const error = await caught(
      client.orders.waitUntilFinal(ORDER_ID, { pollMs: 19_999, deadlineMs: 20_000 }),
    )
    expect(error).toMatchObject({ name: 'WaitError', reason: 'deadline', last: { status: 'INIT' } })
  })

  describe('of what this client has created', () => {
    const created = succeed({ checkoutUrl: 'https://pay.example/c/1' })
    const missing = refuse('40001')
    const final = status('CLOSED')

    it('goes on for a minute while a replica does not know an order', async () => {
      const { client, clock, sent } = createScriptedApi([created, missing, missing, final])
      await client.orders.create(orderParams(clock))
      const order = await client.orders.waitUntilFinal(ORDER_ID, { pollMs: 20_000 })
      expect([order.status, sent.length]).toEqual(['CLOSED', 4])
      expect(clock.pausesMs).toEqual([20_000, 30_000])
    })

    it('goes on for a refund, too', async () => {
      const params = { acquiringOrderId: 'ACQ_1', refundReason: 'damaged' }
      const { client } = createScriptedApi([status('PROCESSING'), missing, final])
      await client.refunds.create({ merchantRefundOrderId: 'REFUND_1', ...params })
      expect(await client.refunds.waitUntilFinal('REFUND_1')).toMatchObject({ status: 'CLOSED' })
    })

    it('goes on for an order that may have been created', async () => {
      const steps = [fail('ECONNRESET'), missing, missing, final]
      const { client, clock } = createScriptedApi(steps, { maxRetries: 0 })
      expect(await caught(client.orders.create(orderParams(clock)))).toMatchObject({
        outcome: 'unknown',
      })
      expect(await client.orders.waitUntilFinal(ORDER_ID)).toMatchObject({ status: 'CLOSED' })
    })

    it('goes on after a status that was seen, which is more than a creation', async () => {
      const { client } = createScriptedApi([status('PROCESSING'), missing, final])
      expect(await client.orders.waitUntilFinal(ORDER_ID)).toMatchObject({ status: 'CLOSED' })
    })

    it('ends when the order is still not known after a minute', async () => {
      const { client, clock, sent } = createScriptedApi([created, missing, missing, missing])
      await client.orders.create(orderParams(clock))
      const waiting = client.orders.waitUntilFinal(ORDER_ID, { pollMs: 30_000 })
      expect(await caught(waiting)).toMatchObject({ name: 'ApiError', category: 'not-found' })
      expect(sent).toHaveLength(4)
      expect(clock.pausesMs).toEqual([30_000, 30_000])
    })

    it('ends at its deadline before', async () => {
      const { client, clock } = createScriptedApi([created, missing])
      await client.orders.create(orderParams(clock))
      const waiting = client.orders.waitUntilFinal(ORDER_ID, {
        pollMs: 10_000,
        deadlineMs: 9_000,
      })
      expect(await caught(waiting)).toMatchObject({
        name: 'WaitError',
        reason: 'deadline',
        last: undefined,
        cause: { category: 'not-found' },
      })
    })

    it.each<[string, Step]>([
      ['another refusal', refuse('50001')],
      ['a parameter that is wrong', refuse('10001')],
    ])('ends at once after %s', async (_name, step) => {
      const { client, clock, sent } = createScriptedApi([created, step])
      await client.orders.create(orderParams(clock))
      expect(await caught(client.orders.waitUntilFinal(ORDER_ID))).toMatchObject({
        name: 'ApiError',
      })
      expect(sent).toHaveLength(2)
    })

    it('ends at once for another order, for a refused one, and a minute after the creation', async () => {
      const steps = [refuse('20003'), missing, created, missing, missing]
      const { client, clock } = createScriptedApi(steps)
      expect(await caught(client.orders.create(orderParams(clock)))).toMatchObject({
        providerCode: '20003',
      })
      const refused = { name: 'ApiError', category: 'not-found' }
      expect(await caught(client.orders.waitUntilFinal(ORDER_ID))).toMatchObject(refused)
      await client.orders.create(orderParams(clock))
      expect(await caught(client.orders.waitUntilFinal('ORDER_2'))).toMatchObject(refused)
      clock.advance(60_000)
      expect(await caught(client.orders.waitUntilFinal(ORDER_ID))).toMatchObject(refused)
    })
  })

  it('ends at once when the signal aborts in a pause', async () => {
    const stop = new AbortController()
    const { client, sent } = createScriptedApi([status('INIT')], {
      startTimer: (_run, delayMs) => {
        if (delayMs === 1000) queueMicrotask(() => stop.abort())
        return () => undefined
      },
    })
    const waiting = client.orders.waitUntilFinal(ORDER_ID, { pollMs: 1000, signal: stop.signal })
    expect(await caught(waiting)).toMatchObject({
      name: 'WaitError',
      reason: 'aborted',
      last: { status: 'INIT' },
    })
    expect(sent).toHaveLength(1)
  })

  it('ends at once when the signal aborts in a query', async () => {
    const stop = new AbortController()
    const { client } = createScriptedApi([
      () => {
        stop.abort()
        return new Promise<Response>(() => undefined)
      },
    ])
    const waiting = client.orders.waitUntilFinal(ORDER_ID, { signal: stop.signal })
    expect(await caught(waiting)).toMatchObject({
      name: 'WaitError',
      reason: 'aborted',
      last: undefined,
    })
  })
})
