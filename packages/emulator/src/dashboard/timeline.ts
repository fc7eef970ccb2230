/**
 * API calls and webhook attempts as items in the order of time; an entry is made of those that are shown.
 * Knows no HTML.
 *
 * @module
 */
import type { CallRecord } from '../api/call-log.ts'
import type { Delivery } from '../webhooks/delivery.ts'
import { isAcknowledged } from '../webhooks/delivery.ts'
import { callEntry, isGoodCall } from './call-entry.ts'
import type { EntryContext, TimelineEntry } from './entry.ts'
import type { Fold, Foldable } from './fold.ts'
import type { TimelineFilter } from './timeline-filter.ts'
import { attemptEntry, unsentEntry } from './webhook-entry.ts'

/** A call or attempt that may be shown. Its entry is made once it is: that takes a hash. */
export interface TimelineItem extends Foldable {
  readonly key: string
  readonly hasFailed: boolean
  readonly direction: 'call' | 'webhook'
  readonly make: (context: EntryContext) => Promise<TimelineEntry>
}

/** A line of the timeline: the last of what was folded. */
export interface TimelineLine {
  /** Identifies the line in the page, also after something more was folded into it. */
  readonly key: string
  readonly entry: TimelineEntry
  readonly count: number
  readonly firstMs: number
}

/** What the filter shows, in the order of time. `foldsAnswers`: whether a webhook is one line, however its attempts were answered. */
export function listItems(
  calls: readonly CallRecord[],
  deliveries: readonly Delivery[],
  { showsCall, showsDelivery, failedOnly }: TimelineFilter,
  foldsAnswers: boolean,
): readonly TimelineItem[] {
  const items = [
    ...calls.filter(showsCall).map(callItem),
    ...deliveries
      .filter(showsDelivery)
      .flatMap((delivery) => deliveryItems(delivery, foldsAnswers)),
  ].filter(({ hasFailed }) => hasFailed || !failedOnly)
  // Sorting is stable, so what happened in one millisecond keeps its order.
  return items.toSorted((a, b) => a.atMs - b.atMs)
}

/** The lines of folds, in their order. */
export async function makeLines(
  folds: readonly Fold<TimelineItem>[],
  context: EntryContext,
): Promise<readonly TimelineLine[]> {
  return Promise.all(
    folds.map(async ({ first, last, count }) => ({
      key: first.key,
      entry: await last.make(context),
      count,
      firstMs: first.atMs,
    })),
  )
}

function callItem(call: CallRecord): TimelineItem {
  const { atMs, merchantId, subject } = call
  return {
    key: `call-${call.id}`,
    atMs,
    direction: 'call',
    hasFailed: !isGoodCall(call),
    foldKey: pollKey(call),
    topic: subject === undefined ? undefined : `${merchantId} ${subject}`,
    make: (context) => callEntry(call, context),
  }
}

// Queries that were answered alike. A refusal's answer may name a time, so its code is enough.
function pollKey(call: CallRecord): string | undefined {
  const { method, path, query, code, fault, responseBody } = call
  if (method !== 'GET') return undefined
  const answer = code === '00000' ? responseBody : ''
  return [path, query, code, fault, answer].join('\n')
}

function deliveryItems(delivery: Delivery, foldsAnswers: boolean): readonly TimelineItem[] {
  const { id, merchantId, subject, attempts, state, openedMs } = delivery
  const shared = { direction: 'webhook', topic: `${merchantId} ${subject}` } as const
  if (attempts.length === 0) {
    const hasFailed = state !== 'waiting'
    return [
      {
        ...shared,
        key: `delivery-${id}-0`,
        atMs: openedMs,
        hasFailed,
        make: (context) => unsentEntry(delivery, context),
      },
    ]
  }
  return attempts.map((attempt, index) => ({
    ...shared,
    key: `delivery-${id}-${index}`,
    atMs: attempt.atMs,
    hasFailed: !isAcknowledged(attempt),
    foldKey: ['delivery', id, ...(foldsAnswers ? [] : [attempt.httpStatus, attempt.error])].join(
      '\n',
    ),
    isLasting: true,
    make: (context) => attemptEntry(delivery, index, context),
  }))
}
