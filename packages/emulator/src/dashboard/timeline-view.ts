/**
 * The HTML of the timeline: the form that filters it, and its lines.
 * Changes nothing.
 *
 * @module
 */
import { html } from 'hono/html'
import { attributeIf, renderLine } from './entry-view.ts'
import type { Html } from './format.ts'
import type { FindHref } from './links.ts'
import type { TimelineLine } from './timeline.ts'
import type { TimelineQuery } from './timeline-filter.ts'
import { isFiltering, TIMELINE_KINDS } from './timeline-filter.ts'

/** The lines that are shown, and how many there are in all. */
export interface Timeline {
  readonly lines: readonly TimelineLine[]
  readonly total: number
}

/** Renders the form. It is part of the URL, so that it works without JavaScript. */
export function renderTimelineForm({ order, kind, failedOnly, search }: TimelineQuery): Html {
  return html`<form method="get" action="/" class="filter" role="search" data-filter>
    <label class="search">
      <span class="label">Search</span>
      <input name="q" type="search" value="${search}" placeholder="Path, body, answer, code…" />
    </label>
    <label class="of-order">
      <span class="label">Order or refund</span>
      <input name="order" value="${order}" placeholder="Any id" autocomplete="off" />
    </label>
    <label>
      <span class="label">Kind</span>
      <select name="kind">
        <option value="">Everything</option>
        ${Object.entries(TIMELINE_KINDS).map(
          ([value, title]) =>
            html`<option value="${value}"${attributeIf(value === kind, 'selected')}>${title}</option>`,
        )}
      </select>
    </label>
    <label class="check">
      <input name="failed" type="checkbox" value="1"${attributeIf(failedOnly, 'checked')} />
      Failed only
    </label>
    <button>Filter</button>
  </form>`
}

/** Renders the lines. */
export function renderTimeline(
  { lines, total }: Timeline,
  query: TimelineQuery,
  findHref: FindHref,
): Html {
  if (lines.length === 0 && isFiltering(query)) {
    return html`<p class="empty">Nothing matches the filter. <a href="/">Show everything</a></p>`
  }
  if (lines.length === 0) {
    return html`<p class="empty">No calls yet. Point your client's <code>baseUrl</code> here.</p>`
  }
  return html`<ol class="timeline card">
      ${lines.map((line) => html`<li>${renderLine(line, { findHref })}</li>`)}
    </ol>
    ${
      total > lines.length
        ? html`<p class="more">The newest ${lines.length} of ${total}. Filter or search for older ones.</p>`
        : ''
    }`
}

/** Renders what has failed last, so that nothing buries it. */
export function renderFailures({ lines, total }: Timeline, findHref: FindHref): Html | '' {
  if (total === 0) return ''
  return html`<section aria-labelledby="failures">
    <div class="head">
      <h2 id="failures">Failures <span class="number">${total}</span></h2>
      <a href="/?failed=1">Show all</a>
    </div>
    <ol class="timeline card failures">
      ${lines.map((line) => html`<li>${renderLine(line, { findHref, prefix: 'failure-' })}</li>`)}
    </ol>
  </section>`
}
