import { describe, expect, it } from 'vitest'
import { isOrderExistsError } from '../src/index.ts'
import {
  answer,
  createScriptedApi,
  fail,
  hang,
  ORDER_ID,
  orderParams,
  queriedOrder,
  refuse,
  stallBody,
  succeed,
} from './support/scripted-api.ts'
import type { ScriptedApi, Step } from './support/scripted-api.ts'

const CREATED = succeed({ checkoutUrl: 'https://pay.example/c/1' })
const FOUND = succeed(queriedOrder())
const NOT_FOUND = refuse('40001')

const create = (api: ScriptedApi): Promise<unknown> =>
  api.client.orders.create(orderParams(api.clock)).catch((error: unknown) => error)
const methods = ({ sent }: ScriptedApi): string => sent.map(({ method }) => method).join(' ')

const AMBIGUOUS: readonly (readonly [string, Step])[] = [
  ['a time-out', hang()],
  ['a stalled body', stallBody()],
  ['a dropped connection', fail('ECONNRESET')],
  ['HTTP 500', answer(500, '')],
  ['HTTP 502 in HTML', answer(502, '<html>')],
  ['HTTP 504 with a code', answer(504, '{"code":"50400"}')],
  ['truncated JSON', answer(200, '{"code":"000')],
  ['99999', refuse('99999')],
]

describe('the creation of an order', () => {
  it.each(AMBIGUOUS)('is sent again over the same bytes after %s', async (_name, step) => {
    const api = createScriptedApi([step, CREATED])
    expect(await create(api)).toMatchObject({ outcome: 'created' })
    expect(api.sent[1]?.body).toBe(api.sent[0]?.body)
  })

  it.each(['20001', '10005', '20002', '20003', '20004', '20005', '50001', '10001'])(
    'is recovered by a query when %s follows an ambiguous attempt',
    async (code) => {
      const api = createScriptedApi([hang(), refuse(code), FOUND])
      expect(await create(api)).toEqual({ ...queriedOrder(), outcome: 'recovered' })
      expect(methods(api)).toBe('POST POST GET')
    },
  )

  it('is recovered by a query when every attempt was ambiguous', async () => {
    const api = createScriptedApi([hang(), hang(), answer(500, ''), FOUND])
    expect(await create(api)).toMatchObject({ outcome: 'recovered' })
    expect(methods(api)).toBe('POST POST POST GET')
  })

  it.each(['10001', '20006', '40004', '50010'])(
    'throws the refusal %s of a clean first attempt and asks nothing',
    async (code) => {
      const api = createScriptedApi([refuse(code)])
      expect(await create(api)).toMatchObject({ name: 'ApiError', providerCode: code })
      expect(methods(api)).toBe('POST')
    },
  )

  it.each(['30001', '60001', '99998', '00001', 'ABCDE'])(
    'is resolved by a query after %s, since only documented ranges refuse',
    async (code) => {
      const found = createScriptedApi([refuse(code), FOUND])
      expect(await create(found)).toMatchObject({ outcome: 'recovered' })
      const missing = createScriptedApi([refuse(code), NOT_FOUND])
      expect(await create(missing)).toMatchObject({
        outcome: 'unknown',
        cause: { providerCode: code },
      })
    },
  )

  it.each([
    [
      'its answer',
      [
        succeed({ checkoutUrl: 'https://pay.example/c/1', merchantOrderId: 'OTHER_1738112345000' }),
        FOUND,
      ],
      'recovered',
    ],
    [
      'the query after it',
      [
        hang(),
        hang(),
        hang(),
        succeed({ ...queriedOrder(), merchantOrderId: 'OTHER_1738112345000' }),
      ],
      'unknown',
    ],
  ] as const)('is not believed when %s names another order', async (_, steps, outcome) => {
    expect(await create(createScriptedApi(steps))).toMatchObject({ outcome })
  })

  describe('that an earlier process may have sent', () => {
    const createAgain = (api: ScriptedApi): Promise<unknown> =>
      api.client.orders
        .create(orderParams(api.clock), { sentBefore: true })
        .catch((error: unknown) => error)

    it.each(['20001', '10005', '20005', '50001', '50010', '10001'])(
      'is recovered by a query when it is refused with %s',
      async (code) => {
        const api = createScriptedApi([refuse(code), FOUND])
        expect(await createAgain(api)).toEqual({ ...queriedOrder(), outcome: 'recovered' })
        expect(methods(api)).toBe('POST GET')
      },
    )

    it('is created when the earlier one did not arrive', async () => {
      const api = createScriptedApi([CREATED])
      expect(await createAgain(api)).toMatchObject({ outcome: 'created' })
    })

    it.each([
      ['nothing is found', NOT_FOUND],
      ['the query is refused', refuse('50001')],
    ])('is unknown when it is refused and %s', async (_name, step) => {
      const api = createScriptedApi([refuse('50001'), step])
      expect(await createAgain(api)).toMatchObject({ name: 'TransportError', outcome: 'unknown' })
    })

    it('is unknown, and not "not sent", when the provider cannot be reached', async () => {
      const refused = fail('ECONNREFUSED')
      const api = createScriptedApi([refused, refused], { maxRetries: 0 })
      expect(await createAgain(api)).toMatchObject({ outcome: 'unknown' })
    })

    it('is unknown when the signal was aborted before', async () => {
      const api = createScriptedApi([])
      const options = { sentBefore: true, signal: AbortSignal.abort() }
      const call = api.client.orders.create(orderParams(api.clock), options)
      await expect(call).rejects.toMatchObject({ reason: 'aborted', outcome: 'unknown' })
    })
  })

  it('is an OrderExistsError with the order when 20001 answers a clean first attempt', async () => {
    const api = createScriptedApi([refuse('20001'), FOUND])
    expect(await create(api)).toMatchObject({
      name: 'OrderExistsError',
      code: 'ORDER_EXISTS',
      order: queriedOrder(),
      amountMatches: true,
    })
  })

  it('is an OrderExistsError without the order when the query fails as well', async () => {
    const api = createScriptedApi([refuse('20001'), NOT_FOUND])
    const error = await create(api)
    expect([isOrderExistsError(error), isOrderExistsError(new Error('another'))]).toEqual([
      true,
      false,
    ])
    expect(error).toMatchObject({
      name: 'OrderExistsError',
      order: undefined,
      amountMatches: 'unknown',
      cause: { providerCode: '40001' },
    })
  })

  it.each<[string, Record<string, unknown>, boolean | 'unknown']>([
    ['another amount', { orderAmount: { value: '9.99', currency: 'USD' } }, false],
    ['another currency', { orderAmount: { value: '99.99', currency: 'USDT' } }, false],
    ['no amount', { orderAmount: undefined }, 'unknown'],
    ['no checkoutUrl', { checkoutUrl: undefined }, true],
    ['a checkoutUrl that is a script', { checkoutUrl: 'javascript:alert(1)' }, true],
    ['a final status', { status: 'CLOSED' }, true],
  ])('takes an order with %s for another', async (_name, fields, amountMatches) => {
    const api = createScriptedApi([hang(), refuse('20001'), succeed(queriedOrder(fields))])
    expect(await create(api)).toMatchObject({
      name: 'OrderExistsError',
      amountMatches,
      cause: { providerCode: '20001' },
    })
  })

  it('queries the checkoutUrl that a success left out', async () => {
    const api = createScriptedApi([succeed({ acquiringOrderId: 'ACQ_1' }), FOUND])
    expect(await create(api)).toMatchObject({
      outcome: 'recovered',
      checkoutUrl: expect.any(String),
    })
  })

  it('is unknown when a success left the checkoutUrl out and the query gets no answer', async () => {
    const api = createScriptedApi([succeed({}), hang(), hang(), hang()])
    expect(await create(api)).toMatchObject({ outcome: 'unknown', cause: { reason: 'timeout' } })
  })

  it('is unknown while a query finds nothing, and says from when on that is a proof', async () => {
    const api = createScriptedApi([hang(), hang(), hang(), NOT_FOUND])
    const lastSignedMs = (): number => Number(api.sent[2]?.headers.get('x-timestamp'))
    expect(await create(api)).toMatchObject({
      name: 'TransportError',
      outcome: 'unknown',
      absenceProvableAtMs: lastSignedMs() + 600_000,
      message: expect.stringContaining(`orders.retrieve('${ORDER_ID}')`),
    })
  })

  it('reckons the measured skew into that time', async () => {
    const date = new Date(1_790_000_000_000 + 100_000).toUTCString()
    const api = createScriptedApi([
      answer(500, '', { date }),
      refuse('99999', { date }),
      refuse('99999', { date }),
      NOT_FOUND,
    ])
    const error = (await create(api)) as { readonly absenceProvableAtMs: number }
    const lastSignedMs = Number(api.sent[2]?.headers.get('x-timestamp'))
    expect(error.absenceProvableAtMs - lastSignedMs).toBeGreaterThan(398_000)
    expect(error.absenceProvableAtMs - lastSignedMs).toBeLessThanOrEqual(400_000)
  })

  it('reckons a correction of the clock into that time, also when the next Date does not show it', async () => {
    const at = (offsetMs: number): Record<string, string> => ({
      date: new Date(1_790_000_000_000 + offsetMs).toUTCString(),
    })
    const steps = [refuse('50001', at(700_000)), answer(403, '<html>', at(0)), NOT_FOUND]
    const api = createScriptedApi(steps)
    const error = (await create(api)) as { readonly absenceProvableAtMs: number }
    expect(error.absenceProvableAtMs).toBe(1_790_000_000_000 + 300_000 + 700_000)
  })

  it('reckons a correction into that time that an earlier call of the client signed with', async () => {
    const date = { date: new Date(1_790_000_000_000 + 86_400_000).toUTCString() }
    const exact = { date: new Date(1_790_000_000_000).toUTCString() }
    const steps = [refuse('50001', date), refuse('50001', date), answer(403, '', exact), NOT_FOUND]
    const api = createScriptedApi(steps)
    expect(await create(api)).toMatchObject({ name: 'ApiError' })
    expect(await create(api)).toMatchObject({
      outcome: 'unknown',
      absenceProvableAtMs: 1_790_000_000_000 + 300_000 + 86_400_000,
    })
  })

  it('is unknown when the query gets no answer, with the first error as its cause', async () => {
    const api = createScriptedApi([hang(), refuse('10001'), hang(), hang(), hang()])
    expect(await create(api)).toMatchObject({
      outcome: 'unknown',
      cause: { providerCode: '10001' },
    })
  })

  it('is not-sent only when no attempt could have arrived', async () => {
    const refused = fail('ECONNREFUSED')
    const never = createScriptedApi([refused, refused, refused])
    expect(await create(never)).toMatchObject({ name: 'TransportError', outcome: 'not-sent' })
    expect(methods(never)).toBe('POST POST POST')
    const once = createScriptedApi([hang(), refused, refused, NOT_FOUND])
    expect(await create(once)).toMatchObject({ name: 'TransportError', outcome: 'unknown' })
  })

  it('is not sent again once it has expired', async () => {
    const api = createScriptedApi([hang(), NOT_FOUND])
    const expiresAt = new Date(api.clock.now() + 7_000)
    const params = { ...orderParams(api.clock), expiresAt }
    const error = await api.client.orders.create(params).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ outcome: 'unknown' })
    expect(methods(api)).toBe('POST GET')
  })

  it('ends at once when the caller aborts, without a query', async () => {
    const stop = new AbortController()
    const api = createScriptedApi([
      () => {
        stop.abort(new Error('closed'))
        return new Promise<Response>(() => undefined)
      },
    ])
    const error = await api.client.orders
      .create(orderParams(api.clock), { signal: stop.signal })
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ outcome: 'unknown', absenceProvableAtMs: expect.any(Number) })
    expect(methods(api)).toBe('POST')
  })

  it('tells of an abort during the query as an abort', async () => {
    const stop = new AbortController()
    const aborting: Step = () => {
      stop.abort()
      return new Promise<Response>(() => undefined)
    }
    const api = createScriptedApi([hang(), refuse('10001'), aborting])
    const error = await api.client.orders
      .create(orderParams(api.clock), { signal: stop.signal })
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ outcome: 'unknown', reason: 'aborted' })
  })

  it.each([
    ['timeoutMs', Number.NaN],
    ['timeoutMs', 0],
    ['deadlineMs', Number.NaN],
    ['deadlineMs', -1],
  ])('refuses a %s of %d for one call and sends nothing', async (option, value) => {
    const api = createScriptedApi([])
    const call = api.client.orders.create(orderParams(api.clock), { [option]: value })
    await expect(call).rejects.toThrow(option)
    expect(api.sent).toHaveLength(0)
  })

  it('takes Infinity for no deadline', async () => {
    const api = createScriptedApi([hang(), CREATED])
    const call = api.client.orders.create(orderParams(api.clock), { deadlineMs: Infinity })
    expect(await call).toMatchObject({ outcome: 'created' })
  })

  it('leaves a quarter of the deadline for the query', async () => {
    const delays: number[] = []
    const api = createScriptedApi([hang(), FOUND], {
      startTimer: (run, delayMs) => {
        delays.push(delayMs)
        const isQuery = delays.length === 2
        return isQuery ? () => undefined : api.clock.startTimer(run, delayMs)
      },
    })
    const order = await api.client.orders.create(orderParams(api.clock), { deadlineMs: 10_400 })
    expect(order.outcome).toBe('recovered')
    expect(delays).toEqual([7_777, 2_600])
  })

  it('carries how long the provider asked to wait', async () => {
    const later = answer(503, '', { 'retry-after': '120' })
    const api = createScriptedApi([later, later])
    expect(await create(api)).toMatchObject({ outcome: 'unknown', retryAfterMs: 120_000 })
  })
})

describe('the creation of a refund', () => {
  const refund = (api: ScriptedApi): Promise<unknown> =>
    api.client.refunds
      .create({ merchantRefundOrderId: 'REFUND_1', acquiringOrderId: 'ACQ_1', refundReason: 'x' })
      .catch((error: unknown) => error)

  it.each(AMBIGUOUS)('is never sent again after %s, only queried', async (_name, step) => {
    const api = createScriptedApi([step, succeed({ status: 'PROCESSING' })])
    expect(await refund(api)).toEqual({ status: 'PROCESSING', outcome: 'recovered' })
    expect(methods(api)).toBe('POST GET')
  })

  it.each(['30001', '60001', 'ABCDE'])(
    'is never sent again after %s, only queried: it may have taken effect',
    async (code) => {
      const api = createScriptedApi([refuse(code), refuse('40001')])
      expect(await refund(api)).toMatchObject({ name: 'TransportError', outcome: 'unknown' })
      expect(methods(api)).toBe('POST GET')
    },
  )

  it('is unknown when neither its answer nor the query after it is of this refund', async () => {
    const other = succeed({ status: 'PROCESSING', acquiringOrderId: 'ACQ_2' })
    const api = createScriptedApi([succeed({}), other])
    expect(await refund(api)).toMatchObject({ outcome: 'unknown', retryAfterMs: undefined })
  })

  it('is queried when its answer names another refund', async () => {
    const other = succeed({ status: 'PROCESSING', merchantRefundOrderId: 'REFUND_2' })
    const api = createScriptedApi([other, succeed({ status: 'PROCESSING' })])
    expect(await refund(api)).toMatchObject({ outcome: 'recovered' })
  })

  it('is sent again when it certainly was not sent', async () => {
    const api = createScriptedApi([fail('ECONNREFUSED'), succeed({ status: 'PROCESSING' })])
    expect(await refund(api)).toMatchObject({ outcome: 'created' })
    expect(methods(api)).toBe('POST POST')
  })

  it('is not signed once more for a clock that seems wrong when it may have taken effect', async () => {
    const date = 'Mon, 21 Sep 2026 12:00:00 GMT'
    const gateway = answer(503, '{"code":"50300"}', { date })
    const api = createScriptedApi([gateway, succeed({ status: 'PROCESSING' })])
    expect(await refund(api)).toMatchObject({ outcome: 'recovered' })
    expect(methods(api)).toBe('POST GET')
  })

  it('throws a clean refusal', async () => {
    const api = createScriptedApi([refuse('20007')])
    expect(await refund(api)).toMatchObject({ name: 'ApiError', providerCode: '20007' })
  })

  it('is unknown when the query finds nothing', async () => {
    const api = createScriptedApi([hang(), NOT_FOUND])
    expect(await refund(api)).toMatchObject({
      outcome: 'unknown',
      message: expect.stringContaining("refunds.retrieve('REFUND_1')"),
    })
  })

  it('does not take the refund of another order for its own', async () => {
    const other = succeed({ status: 'PROCESSING', acquiringOrderId: 'ACQ_2' })
    const api = createScriptedApi([hang(), other])
    expect(await refund(api)).toMatchObject({ name: 'TransportError', outcome: 'unknown' })
  })

  it('queries what a success left out', async () => {
    const api = createScriptedApi([succeed({}), succeed({ status: 'PROCESSING' })])
    expect(await refund(api)).toMatchObject({ outcome: 'recovered' })
  })
})
