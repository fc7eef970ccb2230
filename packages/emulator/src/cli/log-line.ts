/**
 * An entry of the log as a line for a human reader.
 * Prints nothing.
 *
 * @module
 */
import { stripVTControlCharacters } from 'node:util'
import type { ActivityEntry } from '../activity/entry.ts'
import { paint } from './output.ts'

/** The time, what, which order, how much, the verdict and why. */
export function toLine(entry: ActivityEntry, count = 1): string {
  const { type, what, id = '-', amount = '', status, verdict, ok, why, deliveryId, attempt } = entry
  const time = new Date(entry.time).toTimeString().slice(0, 8)
  const result = ok && status !== undefined ? status : verdict
  const details = [
    paint(ok ? 'green' : 'red', result),
    why && toPrintable(why),
    deliveryId === undefined ? undefined : paint('dim', `#${deliveryId}`),
    attempt === undefined || attempt === 1 ? undefined : paint('dim', `attempt ${attempt}`),
    count === 1 ? undefined : paint('dim', `×${count}`),
  ]
  return [
    paint('dim', time),
    paint(type === 'call' ? 'cyan' : 'magenta', type.padEnd(7)),
    toPrintable(what).padEnd(18),
    id.padEnd(20),
    amount.padStart(12),
    ...details.filter((part) => part !== undefined),
  ].join('  ')
}

// Paths and answers are other people's texts: they must not command the terminal.
function toPrintable(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/\p{Cc}+/gu, ' ')
}
