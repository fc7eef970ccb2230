/**
 * The HTML of the dashboard. It works without JavaScript; with it, the part that changes replaces itself.
 * Changes nothing. Everything that came from a merchant is escaped by the template.
 *
 * @module
 */
import { html } from 'hono/html'
import { formatAmount } from '../shared/decimal.ts'
import { FAULT_KINDS, FAULTS } from '../faults/fault.ts'
import type { ActiveFault } from '../faults/fault-registry.ts'
import type { Order, Refund } from '../provider/model.ts'
import type { TimelineEntry } from './timeline.ts'
import type { TimelineQuery } from './timeline-filter.ts'
import { renderTimeline, renderTimelineForm } from './timeline-page.ts'

type Html = ReturnType<typeof html>

export interface DashboardView {
  readonly nowMs: number
  readonly scheme: string
  readonly seed: string
  readonly merchants: readonly { readonly merchantId: string; readonly apiKey: string }[]
  readonly orders: readonly Order[]
  readonly refunds: readonly Refund[]
  readonly faults: readonly ActiveFault[]
  readonly query: TimelineQuery
  readonly timeline: readonly TimelineEntry[]
}

/** Renders the page. */
export function renderDashboard(view: DashboardView): Html {
  const { merchants, scheme, seed } = view
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>PayStablecoin emulator</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/emulator/dashboard.css" />
        <script src="/emulator/dashboard.js" defer></script>
      </head>
      <body>
        <header>
          <h1>PayStablecoin emulator</h1>
          <p>
            ${merchants.map(
              ({ merchantId, apiKey }) =>
                html`Merchant <code>${merchantId}</code>, key <code>${apiKey}</code>. `,
            )}
            Webhooks in scheme <code>${scheme}</code>, seed <code>${seed}</code>.
            <span id="live-state"></span>
          </p>
          ${renderActions()} ${renderTimelineForm(view.query)}
        </header>
        <main id="live">${renderLive(view)}</main>
      </body>
    </html>`
}

/** Renders the part that changes. */
export function renderLive(view: DashboardView): Html {
  return html`${renderFaults(view.faults)}
    <section aria-labelledby="orders">
      <h2 id="orders">Orders</h2>
      ${view.orders.length === 0 ? html`<p class="empty">None yet.</p>` : renderOrders(view.orders)}
    </section>
    ${view.refunds.length === 0 ? '' : renderRefunds(view.refunds)}
    <section aria-labelledby="timeline">
      <h2 id="timeline">Timeline</h2>
      ${renderTimeline(view.timeline, view.query)}
    </section>`
}

function renderActions(): Html {
  return html`<div class="actions">
    <form method="post" action="/emulator/advance">
      <label>Advance the clock by <input name="minutes" type="number" min="1" value="30" /> minutes</label>
      <button>Advance</button>
    </form>
    <form method="post" action="/emulator/faults">
      <label>
        Fault
        <select name="kind">
          ${FAULT_KINDS.map((kind) => html`<option value="${kind}">${kind}: ${FAULTS[kind].title}</option>`)}
        </select>
      </label>
      <label>times <input name="times" type="number" min="1" value="1" /></label>
      <button>Set</button>
    </form>
    <form method="post" action="/emulator/reset"><button>Reset</button></form>
  </div>`
}

function renderFaults(faults: readonly ActiveFault[]): Html | '' {
  if (faults.length === 0) return ''
  return html`<section aria-labelledby="faults">
    <h2 id="faults">Active faults</h2>
    <ul class="faults">
      ${faults.map(
        ({ faultId, kind, times, on, status, id }) => html`<li>
          <strong>${kind}</strong> ${describeTarget({ on, status, id })}${times === Infinity ? 'always' : `${times} ×`}
          <form method="post" action="/emulator/faults/${faultId}/remove"><button>Remove</button></form>
        </li>`,
      )}
    </ul>
  </section>`
}

function describeTarget({ on, status, id }: Pick<ActiveFault, 'on' | 'status' | 'id'>): string {
  return [on, status, id].flatMap((part) => (part === undefined ? [] : `${part}, `)).join('')
}

function renderOrders(orders: readonly Order[]): Html {
  return html`<div class="scroll">
    <table>
      <thead>
        <tr><th>Order</th><th>Amount</th><th>Paid</th><th>Status</th><th>Created</th><th>Checkout</th></tr>
      </thead>
      <tbody>
        ${orders.map(
          (order) => html`<tr>
            <td><a href="/?order=${order.merchantOrderId}"><code>${order.merchantOrderId}</code></a></td>
            <td>${formatAmount(order.orderAmount)}</td>
            <td>${order.payment === undefined ? '' : formatAmount(order.payment.paid)}</td>
            <td><span class="badge ${order.status}">${order.status}</span> ${renderReason(order)}</td>
            <td>${clockTime(order.createdMs)}</td>
            <td>${renderOrderButtons(order)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

function renderReason({ status, closedBy }: Order): string {
  if (status !== 'CLOSED') return ''
  return closedBy === 'expiry' ? 'expired' : closedBy === 'customer' ? 'cancelled' : ''
}

function renderOrderButtons({ token, status }: Order): Html {
  const action = `/emulator/orders/${token}`
  if (status === 'CLOSED') {
    return html`<form method="post" action="${action}/pay-late"><button>Pay late</button></form>`
  }
  return html`<a href="/checkout/${token}">Open</a>`
}

function renderRefunds(refunds: readonly Refund[]): Html {
  return html`<section aria-labelledby="refunds">
    <h2 id="refunds">Refunds</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr><th>Refund</th><th>Order</th><th>Amount</th><th>Status</th><th>Created</th></tr>
        </thead>
        <tbody>
          ${refunds.map(
            (refund) => html`<tr>
              <td><code>${refund.merchantRefundOrderId}</code></td>
              <td><code>${refund.merchantOrderId}</code></td>
              <td>${formatAmount(refund.amount)}</td>
              <td><span class="badge ${refund.status}">${refund.status}</span></td>
              <td>${clockTime(refund.createdMs)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`
}

function clockTime(ms: number): string {
  return new Date(ms).toISOString().slice(11, 19)
}
