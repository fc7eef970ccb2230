/**
 * What is recorded of a call, a webhook and an inbox, and that telemetry which is absent, wrong or failing changes nothing.
 *
 * @module
 */
import { context, SpanStatusCode } from '@opentelemetry/api'
import type { TracerProvider } from '@opentelemetry/api'
import {
  createClient,
  createWebhookRequest,
  createWebhookReceiver,
  tryInboxEntry,
} from '@paystablecoin/core'
import type { Inbox, InboxEntry, WebhookEvent } from '@paystablecoin/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { instrument } from '../src/index.ts'
import { errorTypeOf, outcomeOf, providerCodeOf } from '../src/labels.ts'
import { readTraceparent, writeTraceparent } from '../src/traceparent.ts'
import { startTelemetry } from './support/telemetry.ts'
import { linesOf } from './support/tables.ts'

const SECRET = 'secret-of-a-test'
const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
const PAYMENT = {
  merchantOrderId: 'ORDER_1',
  acquiringOrderId: 'ACQ_1',
  paymentOrderId: 'PAY_1',
  status: 'SUCCEEDED',
  orderAmount: { value: '1.00', currency: 'USD' },
}

afterEach(() => vi.restoreAllMocks())

async function webhook(data: unknown = PAYMENT, apiSecret = SECRET): Promise<Request> {
  const url = 'http://shop.test/webhook'
  return createWebhookRequest({ url, body: JSON.stringify(data), scheme: 'body' }, apiSecret)
}

async function entryOf(data: unknown = PAYMENT): Promise<InboxEntry> {
  const entries: InboxEntry[] = []
  const inbox = { put: (entry: InboxEntry) => void entries.push(entry) }
  await createWebhookReceiver({ apiSecret: SECRET, inbox }).fetch(await webhook(data))
  const [entry] = entries
  if (entry === undefined) throw new Error('nothing was put')
  return entry
}

describe('without an SDK', () => {
  it('nothing is recorded and nothing changes', async () => {
    const { hooks, inbox, traceparent, link } = instrument()
    const entries: InboxEntry[] = []
    const own = { put: (entry: InboxEntry) => void entries.push(entry) }
    const receiver = createWebhookReceiver({ apiSecret: SECRET, hooks, inbox: inbox(own) })
    expect((await receiver.fetch(await webhook())).status).toBe(200)
    expect(entries).toHaveLength(1)
    expect(entries[0]).not.toHaveProperty('traceparent')
    expect(traceparent()).toBeUndefined()
    expect(() => link(TRACEPARENT)).not.toThrow()
  })
})

describe('a webhook', () => {
  it('is a span around its handler, where there is no inbox', async () => {
    const { hooks, spans, inSpan } = startTelemetry()
    const receiver = createWebhookReceiver({
      apiSecret: SECRET,
      hooks,
      onEvent: () => inSpan('UPDATE orders', async () => undefined),
    })
    await receiver.fetch(await webhook())
    await receiver.idle()
    expect(linesOf(spans())).toEqual([
      'receive paystablecoin.webhooks SUCCEEDED received',
      '  process paystablecoin.webhooks SUCCEEDED handled',
      '    UPDATE orders',
    ])
  })

  it('that a stranger sent is no error, and one that is asked for again is', async () => {
    const { hooks, spans, collect } = startTelemetry()
    const inbox: Inbox = { put: () => Promise.reject(new Error('away')) }
    const onError = () => undefined
    const receiver = createWebhookReceiver({ apiSecret: SECRET, hooks, inbox, onError })
    await receiver.fetch(await webhook(PAYMENT, 'another-secret'))
    await receiver.fetch(await webhook())
    expect(
      spans().map(({ status, attributes }) => [status.code, attributes['paystablecoin.reason']]),
    ).toEqual([
      [SpanStatusCode.UNSET, 'mismatch'],
      [SpanStatusCode.ERROR, 'store'],
    ])
    const durations = (await collect()).find(({ descriptor }) =>
      descriptor.name.includes('webhook'),
    )
    expect(
      durations?.dataPoints.map(({ attributes }) => attributes['paystablecoin.reason']),
    ).toEqual(['mismatch', 'store'])
  })

  it('of an unknown status has one that is in a known set', async () => {
    const { hooks, spans } = startTelemetry()
    const receiver = createWebhookReceiver({ apiSecret: SECRET, hooks, onEvent: () => undefined })
    await receiver.fetch(await webhook({ ...PAYMENT, status: 'ORDER_1 IS ON HOLD' }))
    await receiver.idle()
    expect(spans().map(({ attributes }) => attributes['paystablecoin.status'])).toEqual([
      '_OTHER',
      '_OTHER',
    ])
  })
})

describe('an inbox', () => {
  it('is the same but for its put, which tells when it fails and says no more of why', async () => {
    const { inbox, spans } = startTelemetry()
    const put: Inbox['put'] = () => Promise.reject(new Error('ORDER_1 is lost'))
    const own = { put, name: 'mine' }
    const instrumented = inbox(own)
    expect(instrumented.name).toBe('mine')
    await expect(instrumented.put(await entryOf())).rejects.toThrow('ORDER_1 is lost')
    expect(spans()).toMatchObject([
      { status: { code: SpanStatusCode.ERROR }, attributes: { 'error.type': 'Error' }, events: [] },
    ])
    expect(JSON.stringify(spans()[0]?.status)).not.toContain('ORDER_1')
  })

  it('is measured again after its health has failed', async () => {
    const { inbox, collect } = startTelemetry()
    const health = vi.fn(async () => ({ waiting: 2, active: 1, dead: 3, oldestWaitingMs: 4500 }))
    inbox({ put: () => undefined, health }, 'shop')
    health.mockRejectedValueOnce(new Error('away'))
    await collect().catch(() => undefined)
    const metrics = await collect()
    const values = metrics.flatMap(({ dataPoints }) =>
      dataPoints.map(({ attributes, value }) => [Object.values(attributes).join(' '), value]),
    )
    expect(values).toEqual([
      ['shop waiting', 2],
      ['shop active', 1],
      ['shop dead', 3],
      ['shop', 4.5],
    ])
  })

  it.each([undefined, 'junk', `${TRACEPARENT}-more`, '00-0-0-0', 7])(
    'whose entry carries %o as its trace is handled all the same',
    async (traceparent) => {
      const { hooks, spans } = startTelemetry()
      const entry = { ...(await entryOf()), traceparent }
      const handle = vi.fn()
      const inbox = { put: () => undefined }
      const tried = { entry, attempt: 1, isLast: false }
      expect(await tryInboxEntry(tried, { inbox, handle, hooks })).toEqual({ state: 'done' })
      expect(handle).toHaveBeenCalledTimes(1)
      expect(spans()).toMatchObject([{ links: [] }])
    },
  )
})

describe('a tracer that throws', () => {
  it('changes no answer, no put and no call', async () => {
    vi.spyOn(console, 'error').mockReturnValue(undefined)
    const tracer = {
      startSpan: () => {
        throw new Error('tracer')
      },
    }
    const tracerProvider = { getTracer: () => tracer } as unknown as TracerProvider
    const { hooks, inbox } = instrument({ tracerProvider })
    const entries: InboxEntry[] = []
    const own = { put: (entry: InboxEntry) => void entries.push(entry) }
    const receiver = createWebhookReceiver({ apiSecret: SECRET, hooks, inbox: inbox(own) })
    expect((await receiver.fetch(await webhook())).status).toBe(200)
    expect(entries).toHaveLength(1)
    const handle = vi.fn<(event: WebhookEvent) => void>()
    const tried = { entry: entries[0], attempt: 1, isLast: false }
    expect(await tryInboxEntry(tried, { inbox: own, handle, hooks })).toEqual({ state: 'done' })
    const client = createClient({
      merchantId: '1000',
      apiKey: 'key',
      apiSecret: SECRET,
      baseUrl: 'http://psc.test',
      fetch: async () => new Response('{"code":"00000","data":{"status":"INIT"}}'),
      hooks,
    })
    expect(await client.orders.retrieve('ORDER_1')).toMatchObject({ status: 'INIT' })
  })
})

describe('an order', () => {
  it('is linked by the trace that it was kept with, and by nothing else', async () => {
    const { inSpan, traceparent, link, spans } = startTelemetry()
    let kept: string | undefined
    await inSpan('POST /checkout', async () => {
      kept = traceparent()
    })
    await inSpan('handler', async () => {
      for (const text of [kept, null, undefined, 'junk']) link(text)
    })
    const [order, handler] = spans()
    expect(kept).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
    expect(handler?.links.map((each) => each.context.spanId)).toEqual([order?.spanContext().spanId])
    expect(context.active()).toBeDefined()
  })
})

describe('a traceparent', () => {
  it('is read as it was written', () => {
    expect(writeTraceparent(readTraceparent(TRACEPARENT))).toBe(TRACEPARENT)
  })

  it.each([
    '',
    `${TRACEPARENT} `,
    TRACEPARENT.toUpperCase(),
    TRACEPARENT.replace('00-', 'ff-'),
    `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
    `00-0af7651916cd43dd8448eb211c80319c-${'0'.repeat(16)}-01`,
  ])('that is %j is none', (text) => {
    expect(readTraceparent(text)).toBeUndefined()
  })
})

describe('a label', () => {
  it.each([
    [undefined, 'ok'],
    [{ code: 'API_ERROR' }, 'refused'],
    [{ code: 'TRANSPORT_ERROR', outcome: 'not-sent' }, 'not-sent'],
    [{ code: 'TRANSPORT_ERROR', outcome: 'unknown' }, 'unknown'],
    [{ code: 'RESPONSE_ERROR' }, 'unusable'],
  ])('says of %o how the call ended: %s', (error, outcome) => {
    expect(outcomeOf(error)).toBe(outcome)
  })

  it.each([
    [undefined, '00000'],
    [{ providerCode: '40901' }, '40901'],
    [{ providerCode: 'ORDER_1' }, '_OTHER'],
    [{}, undefined],
  ])('says of %o the code %s', (error, code) => {
    expect(providerCodeOf(error)).toBe(code)
  })

  it.each([
    [new TypeError('ORDER_1'), 'TypeError'],
    [{ name: 'ORDER_1' }, '_OTHER'],
    ['thrown', '_OTHER'],
    [undefined, undefined],
  ])('says of %o the class %s', (error, type) => {
    expect(errorTypeOf(error)).toBe(type)
  })
})
