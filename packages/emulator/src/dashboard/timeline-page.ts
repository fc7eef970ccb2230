/**
 * The HTML of the dashboard's timeline: what was signed, with what, and why it was rejected.
 * Changes nothing.
 *
 * @module
 */
import { html, raw } from 'hono/html'
import type { TimelineEntry } from './timeline.ts'
import type { TimelineQuery } from './timeline-filter.ts'
import { isFiltering, TIMELINE_KINDS } from './timeline-filter.ts'

type Html = ReturnType<typeof html>

/** Renders the form that filters the timeline. It is part of the URL, so that it works without JavaScript. */
export function renderTimelineForm({ order, kind, failedOnly }: TimelineQuery): Html {
  return html`<form method="get" action="/" class="filter">
    <label>Timeline of order <input name="order" value="${order}" placeholder="any" /></label>
    <label>
      kind
      <select name="kind">
        <option value="">any</option>
        ${Object.entries(TIMELINE_KINDS).map(
          ([value, title]) =>
            html`<option value="${value}"${value === kind ? raw(' selected') : ''}>${title}</option>`,
        )}
      </select>
    </label>
    <label><input name="failed" type="checkbox" value="1"${failedOnly ? raw(' checked') : ''} /> failed only</label>
    <button>Filter</button>
  </form>`
}

/** Renders the timeline. */
export function renderTimeline(entries: readonly TimelineEntry[], query: TimelineQuery): Html {
  if (entries.length === 0 && isFiltering(query)) {
    return html`<p class="empty">Nothing matches the filter. <a href="/">Show everything</a></p>`
  }
  if (entries.length === 0) {
    return html`<p class="empty">No calls yet. Point your client's <code>baseUrl</code> here.</p>`
  }
  return html`<ol class="timeline">
    ${entries.map(renderEntry)}
  </ol>`
}

function renderEntry(entry: TimelineEntry): Html {
  const { key, atMs, direction, title, result, isGood, latencyMs, fault } = entry
  return html`<li>
    <details id="${key}" ${entry.diagnosis === undefined ? '' : 'open'}>
      <summary>
        <time datetime="${new Date(atMs).toISOString()}">${new Date(atMs).toISOString().slice(11, 23)}</time>
        <span class="direction">${direction === 'call' ? '→ call' : '← webhook'}</span>
        <span class="title">${title}</span>
        <span class="badge ${isGood ? 'good' : 'bad'}">${result}</span>
        ${fault === undefined ? '' : html`<span class="badge fault">fault: ${fault}</span>`}
        ${latencyMs === undefined ? '' : html`<span class="latency">${latencyMs} ms</span>`}
      </summary>
      ${renderDiagnosis(entry)} ${renderFacts(entry)} ${renderResend(entry)}
    </details>
  </li>`
}

function renderDiagnosis({ diagnosis }: TimelineEntry): Html | '' {
  if (diagnosis === undefined) return ''
  return html`<p class="diagnosis">
    <strong>${diagnosis.mistakes.join(', ')}.</strong> ${diagnosis.advice}
  </p>`
}

function renderFacts({
  detail,
  signedText,
  timestamp,
  signature,
  body,
  responseBody,
}: TimelineEntry): Html {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Note', detail],
    ['Text to sign', signedText],
    ['X-Timestamp', timestamp],
    ['X-Signature', signature],
    ['Body', body],
    ['Response', responseBody],
  ]
  return html`<dl>
    ${facts.map(([name, value]) =>
      value === undefined || value === ''
        ? ''
        : html`<dt>${name}</dt>
            <dd><pre>${value}</pre></dd>`,
    )}
  </dl>`
}

function renderResend({ deliveryId }: TimelineEntry): Html | '' {
  if (deliveryId === undefined) return ''
  return html`<form method="post" action="/emulator/deliveries/${deliveryId}/resend">
    <button>Send again</button>
  </form>`
}
