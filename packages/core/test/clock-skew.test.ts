import { describe, expect, it } from 'vitest'
import { createScriptedApi, ORDER_ID, refuse, succeed } from './support/scripted-api.ts'
import type { ScriptedApi, Step } from './support/scripted-api.ts'

const START_MS = 1_790_000_000_000
const dateAt = (offsetMs: number): Record<string, string> => ({
  date: new Date(START_MS + offsetMs).toUTCString(),
})
const FOUND = succeed({ status: 'INIT' })
const timestamps = ({ sent }: ScriptedApi): number[] =>
  sent.map(({ headers }) => Number(headers.get('x-timestamp')) - START_MS)
const settle = (promise: Promise<unknown>): Promise<unknown> =>
  promise.catch((error: unknown) => error)

describe('a clock that is wrong', () => {
  it.each([600_000, -600_000, 60_000, 86_400_000])(
    'by %d ms is corrected with one more signature, and stays corrected',
    async (offsetMs) => {
      const api = createScriptedApi([refuse('50001', dateAt(offsetMs)), FOUND, FOUND])
      await api.client.orders.retrieve(ORDER_ID)
      await api.client.orders.retrieve(ORDER_ID)
      expect(timestamps(api)).toEqual([0, offsetMs, offsetMs])
    },
  )

  it('is reported to the hook', async () => {
    const api = createScriptedApi([refuse('50001', dateAt(600_000)), FOUND])
    await api.client.orders.retrieve(ORDER_ID)
    const retry = api.seen.find(([name]) => name === 'onRetry')
    expect(retry?.[1]).toMatchObject({ delayMs: 0, clockOffsetMs: 600_000 })
  })

  it('is corrected although no retries are left', async () => {
    const api = createScriptedApi([refuse('50001', dateAt(600_000)), FOUND], { maxRetries: 0 })
    await expect(api.client.orders.retrieve(ORDER_ID)).resolves.toBeDefined()
  })

  it('is taken for corrected when the provider refuses for another reason', async () => {
    const api = createScriptedApi([refuse('50001', dateAt(600_000)), refuse('40001'), FOUND])
    await settle(api.client.orders.retrieve(ORDER_ID))
    await api.client.orders.retrieve(ORDER_ID)
    expect(timestamps(api)).toEqual([0, 600_000, 600_000])
  })

  it('is corrected for a call that was signed before another call learned of it', async () => {
    let release = (): void => undefined
    const held = new Promise<void>((resolve) => (release = resolve))
    const rejectLate: Step = async (request, clock) => {
      await held
      return refuse('50001', dateAt(600_000))(request, clock)
    }
    const api = createScriptedApi([rejectLate, refuse('50001', dateAt(600_000)), FOUND, FOUND])
    const late = api.client.orders.retrieve(ORDER_ID)
    await api.client.orders.retrieve(ORDER_ID)
    release()
    await expect(late).resolves.toBeDefined()
    expect(timestamps(api)).toEqual([0, 0, 600_000, 600_000])
  })

  it('leaves no trace of an offset that is refused as well', async () => {
    const api = createScriptedApi([
      refuse('50001', dateAt(600_000)),
      refuse('50001', dateAt(600_000)),
      FOUND,
    ])
    expect(await settle(api.client.orders.retrieve(ORDER_ID))).toMatchObject({
      providerCode: '50001',
    })
    await api.client.orders.retrieve(ORDER_ID)
    expect(timestamps(api)).toEqual([0, 600_000, 0])
  })
})

describe('a refund', () => {
  const params = {
    merchantRefundOrderId: 'REFUND_1',
    acquiringOrderId: 'ACQ_1',
    refundReason: 'damaged',
  }
  const refund = (api: ScriptedApi): Promise<unknown> => settle(api.client.refunds.create(params))

  it.each([300_000, -300_000])('is signed with a correction of %d ms', async (offsetMs) => {
    const api = createScriptedApi([refuse('50001', dateAt(offsetMs)), FOUND])
    expect(await refund(api)).toMatchObject({ outcome: 'created' })
    expect(timestamps(api)).toEqual([0, offsetMs])
  })

  it.each([301_000, -301_000, 86_400_000])(
    'is refused and not signed with a correction of %d ms: it could be accepted much later',
    async (offsetMs) => {
      const api = createScriptedApi([refuse('50001', dateAt(offsetMs))])
      expect(await refund(api)).toMatchObject({ name: 'ApiError', category: 'authorization' })
      expect(timestamps(api)).toEqual([0])
    },
  )

  it('is signed with a larger one that a query has proven: so much ahead it is not', async () => {
    const api = createScriptedApi([refuse('50001', dateAt(600_000)), FOUND, FOUND])
    await api.client.orders.retrieve(ORDER_ID)
    expect(await refund(api)).toMatchObject({ outcome: 'created' })
    expect(timestamps(api)).toEqual([0, 600_000, 600_000])
  })
})

describe('a clock', () => {
  it.each<[string, string, Record<string, string>]>([
    ['the Date is less than a minute off', '50001', dateAt(59_000)],
    ['the Date is more than a day off', '50001', dateAt(86_401_000)],
    ['the Date is years off', '50001', dateAt(-1e11)],
    ['there is no Date', '50001', {}],
    ['the Date is no date', '50001', { date: 'yesterday' }],
    ['the permission is missing', '50010', dateAt(600_000)],
    ['the refusal is no authentication error', '10001', dateAt(600_000)],
  ])('is left alone when %s', async (_name, code, headers) => {
    const api = createScriptedApi([refuse(code, headers), FOUND])
    expect(await settle(api.client.orders.retrieve(ORDER_ID))).toMatchObject({ providerCode: code })
    expect(timestamps(api)).toEqual([0])
    await api.client.orders.retrieve(ORDER_ID)
    expect(timestamps(api)).toEqual([0, 0])
  })
})
