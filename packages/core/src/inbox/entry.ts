/**
 * An event at rest: what a receiver puts into an inbox, and the event that a worker reads out of it again.
 * Must not know which queue keeps it, nor hold a signature or a secret.
 *
 * @module
 */
import { namespacedKey } from '../payment/event-key.ts'
import type { QueryOrigin, WebhookEvent, WebhookOrigin } from '../payment/events.ts'
import { isOrder, isRefund } from '../payment/order-data.ts'
import {
  eventFromOrder,
  eventFromRefund,
  parseEvent,
  parseEventData,
  unknownEvent,
} from '../payment/parse-event.ts'
import { isRecord } from '../shared/is-record.ts'
import type { ProviderData } from '../shared/types.ts'
import { InboxEntryError } from './errors.ts'

/**
 * An event at rest. Plain JSON that outlives the process and the version that wrote it: treat it as opaque. Whoever can write one
 * into your queue can forge a payment, so guard the queue as you guard your orders.
 */
export type InboxEntry = InboxEntryFacts & (WebhookOrigin | QueriedOrigin)

interface InboxEntryFacts {
  /** The version of this shape. */
  readonly v: 1
  /** Names the event for good: an inbox keeps one entry for each key. */
  readonly key: string
  /** Names the order or refund: entries with one subject are best not run at the same time. */
  readonly subject: string
  /** Whose event it is: the receiver's `namespace`. */
  readonly namespace: string
  /** The event's `id`. */
  readonly id: string
  readonly kind: WebhookEvent['kind']
  /** The text as it was signed; for a query, the answer's data as JSON. */
  readonly rawBody: string
  /** When it was put: Unix milliseconds. */
  readonly receivedAtMs: number
  /**
   * The W3C trace context that it was put in, for traces alone: whoever writes entries may add it. Workers of any version take an
   * entry with it or without, and one that is malformed is ignored.
   */
  readonly traceparent?: string | undefined
}

interface QueriedOrigin extends QueryOrigin {
  /** The merchant's id of what was queried: an answer may not carry it. */
  readonly ref: string
}

/** Where verified events are kept until a worker of yours has handled them. */
export interface Inbox {
  /**
   * Resolves once the entry is durable. A key that is there already, whatever became of it, changes nothing. What it rejects
   * with goes to `onError`, and the provider is asked to send the webhook again.
   */
  put(entry: InboxEntry): void | Promise<void>
}

/**
 * The entry of an event: for an inbox of your own, and for its tests. A receiver with an `inbox` makes them by itself.
 *
 * @param namespace - Keeps merchants apart that share one inbox. The receiver's is its `namespace`, or its `merchantId`.
 *
 * @example
 * ```ts
 * import { readInboxEntry, toInboxEntry, verifyWebhook } from '@paystablecoin/core'
 * import type { IncomingWebhook } from '@paystablecoin/core'
 *
 * declare const webhook: IncomingWebhook
 * const event = await verifyWebhook(webhook, { apiSecret: 'your-api-secret' })
 * const text = JSON.stringify(toInboxEntry(event, '1000', Date.now()))
 * console.log(readInboxEntry(JSON.parse(text)).id === event.id)
 * ```
 */
export function toInboxEntry(
  event: WebhookEvent,
  namespace: string,
  receivedAtMs: number,
): InboxEntry {
  const { id, kind, rawBody } = event
  const [subjectKind, ref] = subjectOf(event)
  const entry = {
    v: 1 as const,
    key: namespacedKey(namespace, id),
    subject: JSON.stringify([namespace, subjectKind, ref]),
    namespace,
    id,
    kind,
    rawBody,
    receivedAtMs,
  }
  if (event.source === 'query') return { ...entry, source: event.source, ref }
  const { timestamp, scheme, secretIndex } = event
  return { ...entry, source: event.source, timestamp, scheme, secretIndex }
}

function subjectOf(event: WebhookEvent): readonly [string, string] {
  if (event.kind === 'refund') return ['refund', event.data.merchantRefundOrderId]
  if (event.kind !== 'unknown') return ['payment', event.data.merchantOrderId]
  return event.subject === undefined
    ? ['unknown', event.id]
    : [event.subject.kind, event.subject.id]
}

/**
 * The event in an entry, as this version of the package types it: what was `unknown` when it was put may be a payment by now. Its
 * `id` is the one that it was put with.
 *
 * @throws {InboxEntryError} It is no entry, or one of a later version; see `reason`.
 *
 * @example
 * ```ts
 * import { readInboxEntry } from '@paystablecoin/core'
 *
 * export async function work(job: { data: unknown }): Promise<void> {
 *   const event = readInboxEntry(job.data)
 *   if (event.kind === 'payment') console.log(event.data.merchantOrderId, event.status)
 * }
 * ```
 */
export function readInboxEntry(entry: unknown): WebhookEvent {
  assertInboxEntry(entry)
  const { id, rawBody } = entry
  const data = parseEventData(rawBody)
  const event = data === undefined ? undefined : toEvent(entry, data)
  if (event === undefined) throw new InboxEntryError('not-an-entry')
  return { ...event, id, rawBody }
}

/** Throws an `InboxEntryError` unless this is an entry of this version. */
export function assertInboxEntry(entry: unknown): asserts entry is InboxEntry {
  if (isRecord(entry) && typeof entry['v'] === 'number' && entry['v'] > 1) {
    throw new InboxEntryError('version')
  }
  if (!isRecord(entry) || !hasShape(entry)) throw new InboxEntryError('not-an-entry')
}

function hasShape(entry: ProviderData): boolean {
  return (
    entry['v'] === 1 &&
    ['key', 'namespace', 'id', 'rawBody'].every((field) => typeof entry[field] === 'string') &&
    typeof entry['receivedAtMs'] === 'number' &&
    (entry['source'] === 'query' ? typeof entry['ref'] === 'string' : isOfWebhook(entry))
  )
}

function isOfWebhook({ source, timestamp, scheme, secretIndex }: ProviderData): boolean {
  return (
    source === 'webhook' &&
    typeof timestamp === 'string' &&
    (scheme === 'request' || scheme === 'body') &&
    typeof secretIndex === 'number'
  )
}

function toEvent(entry: InboxEntry, data: ProviderData): WebhookEvent | undefined {
  const { kind, rawBody } = entry
  if (entry.source === 'query') {
    if (kind === 'payment' && isOrder(data)) return eventFromOrder(entry.ref, data)
    return kind === 'refund' && isRefund(data) ? eventFromRefund(entry.ref, data) : undefined
  }
  const { source, timestamp, scheme, secretIndex } = entry
  const origin = { source, timestamp, scheme, secretIndex }
  return parseEvent(data, rawBody, origin) ?? unknownEvent(data, rawBody, origin, '')
}
