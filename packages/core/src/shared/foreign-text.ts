/**
 * Text from outside, made fit for an error's message or a log line.
 * Must not know where it comes from.
 *
 * @module
 */

const MAX_CHARACTERS = 200
// Control characters, line breaks, marks of direction, halves of characters.
const INVISIBLE = /[\p{C}\p{Z}]+/gu
// From where JSON begins, or as long as a signature.
const MAY_BE_SECRET = /\{[^]*|[\w%+/=-]{32,}/g

/** At most 200 characters on one line, without what can't be seen. */
export function toLine(text: string): string {
  return text.slice(0, MAX_CHARACTERS).replace(INVISIBLE, ' ')
}

/** The same, without the secret and without what may be a signature or a body: `…` in its place. */
export function toSafeLine(text: string, secret: string): string {
  return toLine(text.replaceAll(secret, '…').replace(MAY_BE_SECRET, '…'))
}
