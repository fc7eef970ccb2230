/**
 * The HTML of the page of one order or refund: what it is, and everything that happened to it.
 * Changes nothing. Everything that came from a merchant is escaped by the template.
 *
 * @module
 */
import { html } from 'hono/html'
import type { Order, Refund } from '../provider/model.ts'
import { isCovered, remainingOf } from '../provider/order-states.ts'
import { formatAmount } from '../shared/decimal.ts'
import { toHref } from '../shared/urls.ts'
import { renderCopy } from './blocks.ts'
import { renderLine } from './entry-view.ts'
import type { Html } from './format.ts'
import { dateTime, renderStatus, renderTime } from './format.ts'
import { renderPage } from './layout.ts'
import type { FindHref } from './links.ts'
import { noteOf, renderIdLink } from './lists.ts'
import type { Milestone, Step, Subject } from './story.ts'
import { idOf, merchantOf } from './story.ts'
import type { ToolsView } from './tools.ts'

export interface SubjectView {
  readonly tools: ToolsView
  readonly findHref: FindHref
  readonly subject: Subject
  readonly steps: readonly Step[]
}

/** Renders the page of an order or refund. */
export function renderSubjectPage({ tools, findHref, subject, steps }: SubjectView): Html {
  const id = idOf(subject)
  const main = html`<div id="subject" data-live>
    <p class="crumbs"><a href="/">Activity</a> / <a href="/emulator/orders">Orders</a></p>
    ${subject.kind === 'order' ? renderOrder(subject.order, subject.refunds, findHref) : renderRefund(subject.refund, findHref)}
    <section aria-labelledby="story">
      <div class="head"><h2 id="story">What happened</h2><span class="soft">oldest first, UTC</span></div>
      <ol class="timeline card story">
        ${steps.map((step) => renderStep(step, subject, findHref))}
      </ol>
    </section>
  </div>`
  return renderPage({ title: `${id} · PayStablecoin emulator`, main, tools })
}

/** Renders the page of an id that is not known. */
export function renderNoSubject(id: string, tools: ToolsView): Html {
  const main = html`<h1>Not found</h1>
    <p>
      The emulator knows no order or refund <code>${id}</code>. It may never have been created, or was reset or dropped as one of the oldest.
      <a href="/?order=${id}">Search the timeline for it</a>
    </p>`
  return renderPage({ title: 'Not found · PayStablecoin emulator', main, tools })
}

function renderStep(
  { status = 'none', happened }: Step,
  subject: Subject,
  findHref: FindHref,
): Html {
  if (!('entry' in happened)) {
    return html`<li class="milestone rail-${status}">${renderMilestone(happened, subject, findHref)}</li>`
  }
  const place = { findHref, ownId: idOf(subject), status: status === 'none' ? '' : status }
  return html`<li class="rail-${status}">${renderLine(happened, place)}</li>`
}

function renderMilestone(milestone: Milestone, subject: Subject, findHref: FindHref): Html {
  const { atMs, kind, id, status } = milestone
  const { merchantId } = merchantOf(subject)
  return html`${renderTime(atMs)} <span class="direction status">${kind}</span> ${renderStatus(status)}
    ${id === idOf(subject) ? '' : renderIdLink(merchantId, id, findHref)}
    <span class="soft">${describeMilestone(milestone)}</span>`
}

function describeMilestone({ closedBy, paid }: Milestone): string {
  if (closedBy === 'expiry') return 'expired'
  if (closedBy === 'customer') return 'cancelled by the customer'
  return paid === undefined ? '' : `${formatAmount(paid)} paid`
}

function renderOrder(order: Order, refunds: readonly Refund[], findHref: FindHref): Html {
  const { merchantOrderId, orderAmount, status } = order
  return html`<div class="title-row">
      <h1><code>${merchantOrderId}</code></h1>
      ${renderCopy(merchantOrderId, 'the id')}
    </div>
    <p class="lead"><strong>${formatAmount(orderAmount)}</strong> ${renderStatus(status)} <span class="soft">${noteOf(order)}</span></p>
    ${renderUnderpaid(order)} ${renderOrderFacts(order, refunds, findHref)} ${renderOrderActions(order)}`
}

function renderUnderpaid(order: Order): Html | '' {
  const { payment, status, due } = order
  if (payment === undefined || isCovered(order)) return ''
  const advice =
    status === 'SUCCEEDED'
      ? 'It is SUCCEEDED all the same: compare the amounts before you hand over goods.'
      : `${formatAmount(remainingOf(order))} are missing.`
  return html`<p class="warning"><strong>Underpaid.</strong> ${formatAmount(payment.paid)} of ${formatAmount(due)} have arrived. ${advice}</p>`
}

function renderOrderFacts(order: Order, refunds: readonly Refund[], findHref: FindHref): Html {
  const { merchant, payment, closesMs, changes } = order
  const link = (id: string): Html => renderIdLink(merchant.merchantId, id, findHref)
  return renderFacts([
    ['Provider’s id', html`<code>${order.acquiringOrderId}</code>`],
    [
      'Paid',
      payment === undefined ? 'nothing yet' : `${formatAmount(payment.paid)} by ${payment.method}`,
    ],
    ['For', order.description],
    ['Created', dateTime(changes[0]?.atMs ?? order.createdMs)],
    ['Closes', dateTime(closesMs)],
    ['Webhooks to', order.callbackUrl ?? 'nowhere: the order has no callbackUrl'],
    ['Returns to', renderUrl(order.returnUrl)],
    ['Merchant', `${merchant.name} (${merchant.merchantId})`],
    [
      'Refunds',
      refunds.length === 0
        ? undefined
        : html`${refunds.map(({ merchantRefundOrderId: id }) => html`${link(id)} `)}`,
    ],
  ])
}

function renderUrl(url: string): Html | string {
  const href = toHref(url)
  return href === undefined ? url : html`<a href="${href}">${url}</a>`
}

function renderOrderActions({ token, status }: Order): Html {
  const action = `/emulator/orders/${token}`
  const isOpen = status === 'INIT' || status === 'PROCESSING'
  return html`<div class="actions">
    <a class="button" href="/checkout/${token}">Open checkout</a>
    ${status === 'CLOSED' ? html`<form method="post" action="${action}/pay-late"><button>Pay late</button></form>` : ''}
    ${isOpen ? html`<form method="post" action="${action}/close"><button>Close as the provider</button></form>` : ''}
  </div>`
}

function renderRefund(refund: Refund, findHref: FindHref): Html {
  const { merchant, merchantRefundOrderId: id, merchantOrderId, amount, status } = refund
  return html`<div class="title-row">
      <h1><code>${id}</code></h1>
      ${renderCopy(id, 'the id')}
    </div>
    <p class="lead"><strong>${formatAmount(amount)}</strong> ${renderStatus(status)} <span class="soft">refund</span></p>
    ${renderFacts([
      ['Order', renderIdLink(merchant.merchantId, merchantOrderId, findHref)],
      ['Reason', refund.refundReason],
      ['Created', dateTime(refund.changes[0]?.atMs ?? refund.createdMs)],
      ['Webhooks to', refund.notifyUrl ?? 'nowhere: the refund has no notifyUrl'],
      ['Merchant', `${merchant.name} (${merchant.merchantId})`],
    ])}`
}

type Fact = readonly [name: string, value: Html | string | undefined]

function renderFacts(facts: readonly Fact[]): Html {
  return html`<dl class="facts card subject-facts">
    ${facts.map(([name, value]) =>
      value === undefined
        ? ''
        : html`<div><dt>${name}</dt>
            <dd>${value}</dd></div>`,
    )}
  </dl>`
}
