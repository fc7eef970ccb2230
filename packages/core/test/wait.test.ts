import { describe, expect, it } from 'vitest'
import { isTransportError, isWaitError } from '../src/index.ts'
import {
  answer,
  createScriptedApi,
  hang,
  ORDER_ID,
  refuse,
  succeed,
} from './support/scripted-api.ts'

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

  it('waits an hour at most, whatever the provider asks for', async () => {
    const years = answer(503, '', { 'retry-after': '999999999' })
    const { client, clock } = createScriptedApi([years, status('CLOSED')], { maxRetries: 0 })
    expect(await client.orders.waitUntilFinal(ORDER_ID)).toMatchObject({ status: 'CLOSED' })
    expect(clock.pausesMs).toEqual([3_600_000])
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
