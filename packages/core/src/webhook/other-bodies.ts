/**
 * The bodies that may have been signed in place of the one at hand. Its work is bounded: anybody can send a body.
 * Signs nothing.
 *
 * @module
 */
import { fromUtf8, utf8 } from '../shared/bytes.ts'
import type { Bytes } from '../shared/bytes.ts'
import type { SignatureCauseKind } from './causes.ts'

/** A body, and the cause that it would be. */
export interface OtherBody {
  readonly kind: SignatureCauseKind
  readonly body: Bytes
}

// A webhook has one or two kilobytes, and three levels. Indenting costs the product of both.
const MAX_REWRITTEN_BYTES = 65_536
const MAX_DEPTH = 16

/** Other spellings of a body, made one at a time. None when it is no text, or too large to be written again. */
export function* otherBodies(body: Bytes): Generator<OtherBody> {
  const text = toShortText(body)
  if (text === undefined) return
  yield* spell('body-trimmed', [text.trim(), `${text}\n`, `\uFEFF${text}`])
  const unix = text.replaceAll('\r\n', '\n')
  yield* spell('body-line-breaks', [unix, unix.replaceAll('\n', '\r\n')])
  if (/^[\0-\u00FF]*$/.test(text)) yield { kind: 'body-decoded', body: latin1(text) }
  const json = parseShallow(text)
  if (json === undefined) return
  yield* spell('body-re-serialised', spellingsOf(json))
  yield* spell(
    'body-pretty-printed',
    [2, 4, '\t'].map((indent) => JSON.stringify(json, null, indent)),
  )
}

/** Whether this text is exactly what a serialiser writes, so that it may have been parsed and written again. */
export function looksSerialized(body: Bytes): boolean {
  const text = toShortText(body)
  if (text === undefined) return false
  const json = parseShallow(text)
  return json !== undefined && spellingsOf(json).includes(text)
}

function toShortText(body: Bytes): string | undefined {
  return body.byteLength > MAX_REWRITTEN_BYTES ? undefined : fromUtf8(body)
}

function* spell(kind: SignatureCauseKind, texts: readonly string[]): Generator<OtherBody> {
  for (const text of texts) yield { kind, body: utf8(text) }
}

// As JavaScript, Python's json.dumps and PHP's json_encode write by default, in the order of the keys and sorted.
function spellingsOf(json: unknown): readonly string[] {
  return [json, sortKeys(json)].flatMap((value) => {
    const compact = JSON.stringify(value)
    const spaced = compact.replaceAll(
      /("(?:[^"\\]|\\.)*")|([,:])/g,
      (_, string: string | undefined, mark: string) => string ?? `${mark} `,
    )
    const slashed = compact.replaceAll('/', String.raw`\/`)
    return [compact, spaced, slashed, ...[compact, spaced, slashed].map(escapeUnicode)]
  })
}

function escapeUnicode(text: string): string {
  return text.replaceAll(
    /[\u0080-\uFFFF]/g,
    (char) => String.raw`\u` + char.charCodeAt(0).toString(16).padStart(4, '0'),
  )
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]))
}

function latin1(text: string): Bytes {
  return Uint8Array.from(text, (char) => char.charCodeAt(0))
}

// What is nested without end can be parsed, but not written again: that takes the whole stack.
function parseShallow(text: string): unknown {
  try {
    const json: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    return isDeep(json, MAX_DEPTH) ? undefined : json
  } catch {
    return undefined
  }
}

function isDeep(value: unknown, levelsLeft: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levelsLeft === 0 || Object.values(value).some((inner) => isDeep(inner, levelsLeft - 1))
}
