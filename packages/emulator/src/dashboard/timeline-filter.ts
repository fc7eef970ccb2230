/**
 * Which calls and webhooks the timeline shows: those of an order, those of a kind, or the failed ones.
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
  }
}

function isKind(text: string): text is TimelineKind {
  return Object.hasOwn(TIMELINE_KINDS, text)
}

/** Whether a query asks for less than everything. */
export function isFiltering({ order, kind, failedOnly }: TimelineQuery): boolean {
  return order !== '' || kind !== undefined || failedOnly
}

export function createTimelineFilter(
  { order, kind, failedOnly }: TimelineQuery,
  orders: readonly Order[],
  refunds: readonly Refund[],
): TimelineFilter {
  const mentionsOrder = createMention(order === '' ? [] : idsOf(order, orders, refunds))
  return {
    failedOnly,
    showsCall: ({ path, query, body }) =>
      (kind === undefined || kind === 'call') && mentionsOrder(`${path} ${query} ${body}`),
    showsDelivery: (delivery) =>
      (kind === undefined || kind === 'webhook' || kind === delivery.kind) &&
      mentionsOrder(`${delivery.subject} ${delivery.body}`),
  }
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
