/**
 * Everything that happened to one order or refund, the oldest first: its calls, its webhooks and its statuses.
 * Knows no HTML.
 *
 * @module
 */
import type { Merchant, Order, Refund, StatusChange } from '../provider/model.ts'
import type { EmulatorState } from '../state/state.ts'
import type { EntryContext } from './entry.ts'
import type { Fold, Foldable } from './fold.ts'
import { fold } from './fold.ts'
import type { TimelineItem, TimelineLine } from './timeline.ts'
import { listItems, makeLines } from './timeline.ts'
import { createTimelineFilter } from './timeline-filter.ts'

/** The page's order or refund. */
export type Subject =
  | { readonly kind: 'order'; readonly order: Order; readonly refunds: readonly Refund[] }
  | { readonly kind: 'refund'; readonly refund: Refund; readonly order: Order | undefined }

/** A status that an order or refund came into. */
export interface Milestone extends StatusChange {
  readonly kind: 'order' | 'refund'
  readonly id: string
}

/** A step of the story, and the status that the page's own subject was in. */
export interface Step {
  readonly status: string | undefined
  readonly happened: TimelineLine | Milestone
}

interface StoryItem extends Foldable {
  readonly milestone?: Milestone | undefined
  readonly item?: TimelineItem | undefined
}

/** Tells the story of a subject. */
export async function tellStory(
  subject: Subject,
  { calls, notifier, store }: EmulatorState,
  context: EntryContext,
): Promise<readonly Step[]> {
  const { merchantId } = merchantOf(subject)
  const isOwn = (record: { readonly merchantId: string }): boolean =>
    record.merchantId === merchantId
  const query = { order: idOf(subject), kind: undefined, failedOnly: false, search: '' }
  const filter = createTimelineFilter(query, store.orders(), store.refunds())
  const deliveries = notifier.log.list().filter(isOwn)
  const items = listItems(calls.list().filter(isOwn), deliveries, filter, false)
  const milestones = milestonesOf(subject).map((milestone) => toStoryItem(milestone, merchantId))
  const story = [...items.map((item) => ({ ...item, item })), ...milestones].toSorted(inOrder)
  return toSteps(fold<StoryItem>(story), subject, context)
}

// In one millisecond, a call comes before the status that it causes, and a webhook after it.
function inOrder(a: StoryItem, b: StoryItem): number {
  return a.atMs - b.atMs || rankOf(a) - rankOf(b)
}

function rankOf({ item }: StoryItem): number {
  return item === undefined ? 1 : item.direction === 'call' ? 0 : 2
}

function toStoryItem(milestone: Milestone, merchantId: string): StoryItem {
  return { atMs: milestone.atMs, topic: `${merchantId} ${milestone.id}`, milestone }
}

async function toSteps(
  folds: readonly Fold<StoryItem>[],
  subject: Subject,
  context: EntryContext,
): Promise<readonly Step[]> {
  const steps: Step[] = []
  let status: string | undefined
  for (const one of folds) {
    const { milestone } = one.last
    if (milestone?.kind === subject.kind) status = milestone.status
    const happened = milestone === undefined ? await makeLines(itemsOf(one), context) : [milestone]
    steps.push(...happened.map((what) => ({ status, happened: what })))
  }
  return steps
}

function itemsOf({ first, last, count }: Fold<StoryItem>): readonly Fold<TimelineItem>[] {
  if (first.item === undefined || last.item === undefined) return []
  return [{ first: first.item, last: last.item, count }]
}

function milestonesOf(subject: Subject): readonly Milestone[] {
  if (subject.kind === 'refund') return ofRefund(subject.refund)
  const { order, refunds } = subject
  const own = order.changes.map((change) => ({
    ...change,
    kind: 'order' as const,
    id: order.merchantOrderId,
  }))
  return [...own, ...refunds.flatMap(ofRefund)]
}

function ofRefund({ changes, merchantRefundOrderId: id }: Refund): readonly Milestone[] {
  return changes.map((change) => ({ ...change, kind: 'refund' as const, id }))
}

function mainOf(subject: Subject): Order | Refund {
  return subject.kind === 'order' ? subject.order : subject.refund
}

/** The merchant of a subject. */
export function merchantOf(subject: Subject): Merchant {
  return mainOf(subject).merchant
}

/** The merchant's own id of a subject. */
export function idOf(subject: Subject): string {
  return subject.kind === 'order'
    ? subject.order.merchantOrderId
    : subject.refund.merchantRefundOrderId
}
