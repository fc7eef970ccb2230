/**
 * The HTML of the page of one order or refund: what it is, and everything that happened to it.
 * Changes nothing. Everything that came from a merchant is escaped by the template.
 *
 * @module
 */
import { html } from 'hono/html'
import { formatAmount } from '../shared/decimal.ts'
import { renderLine } from './entry-view.ts'
import type { Html } from './format.ts'
import { renderStatus, renderTime } from './format.ts'
import { renderPage } from './layout.ts'
import type { FindHref } from './links.ts'
import { renderIdLink } from './lists.ts'
import type { Milestone, Step, Subject } from './story.ts'
import { idOf, merchantOf } from './story.ts'
import { renderOrder, renderRefund } from './subject-summary.ts'
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
