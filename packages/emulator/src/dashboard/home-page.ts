/**
 * The HTML of the dashboard's first page and of the page of all orders and refunds.
 * Changes nothing. Everything that came from a merchant is escaped by the template.
 *
 * @module
 */
import { html } from 'hono/html'
import type { Order, Refund } from '../provider/model.ts'
import type { Html } from './format.ts'
import { renderPage } from './layout.ts'
import type { FindHref } from './links.ts'
import { renderOrders, renderRefunds } from './lists.ts'
import type { TimelineQuery } from './timeline-filter.ts'
import { isFiltering } from './timeline-filter.ts'
import type { Timeline } from './timeline-view.ts'
import { renderFailures, renderTimeline, renderTimelineForm } from './timeline-view.ts'
import type { ToolsView } from './tools.ts'

export interface HomeView {
  readonly tools: ToolsView
  readonly findHref: FindHref
  /** The newest first. */
  readonly orders: readonly Order[]
  readonly refunds: readonly Refund[]
  /** Webhooks before calls, the newest first. */
  readonly failures: Timeline
  /** The newest first. */
  readonly timeline: Timeline
  readonly query: TimelineQuery
}

const SHOWN_ORDERS = 4
const LISTED = 200

/** Renders the first page. */
export function renderHome(view: HomeView): Html {
  const { tools, query, timeline, findHref } = view
  const main = html`<h1 class="unseen">Activity</h1>
    <div id="overview" data-live>${isFiltering(query) ? '' : renderOverview(view)}</div>
    <section aria-labelledby="timeline">
      <div class="head"><h2 id="timeline">Timeline</h2></div>
      ${renderTimelineForm(query)}
      <div id="lines" data-live>${renderTimeline(timeline, query, findHref)}</div>
    </section>`
  return renderPage({ title: 'PayStablecoin emulator', main, tools, current: 'activity' })
}

function renderOverview({ failures, orders, findHref }: HomeView): Html {
  return html`${renderFailures(failures, findHref)}
    <section aria-labelledby="orders">
      <div class="head">
        <h2 id="orders">Latest orders</h2>
        ${orders.length > SHOWN_ORDERS ? html`<a href="/emulator/orders">All ${orders.length}</a>` : ''}
      </div>
      ${
        orders.length === 0
          ? html`<p class="empty">None yet.</p>`
          : renderOrders(orders.slice(0, SHOWN_ORDERS), findHref)
      }
    </section>`
}

/** Renders the page of all orders and refunds. */
export function renderOrdersPage(
  view: Pick<HomeView, 'tools' | 'orders' | 'refunds' | 'findHref'>,
): Html {
  const { tools, orders, refunds, findHref } = view
  const main = html`<div id="lists" data-live>
    <h1>Orders</h1>
    ${orders.length === 0 ? html`<p class="empty">None yet.</p>` : renderOrders(orders.slice(0, LISTED), findHref)}
    ${renderRest(orders.length)}
    ${
      refunds.length === 0
        ? ''
        : html`<h2>Refunds</h2>
            ${renderRefunds(refunds.slice(0, LISTED), findHref)} ${renderRest(refunds.length)}`
    }
  </div>`
  return renderPage({ title: 'Orders · PayStablecoin emulator', main, tools, current: 'orders' })
}

function renderRest(total: number): Html | '' {
  if (total <= LISTED) return ''
  return html`<p class="more">The newest ${LISTED} of ${total}. Any other has its page too, by its id.</p>`
}
