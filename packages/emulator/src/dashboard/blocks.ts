/**
 * Pieces that several pages show: text whose ids are links, JSON laid out, and what can be copied.
 * Knows no records.
 *
 * @module
 */
import { html } from 'hono/html'
import type { Html } from './format.ts'
import type { FindHref } from './links.ts'

// Orders have at least 16 characters. Shorter refund ids are links where they stand alone.
const ID = /[\w-]{6,}/g

/** A text in which the ids of orders and refunds are links. */
export function linkIds(text: string, merchantId: string, findHref: FindHref): Html {
  const parts: (string | Html)[] = []
  let end = 0
  for (const { 0: id, index } of text.matchAll(ID)) {
    const href = findHref(merchantId, id)
    if (href === undefined) continue
    parts.push(text.slice(end, index), html`<a href="${href}">${id}</a>`)
    end = index + id.length
  }
  return html`${[...parts, text.slice(end)]}`
}

/** A button that copies a text. The script shows it: without one it could do nothing. */
export function renderCopy(text: string, what: string): Html {
  return html`<button type="button" class="copy" data-copy="${text}" aria-label="Copy ${what}">Copy</button>`
}

export interface Block {
  readonly title: string
  readonly text: string
  /** What is shown in place of the text. */
  readonly shown?: Html | string | undefined
}

/** A titled text that can be copied as it is. */
export function renderBlock({ title, text, shown = text }: Block): Html {
  return html`<div class="block">
    <div class="block-head"><span>${title}</span>${renderCopy(text, title.toLowerCase())}</div>
    <pre tabindex="0" aria-label="${title}">${shown}</pre>
  </div>`
}

/** JSON with one field a line; any other text as it is. */
export function layOutJson(text: string): string {
  try {
    const json: unknown = JSON.parse(text)
    return typeof json === 'object' ? JSON.stringify(json, null, 2) : text
  } catch {
    return text
  }
}
