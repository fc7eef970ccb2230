/**
 * Events at rest: what is read out of an inbox is what was put, and what is no entry is rejected.
 *
 * @module
 */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  isInboxEntryError,
  readInboxEntry,
  signWebhook,
  toInboxEntry,
  verifyWebhook,
} from '../src/index.ts'
import type { WebhookEvent } from '../src/index.ts'
import { eventFromOrder, eventFromRefund } from '../src/payment/parse-event.ts'
import { PAYMENT, SECRET } from './support/webhook-fixtures.ts'

const NOW_MS = 1_790_000_000_000
const REFUND = { merchantRefundOrderId: 'REFUND_1', status: 'SUCCEEDED', acquiringOrderId: 'ACQ_1' }

async function webhookEvent(body: string | Uint8Array): Promise<WebhookEvent> {
  const timestamp = String(NOW_MS)
  const signature = await signWebhook({ timestamp, body, scheme: 'body' }, SECRET)
  const headers = { 'x-timestamp': timestamp, 'x-signature': signature }
  return verifyWebhook({ headers, body }, { apiSecret: SECRET, now: () => NOW_MS })
}

/** Through JSON and back, as a queue does. */
function throughQueue(event: WebhookEvent, namespace = ''): WebhookEvent {
  return readInboxEntry(JSON.parse(JSON.stringify(toInboxEntry(event, namespace, NOW_MS))))
}

describe('an entry of an inbox', () => {
  it.each<[string, unknown]>([
    ['payment', PAYMENT],
    ['refund', REFUND],
    ['checkout', { ...PAYMENT, finalStatus: true, depositAddress: '0x1', network: 'TRON' }],
    ['unknown', { ...PAYMENT, orderAmount: 1 }],
    ['unknown', { type: 'ping' }],
  ])('gives back a %s as it was received', async (kind, body) => {
    const event = await webhookEvent(JSON.stringify(body))
    expect(event.kind).toBe(kind)
    expect(throughQueue(event)).toEqual(event)
  })

  it.each<WebhookEvent>([
    eventFromOrder('ORDER_1', { status: 'FAILED' }),
    eventFromOrder('ORDER_1', {
      status: 'FROZEN',
      orderAmount: { value: '1.00', currency: 'USD' },
    }),
    eventFromRefund('REFUND_1', { status: 'SUCCEEDED', merchantRefundOrderId: null }),
  ])('gives back what a query returned', (event) => {
    expect(throughQueue(event)).toEqual(event)
  })

  it('keeps the text byte for byte', async () => {
    const odd = String.raw`{"status":"X","note":"\u0000 \ud800 😀","big":12345678901234567890}`
    for (const text of [odd, `\uFEFF${odd}`]) {
      expect(throughQueue(await webhookEvent(text)).rawBody).toBe(text)
    }
  })

  it('keeps what any JSON object says', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.string(),
        async (data, ns) => {
          const event = await webhookEvent(JSON.stringify(data))
          expect(throughQueue(event, ns)).toEqual(event)
        },
      ),
    )
  })

  it('keeps its id where a newer version types it otherwise', async () => {
    const event = await webhookEvent(JSON.stringify(PAYMENT))
    const entry = { ...toInboxEntry(event, '', NOW_MS), kind: 'unknown', id: '["unknown","hash"]' }
    expect(readInboxEntry(entry)).toEqual({ ...event, id: '["unknown","hash"]' })
  })

  it('has one subject for all events of an order, and another for each merchant', async () => {
    const paid = await webhookEvent(JSON.stringify(PAYMENT))
    const shapeless = await webhookEvent(JSON.stringify({ ...PAYMENT, orderAmount: 1 }))
    const failed = eventFromOrder(PAYMENT.merchantOrderId, { status: 'FAILED' })
    const refund = eventFromRefund(PAYMENT.merchantOrderId, { status: 'FAILED' })
    const nothing = await webhookEvent('{"type":"ping"}')
    const subjectOf = (event: WebhookEvent, namespace = ''): string =>
      toInboxEntry(event, namespace, NOW_MS).subject
    expect(subjectOf(failed)).toBe(subjectOf(paid))
    expect(subjectOf(shapeless)).toBe(subjectOf(paid))
    expect(new Set([paid, refund, nothing].map((event) => subjectOf(event))).size).toBe(3)
    expect(subjectOf(paid, '1000')).not.toBe(subjectOf(paid, '2000'))
  })
})

describe('readInboxEntry', () => {
  const entry = toInboxEntry(eventFromOrder('ORDER_1', { status: 'FAILED' }), '', NOW_MS)
  const webhook = { ...entry, source: 'webhook', timestamp: '1', scheme: 'body', secretIndex: 0 }

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', JSON.stringify(entry)],
    ['a list', [entry]],
    ['an object of something else', { orderId: 1 }],
    ['a version that is none', { ...entry, v: '1' }],
    ['version 0', { ...entry, v: 0 }],
    ['no id', { ...entry, id: undefined }],
    ['no text', { ...entry, rawBody: undefined }],
    ['a text that is no JSON', { ...entry, rawBody: '{' }],
    ['a text that is no object', { ...entry, rawBody: '[]' }],
    ['no source', { ...entry, source: undefined }],
    ['a query without the id that was asked for', { ...entry, ref: undefined }],
    ['a query of another kind', { ...entry, kind: 'checkout' }],
    ['an order without a status', { ...entry, rawBody: '{}' }],
    ['a refund without a status', { ...entry, kind: 'refund', rawBody: '{}' }],
    ['a webhook without a timestamp', { ...webhook, timestamp: undefined }],
    ['a webhook of another scheme', { ...webhook, scheme: 'none' }],
    ['a webhook without its secret’s index', { ...webhook, secretIndex: '0' }],
  ])('rejects %s', (_, wrong) => {
    expect(() => readInboxEntry(wrong)).toThrow(
      expect.objectContaining({
        name: 'InboxEntryError',
        code: 'INBOX_ENTRY_ERROR',
        reason: 'not-an-entry',
      }),
    )
  })

  it('knows an entry of a later version, which is to be kept', () => {
    try {
      readInboxEntry({ ...entry, v: 2, id: undefined })
      expect.unreachable()
    } catch (error) {
      expect(isInboxEntryError(error) && error.reason).toBe('version')
      expect(String(error)).toMatch(/deploy workers before receivers/)
    }
  })
})
