/**
 * One header's text from a `Headers` object or a Node-style record.
 * Knows no header's name or meaning.
 *
 * @module
 */
import type { HeadersLike } from './types.ts'

/** The text of a header, `''` when it is missing. One that came twice is joined, as `Headers` does: never just the first. */
export function readHeader(headers: HeadersLike, lowerCaseName: string): string {
  if (isHeaders(headers)) return headers.get(lowerCaseName) ?? ''
  let text: string | undefined
  for (const key of Object.keys(headers)) {
    if (!isNamed(key, lowerCaseName)) continue
    const value = headers[key]
    if (value === undefined) continue
    const own = Array.isArray(value) ? value.join(', ') : String(value)
    text = text === undefined ? own : `${text}, ${own}`
  }
  return text ?? ''
}

// The length before the lower-casing, which would cost more than it looks for all that a server hands over.
function isNamed(key: string, name: string): boolean {
  return key === name || (key.length === name.length && key.toLowerCase() === name)
}

function isHeaders(headers: HeadersLike): headers is Headers {
  return typeof headers.get === 'function'
}
