/**
 * The HTML of one line of a timeline: what happened at a glance, and all of it when it is opened.
 * Changes nothing.
 *
 * @module
 */
import { html, raw } from 'hono/html'
import type { Block } from './blocks.ts'
import { layOutJson, linkIds, renderBlock } from './blocks.ts'
import type { TimelineEntry } from './entry.ts'
import type { Html } from './format.ts'
import { clockTime, renderTime } from './format.ts'
import type { FindHref } from './links.ts'
import type { TimelineLine } from './timeline.ts'

/** Where an entry stands. */
export interface EntryPlace {
  readonly findHref: FindHref
  /** Keeps its id apart from that of the same entry elsewhere in the page. */
  readonly prefix?: string | undefined
  /** The order or refund whose story the page tells: entries need not name it. */
  readonly ownId?: string | undefined
  /** The status that the page's order or refund was in. */
  readonly status?: string | undefined
}

/** Renders a line: the link to what it is about, and what opens. A link within what opens could not be told from it. */
export function renderLine(line: TimelineLine, place: EntryPlace): Html {
  const { entry, firstMs } = line
  const isStory = place.ownId !== undefined
  return html`${renderSubject(entry, place)}
    <details class="entry" id="${place.prefix ?? ''}${line.key}">
      <summary>
        ${renderTime(isStory ? firstMs : entry.atMs)}
        <span class="direction ${entry.direction}">${entry.direction}</span>
        ${renderTitle(entry, place)} ${renderCount(line, place)}
        ${entry.fault === undefined ? '' : html`<span class="pill fault">${entry.fault}</span>`}
        <span class="pill ${entry.isGood ? 'good' : 'bad'}">${entry.result}</span>
        ${place.status === undefined ? '' : html`<span class="state" title="The status then">${place.status}</span>`}
        ${entry.reason === undefined ? '' : html`<span class="reason">${entry.reason}</span>`}
      </summary>
      <div class="opened">${renderOpened(line, place)}</div>
    </details>`
}

function renderSubject({ subject, merchantId }: TimelineEntry, place: EntryPlace): Html | '' {
  if (subject === undefined || subject === place.ownId) return ''
  const href = place.findHref(merchantId, subject)
  return href === undefined
    ? html`<span class="subject" title="${subject}">${subject}</span>`
    : html`<a class="subject" title="${subject}" href="${href}">${subject}</a>`
}

// The id stands beside it, as a link.
function renderTitle({ title, target, subject = '' }: TimelineEntry, { ownId }: EntryPlace): Html {
  const isBeside = subject !== '' && subject !== ownId
  const shown = isBeside ? title.replace(subject, '…') : title
  return html`<span class="title">${shown}${target === undefined ? '' : html` <span class="target">→ ${target}</span>`}</span>`
}

// A story is told from the first on, a timeline from the last back.
function renderCount({ entry, count, firstMs }: TimelineLine, { ownId }: EntryPlace): Html | '' {
  if (count === 1) return ''
  const times = entry.direction === 'call' ? `${count} ×` : `${count} attempts`
  const isStory = ownId !== undefined
  const span = isStory ? `until ${clockTime(entry.atMs)}` : `since ${clockTime(firstMs)}`
  return html`<span class="count">${times} <span class="since">${span}</span></span>`
}

function renderOpened({ entry, count }: TimelineLine, { findHref }: EntryPlace): Html {
  const { merchantId, diagnosis, attempts = [], direction } = entry
  const linked = (text: string): Html => linkIds(text, merchantId, findHref)
  return html`${renderDiagnosis(entry)} ${renderFacts(entry)}
    ${count > 1 && direction === 'webhook' ? renderAttempts(attempts) : ''}
    <div class="blocks">
      ${blocksOf(entry).map(({ title, text }) =>
        renderBlock({
          title,
          text,
          // What was signed wrongly is shown byte for byte.
          shown: linked(diagnosis === undefined ? layOutJson(text) : text),
        }),
      )}
      ${entry.curl === undefined ? '' : renderBlock({ title: 'curl, signed when it runs', text: entry.curl })}
    </div>
    ${renderResend(entry)}`
}

function renderDiagnosis({ diagnosis }: TimelineEntry): Html | '' {
  if (diagnosis === undefined) return ''
  return html`<p class="diagnosis">
    <strong>${diagnosis.mistakes.join(', ')}.</strong> ${diagnosis.advice}
  </p>`
}

function renderFacts(entry: TimelineEntry): Html {
  const { requestLine, timestamp, signature, detail, latencyMs } = entry
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Request', requestLine],
    ['X-Timestamp', timestamp],
    ['X-Signature', signature],
    ['Note', detail],
    ['Took', latencyMs === undefined ? undefined : `${latencyMs} ms`],
  ]
  return html`<dl class="facts">
    ${facts.map(([name, value]) =>
      value === undefined || value === ''
        ? ''
        : html`<dt>${name}</dt>
            <dd><code>${value}</code></dd>`,
    )}
  </dl>`
}

function blocksOf({ direction, body, responseBody, signedText }: TimelineEntry): readonly Block[] {
  const answer = direction === 'call' ? 'Answer' : 'Answer of the shop'
  const blocks: readonly Block[] = [
    { title: 'Body', text: body },
    { title: answer, text: responseBody ?? '' },
    { title: 'Text to sign', text: signedText ?? '' },
  ]
  return blocks.filter(({ text }) => text !== '')
}

function renderAttempts(attempts: NonNullable<TimelineEntry['attempts']>): Html {
  return html`<ol class="attempts">
    ${attempts.map(
      ({ atMs, httpStatus, error, latencyMs, responseBody = '' }) => html`<li>
        ${renderTime(atMs)}
        <strong>${httpStatus === undefined ? 'no response' : `HTTP ${httpStatus}`}</strong>
        <span class="soft">${error ?? responseBody.slice(0, 120)}</span>
        <span class="soft">${latencyMs} ms</span>
      </li>`,
    )}
  </ol>`
}

function renderResend({ deliveryId }: TimelineEntry): Html | '' {
  if (deliveryId === undefined) return ''
  return html`<form method="post" action="/emulator/deliveries/${deliveryId}/resend">
    <button>Send again</button>
  </form>`
}

/** The attribute of something that is on, or nothing. */
export function attributeIf(isOn: boolean, name: string): ReturnType<typeof raw> | '' {
  return isOn ? raw(` ${name}`) : ''
}
