/**
 * One header's text from a `Headers` object or a Node-style record.
 * Knows no header's name or meaning.
 *
 * @module
 */
import type { HeadersLike } from './types.ts'

/** The text of a header, `''` when it is missing. One that came twice is joined, as `Headers` does: never just the first. */
export function readHeader(headers: HeadersLike, name: string): string {
  if (isHeaders(headers)) return headers.get(name) ?? ''
  const lowerCase = name.toLowerCase()
  const values: string[] = []
  for (const [key, value] of Object.entries(headers)) {
    if (value === undefined || key.toLowerCase() !== lowerCase) continue
    values.push(...(typeof value === 'string' ? [value] : value))
  }
  return values.join(', ')
}

function isHeaders(headers: HeadersLike): headers is Headers {
  return typeof headers.get === 'function'
}
