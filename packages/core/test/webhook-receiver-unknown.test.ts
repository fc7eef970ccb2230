/**
 * Authentic events of a shape that is not known: what the provider says about them is asked, or somebody is told.
 *
 * @module
 */
import { describe, expect, it, vi } from 'vitest'
import { ApiError } from '../src/index.ts'
import type { StatusQueries } from '../src/index.ts'
import { createTestReceiver, PAYMENT, settle } from './support/webhook-fixtures.ts'

const ID = PAYMENT.merchantOrderId
const UNKNOWN = { ...PAYMENT, orderAmount: 99.99 }
const ORDER = { ...PAYMENT, acquiringOrderId: 'ACQ_1' }

function createQueries(
  retrieve: StatusQueries['orders']['retrieve'] = () => Promise.resolve(ORDER),
): StatusQueries {
  return {
    orders: { retrieve: vi.fn(retrieve) },
    refunds: { retrieve: vi.fn(() => Promise.resolve({ status: 'SUCCEEDED' })) },
  }
}

const notFound = () => Promise.reject(new ApiError({ providerCode: '40001', httpStatus: 200 }))

describe('an unknown event', () => {
  it('is answered 200, handed over, and reported as unrecognized when it is final or names an order', async () => {
    for (const body of [UNKNOWN, { status: 'SUCCEEDED' }, { order: { merchantOrderId: ID } }]) {
      const { send, handled, problems } = createTestReceiver({ acknowledge: 'after-handler' })
      expect(await send(body)).toMatchObject({ status: 200 })
      expect(handled).toMatchObject([{ kind: 'unknown' }])
      await settle()
      expect(problems).toMatchObject([
        {
          outcome: 'unrecognized',
          event: { kind: 'unknown' },
          error: { name: 'DeliveryError', reason: 'unrecognized' },
        },
      ])
    }
  })

  it('that is neither is not reported', async () => {
    const { send, handled, problems } = createTestReceiver({ acknowledge: 'after-handler' })
    await send({ type: 'ping', status: 'HELD' })
    await settle()
    expect([handled.length, problems]).toEqual([1, []])
  })

  it('is reported once, however often its handler had to be tried', async () => {
    let tries = 0
    const onEvent = (): void => {
      tries += 1
      if (tries === 1) throw new Error('the database is down')
    }
    const { send, clock, problems } = createTestReceiver({ onEvent, retryDelaysMs: [10] })
    await send(UNKNOWN)
    for (let round = 0; round < 3; round += 1) {
      clock.advance(10)
      await settle()
    }
    expect([tries, problems.length]).toEqual([2, 1])
  })
})

describe('resolveUnknown', () => {
  it('hands over what the provider says instead, and nothing is reported', async () => {
    const resolveUnknown = createQueries()
    const { send, handled, problems } = createTestReceiver({
      acknowledge: 'after-handler',
      resolveUnknown,
    })
    expect(await send(UNKNOWN)).toMatchObject({ status: 200 })
    expect(handled).toMatchObject([{ kind: 'payment', source: 'query', status: 'SUCCEEDED' }])
    expect(resolveUnknown.orders.retrieve).toHaveBeenCalledExactlyOnceWith(ID)
    expect(problems).toEqual([])
  })

  it('makes one event with the known webhook of the same payment, whichever comes first', async () => {
    for (const bodies of [
      [UNKNOWN, PAYMENT],
      [PAYMENT, UNKNOWN],
    ]) {
      const options = { acknowledge: 'after-handler', resolveUnknown: createQueries() } as const
      const { send, handled } = createTestReceiver(options)
      for (const body of bodies) expect(await send(body)).toMatchObject({ status: 200 })
      expect(handled).toHaveLength(1)
    }
  })

  it('asks about a refund when the event names one', async () => {
    const { send, handled } = createTestReceiver({
      acknowledge: 'after-handler',
      resolveUnknown: createQueries(),
    })
    await send({ merchantOrderId: ID, refund: { merchantRefundOrderId: 'REFUND_1' } })
    expect(handled).toMatchObject([{ kind: 'refund', data: { merchantRefundOrderId: 'REFUND_1' } }])
  })

  it('hands over the event itself, and reports it, when the provider does not know what it names', async () => {
    const { send, handled, problems } = createTestReceiver({
      acknowledge: 'after-handler',
      resolveUnknown: createQueries(notFound),
    })
    expect(await send(UNKNOWN)).toMatchObject({ status: 200 })
    await settle()
    expect(handled).toMatchObject([{ kind: 'unknown' }])
    expect(problems).toMatchObject([{ outcome: 'unrecognized' }])
  })

  it.each<[string, StatusQueries['orders']['retrieve']]>([
    ['gives no answer', () => Promise.reject(new Error('timeout'))],
    ['is still behind a final event', () => Promise.resolve({ ...ORDER, status: 'PROCESSING' })],
    ['says CLOSED of what was paid late', () => Promise.resolve({ ...ORDER, status: 'CLOSED' })],
  ])('asks for the webhook again when the query %s', async (_, retrieve) => {
    const { send, handled, problems } = createTestReceiver({
      acknowledge: 'after-handler',
      resolveUnknown: createQueries(retrieve),
    })
    expect(await send(UNKNOWN)).toMatchObject({ status: 500 })
    await settle()
    expect(handled).toEqual([])
    expect(problems).toMatchObject([{ outcome: 'failed' }])
  })

  it('reads the status of an event wherever it stands', async () => {
    const { send, handled } = createTestReceiver({
      acknowledge: 'after-handler',
      resolveUnknown: createQueries(() => Promise.resolve({ ...ORDER, status: 'INIT' })),
    })
    expect(await send({ event: 'order.paid', data: PAYMENT })).toMatchObject({ status: 500 })
    expect(handled).toEqual([])
  })

  it('asks for the webhook of a final refund again while its query is not final', async () => {
    const refunds = { retrieve: () => Promise.resolve({ status: 'PROCESSING' }) }
    const { send } = createTestReceiver({
      acknowledge: 'after-handler',
      resolveUnknown: { ...createQueries(), refunds },
    })
    const refund = { merchantRefundOrderId: 'REFUND_1', status: 'FAILED' }
    expect(await send({ refund })).toMatchObject({ status: 500 })
  })

  it('asks for the webhook again while another holder handles what the provider says', async () => {
    let finish = (): void => undefined
    const gate = new Promise<void>((resolve) => (finish = resolve))
    const { send, problems } = createTestReceiver({
      acknowledge: 'after-handler',
      resolveUnknown: createQueries(),
      onEvent: () => gate,
    })
    const first = send(PAYMENT)
    await settle()
    expect(await send(UNKNOWN)).toMatchObject({ status: 500 })
    expect(problems).toMatchObject([{ outcome: 'failed', error: { reason: 'in-flight' } }])
    finish()
    expect(await first).toMatchObject({ status: 200 })
    expect(await send(UNKNOWN)).toMatchObject({ status: 200 })
  })
})
