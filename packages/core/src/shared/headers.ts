/**
 * Headers' texts from a `Headers` object or a Node-style record.
 * Knows no header's name or meaning.
 *
 * @module
 */
import type { HeadersLike } from './types.ts'

/** The text of a header, `''` when it is missing. One that came twice is joined, as `Headers` does: never just the first. */
export function readHeader(headers: HeadersLike, lowerCaseName: string): string {
  return readHeaderPair(headers, lowerCaseName, lowerCaseName)[0]
}

/** The texts of two headers, read in one go. */
export function readHeaderPair(
  headers: HeadersLike,
  first: string,
  second: string,
): readonly [string, string] {
  if (isHeaders(headers)) return [headers.get(first) ?? '', headers.get(second) ?? '']
  let firstText: string | undefined
  let secondText: string | undefined
  for (const key of Object.keys(headers)) {
    // The length first: lower-casing all that a server hands over would cost more than it looks.
    if (key.length !== first.length && key.length !== second.length) continue
    const name = key.toLowerCase()
    if (name === first) firstText = addValue(firstText, headers[key])
    else if (name === second) secondText = addValue(secondText, headers[key])
  }
  return [firstText ?? '', secondText ?? '']
}

function addValue(
  text: string | undefined,
  value: string | readonly string[] | undefined,
): string | undefined {
  if (value === undefined) return text
  const own = Array.isArray(value) ? value.join(', ') : String(value)
  return text === undefined ? own : `${text}, ${own}`
}

function isHeaders(headers: HeadersLike): headers is Headers {
  return typeof headers.get === 'function'
}
