/**
 * What each page shows, gathered from the state.
 * Knows no HTML and no HTTP.
 *
 * @module
 */
import type { Merchant, Order, Refund } from '../provider/model.ts'
import type { EmulatorState } from '../state/state.ts'
import type { EntryContext } from './entry.ts'
import { fold } from './fold.ts'
import type { HomeView } from './home-page.ts'
import type { FindHref } from './links.ts'
import { createLinks } from './links.ts'
import type { Subject } from './story.ts'
import { tellStory } from './story.ts'
import type { SubjectView } from './subject-page.ts'
import { listItems, makeLines } from './timeline.ts'
import type { TimelineQuery } from './timeline-filter.ts'
import { createTimelineFilter } from './timeline-filter.ts'
import type { Timeline } from './timeline-view.ts'
import type { ToolsView } from './tools.ts'

/** What every page is made of. */
export interface PageDeps {
  readonly state: EmulatorState
  readonly settings: {
    readonly scheme: string
    readonly seed: string
    readonly merchants: readonly Merchant[]
  }
  /** Where the emulator is called. */
  readonly origin: string
}

const MAX_LINES = 100
const MAX_FAILURES = 3

/** What the tools show. */
export function viewTools({ state, settings, origin }: PageDeps): ToolsView {
  const { clock, faults } = state
  const { scheme, seed, merchants } = settings
  const nowMs = clock.now()
  const aheadMs = nowMs - clock.realNow()
  return { nowMs, aheadMs, origin, scheme, seed, merchants, faults: faults.list() }
}

/** What the first page shows under a query. */
export async function viewHome(deps: PageDeps, query: TimelineQuery): Promise<HomeView> {
  const { state, settings, origin } = deps
  const { store, calls, notifier } = state
  const context: EntryContext = { origin, merchants: settings.merchants }
  const filter = createTimelineFilter(query, store.orders(), store.refunds())
  const folds = fold(listItems(calls.list(), notifier.log.list(), filter, true))
  const newest = folds.toSorted((a, b) => a.last.atMs - b.last.atMs).toReversed()
  const failed = newest.filter(({ last }) => last.hasFailed)
  const failures = [
    ...failed.filter(({ last }) => last.direction === 'webhook'),
    ...failed.filter(({ last }) => last.direction === 'call'),
  ]
  const show = async (lines: typeof folds, max: number): Promise<Timeline> => ({
    lines: await makeLines(lines.slice(0, max), context),
    total: lines.length,
  })
  return {
    ...viewOrders(deps),
    query,
    failures: await show(failures, MAX_FAILURES),
    timeline: await show(newest, MAX_LINES),
  }
}

/** What the page of all orders shows. */
export function viewOrders(
  deps: PageDeps,
): Pick<HomeView, 'tools' | 'orders' | 'refunds' | 'findHref'> {
  const { store } = deps.state
  return {
    tools: viewTools(deps),
    findHref: linksOf(deps),
    orders: store.orders().toReversed(),
    refunds: store.refunds().toReversed(),
  }
}

/** What the page of a subject shows. */
export async function viewSubject(deps: PageDeps, subject: Subject): Promise<SubjectView> {
  const { state, settings, origin } = deps
  const steps = await tellStory(subject, state, { origin, merchants: settings.merchants })
  return { tools: viewTools(deps), findHref: linksOf(deps), subject, steps }
}

/** The order with an id: the merchant's or the provider's. */
export function findOrder(
  { state, settings }: PageDeps,
  id: string,
  merchantId: string | undefined,
): Subject | undefined {
  const order = among(settings.merchants, merchantId, (one) => state.store.findOrder(one, id))
  if (order === undefined) return undefined
  return { kind: 'order', order, refunds: state.store.refundsOf(order) }
}

/** The refund with an id. */
export function findRefund(
  { state, settings }: PageDeps,
  id: string,
  merchantId: string | undefined,
): Subject | undefined {
  const { store } = state
  const refund = among(settings.merchants, merchantId, (one) => store.findRefund(one, id))
  if (refund === undefined) return undefined
  return {
    kind: 'refund',
    refund,
    order: store.findOrder(refund.merchant, refund.acquiringOrderId),
  }
}

function among<T extends Order | Refund>(
  merchants: readonly Merchant[],
  merchantId: string | undefined,
  find: (merchant: Merchant) => T | undefined,
): T | undefined {
  const asked = merchants.filter((one) => merchantId === undefined || one.merchantId === merchantId)
  for (const merchant of asked) {
    const found = find(merchant)
    if (found !== undefined) return found
  }
  return undefined
}

function linksOf({ state, settings }: PageDeps): FindHref {
  return createLinks(state.store.orders(), state.store.refunds(), settings.merchants.length)
}
