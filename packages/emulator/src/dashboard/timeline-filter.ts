/**
 * Which calls and webhooks the timeline shows: those of an order, of a kind, with a text in them, or the failed ones.
 * Knows no HTML.
 *
 * @module
 */
import type { CallRecord } from '../api/call-log.ts'
import type { Order, Refund } from '../provider/model.ts'
import type { Delivery } from '../webhooks/delivery.ts'

/** The kinds, and what the form calls them. */
export const TIMELINE_KINDS = {
  call: 'API calls',
  webhook: 'webhooks',
  payment: 'payment webhooks',
  refund: 'refund webhooks',
} as const

export type TimelineKind = keyof typeof TIMELINE_KINDS

/** What the form asks for. */
export interface TimelineQuery {
  /** The id of an order or refund; `''` for all. */
  readonly order: string
  readonly kind: TimelineKind | undefined
  readonly failedOnly: boolean
  /** A text that occurs in it, whatever its case; `''` for any. */
  readonly search: string
}

export interface TimelineFilter {
  readonly showsCall: (call: CallRecord) => boolean
  readonly showsDelivery: (delivery: Delivery) => boolean
  readonly failedOnly: boolean
}

/** Reads the query of the dashboard's URL. */
export function readTimelineQuery(query: URLSearchParams): TimelineQuery {
  const kind = query.get('kind') ?? ''
  return {
    order: query.get('order')?.trim() ?? '',
    kind: isKind(kind) ? kind : undefined,
    failedOnly: query.get('failed') === '1',
    search: query.get('q')?.trim() ?? '',
  }
}

function isKind(text: string): text is TimelineKind {
  return Object.hasOwn(TIMELINE_KINDS, text)
}

/** Whether a query asks for less than everything. */
export function isFiltering({ order, kind, failedOnly, search }: TimelineQuery): boolean {
  return order !== '' || kind !== undefined || failedOnly || search !== ''
}

export function createTimelineFilter(
  { order, kind, failedOnly, search }: TimelineQuery,
  orders: readonly Order[],
  refunds: readonly Refund[],
): TimelineFilter {
  const mentionsOrder = createMention(order === '' ? [] : idsOf(order, orders, refunds))
  const contains = createSearch(search)
  return {
    failedOnly,
    showsCall: (call) =>
      (kind === undefined || kind === 'call') &&
      mentionsOrder(`${call.path} ${call.query} ${call.body}`) &&
      contains(() => textOfCall(call)),
    showsDelivery: (delivery) =>
      (kind === undefined || kind === 'webhook' || kind === delivery.kind) &&
      mentionsOrder(`${delivery.subject} ${delivery.body}`) &&
      contains(() => textOfDelivery(delivery)),
  }
}

function createSearch(search: string): (textOf: () => string) => boolean {
  const wanted = search.toLowerCase()
  return (textOf) => wanted === '' || textOf().toLowerCase().includes(wanted)
}

function textOfCall(call: CallRecord): string {
  const { method, path, query, code, fault, operation } = call
  const mistakes = call.diagnosis?.mistakes.join(' ')
  const line = `${method} ${path}?${query}`
  return [line, operation, code, fault, mistakes, call.body, call.responseBody].join('\n')
}

function textOfDelivery({ kind, status, url, body, state, faults, attempts }: Delivery): string {
  const answers = attempts.flatMap(({ httpStatus, error, responseBody }) => [
    `HTTP ${httpStatus ?? ''}`,
    error,
    responseBody,
  ])
  return [`${kind} ${status} ${url}`, state, faults.join(' '), body, ...answers].join('\n')
}

/** Every id that belongs to an order: the merchant's, the provider's, and those of its refunds. */
function idsOf(
  id: string,
  orders: readonly Order[],
  refunds: readonly Refund[],
): readonly string[] {
  const own = orders
    .filter(({ merchantOrderId, acquiringOrderId }) =>
      [merchantOrderId, acquiringOrderId].includes(id),
    )
    .flatMap(({ merchantOrderId, acquiringOrderId }) => [merchantOrderId, acquiringOrderId])
  const ofRefunds = refunds
    .filter(({ acquiringOrderId }) => own.includes(acquiringOrderId))
    .map(({ merchantRefundOrderId }) => merchantRefundOrderId)
  return [id, ...own, ...ofRefunds]
}

// Whole ids only: ORDER_1 is not in ORDER_10.
function createMention(ids: readonly string[]): (text: string) => boolean {
  if (ids.length === 0) return () => true
  const escaped = ids.map((id) => id.replaceAll(/[^\w\s]/g, String.raw`\$&`))
  const pattern = new RegExp(`(?<![\\w-])(?:${escaped.join('|')})(?![\\w-])`)
  return (text) => pattern.test(text)
}
