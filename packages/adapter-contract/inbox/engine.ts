/**
 * What the contract of an inbox needs to know of one, and the events that it puts.
 * Must not know which queue it is.
 *
 * @module
 */
import { signWebhook, toInboxEntry, verifyWebhook } from '@paystablecoin/core'
import type {
  DeadEntry,
  Inbox,
  InboxEntry,
  InboxHealth,
  InboxHooks,
  InboxProblem,
  WebhookEvent,
} from '@paystablecoin/core'
import { NOW_MS, paymentBody, SECRET, signSample } from '../fixtures/index.ts'

/** An inbox, as every package offers one. */
export interface TestedInbox extends Inbox {
  readonly put: (entry: InboxEntry) => Promise<void>
  readonly stop: (options?: { readonly timeoutMs?: number | undefined }) => Promise<void>
  readonly health: () => Promise<InboxHealth>
  readonly dead: () => AsyncIterable<DeadEntry>
  readonly replay: (id: string) => Promise<boolean>
}

/** What a handler is given beside the event. */
export interface TestedContext {
  readonly attempt: number
  readonly namespace: string
}

/** An inbox on connections of its own: one process of several. */
export interface OpenInbox {
  readonly inbox: TestedInbox
  /** Starts a worker with a handler that need not be idempotent here. */
  readonly work: (
    onEvent: (event: WebhookEvent, context: TestedContext) => void | Promise<void>,
  ) => Promise<void>
  /** Stops the worker and closes what was opened. */
  readonly close: () => Promise<void>
}

/** How an inbox of the contract is to be. */
export interface OpenOptions {
  readonly queue: string
  /** @default what the package has */
  readonly retryLimit?: number | undefined
  readonly onError: (problem: InboxProblem) => void
  readonly hooks: InboxHooks
}

/** Opens an inbox. Two with one queue are two processes. */
export type OpenEngine = (options: OpenOptions) => Promise<OpenInbox>

/** An event as a webhook brings it. */
export async function webhookEvent(
  fields: Readonly<Record<string, unknown>> = {},
): Promise<WebhookEvent> {
  return textEvent(paymentBody(fields))
}

/** The event in a body that is sent as it is. */
export async function textEvent(body: string): Promise<WebhookEvent> {
  const { headers } = await signSample(signWebhook, { body, scheme: 'body' })
  return verifyWebhook({ headers, body }, { apiSecret: SECRET, now: () => NOW_MS })
}

/** The same payment, as a query of the order tells it. */
export function asQueried(event: WebhookEvent): WebhookEvent {
  if (event.kind !== 'payment') throw new TypeError('only a payment is queried here')
  const { kind, id, status, final, data, rawBody } = event
  return { kind, id, status, final, data, rawBody, source: 'query' }
}

/** The entry of an event. */
export function entryOf(event: WebhookEvent, namespace = 'shop'): InboxEntry {
  return toInboxEntry(event, namespace, NOW_MS)
}

/** Entries of payments of as many orders. */
export async function entriesOf(count: number): Promise<InboxEntry[]> {
  const ids = Array.from({ length: count }, (_, index) => `ORDER_${index}`)
  return Promise.all(
    ids.map(async (merchantOrderId) => entryOf(await webhookEvent({ merchantOrderId }))),
  )
}
