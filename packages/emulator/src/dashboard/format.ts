/**
 * Times, spans and statuses as the dashboard spells them.
 * Knows no records.
 *
 * @module
 */
import { html } from 'hono/html'

export type Html = ReturnType<typeof html>

/** A time of day in UTC, to the second. */
export function clockTime(ms: number): string {
  return new Date(ms).toISOString().slice(11, 19)
}

/** A date and time in UTC. */
export function dateTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

/** A time of day to the millisecond, as an element that carries the date too. */
export function renderTime(ms: number): Html {
  const iso = new Date(ms).toISOString()
  return html`<time datetime="${iso}" title="${iso}">${iso.slice(11, 19)}<span class="ms">${iso.slice(19, 23)}</span></time>`
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** A span of time in its two largest units. */
export function formatSpan(ms: number): string {
  const seconds = Math.round(ms / 1_000)
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(ms / DAY_MS), 'd'],
    [Math.floor(ms / HOUR_MS) % 24, 'h'],
    [Math.floor(ms / MINUTE_MS) % 60, 'min'],
    [seconds % 60, 's'],
  ]
  const named = parts.filter(([count]) => count > 0).slice(0, 2)
  return named.length === 0 ? '0 s' : named.map(([count, unit]) => `${count} ${unit}`).join(' ')
}

/** A status as a coloured word. */
export function renderStatus(status: string): Html {
  return html`<span class="pill ${status}">${status}</span>`
}
