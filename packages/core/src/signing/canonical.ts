/**
 * The parts of a request or a webhook, put into the exact text that is signed.
 * Knows no keys, no clock and no network; hashes are handed in.
 *
 * @module
 */

/** What a signed request is made of. `contentHash` is the Base64 SHA-256 of the body, or else of the query. */
export interface CanonicalRequest {
  readonly timestamp: string
  readonly method: string
  readonly path: string
  readonly contentHash?: string | undefined
}

// What a request line carries. A line break would let two different requests share one signed text; a lone surrogate, too.
const VISIBLE_ASCII = /^[!-~]*$/
const PATHNAME = /^\/[!-"$->@-~]*$/

/** The text signed for an API request, and for a webhook in the `request` scheme. */
export function canonicalRequest(parts: CanonicalRequest): string {
  const { timestamp, method, path, contentHash } = parts
  const text = `${timestamp}\n${method}\n${path}`
  return contentHash === undefined ? text : `${text}\n${contentHash}`
}

/** The text that precedes the raw body in the `body` scheme. */
export function canonicalBodyPrefix(timestamp: string): string {
  return `${timestamp}\n`
}

/** Refuses a method, path or query that can't stand in a signed text. */
export function assertSignable(method: string, path: string, query: string): void {
  if (!/^[A-Za-z]+$/.test(method)) {
    throw new TypeError('method must be an HTTP method such as GET or POST')
  }
  assertPath(path)
  if (!VISIBLE_ASCII.test(query) || query.startsWith('?') || query.includes('#')) {
    throw new TypeError(
      'query must be the characters after the "?" of the URL: ASCII without "#", spaces or a leading "?"',
    )
  }
}

/** Refuses a path that is not the undecoded pathname of a URL. */
export function assertPath(path: string | undefined): asserts path is string {
  if (path === undefined || !PATHNAME.test(path)) {
    throw new TypeError('path must be the undecoded pathname of a URL, without query')
  }
}

const API_PATH = '/api/v1/merchants/'

/**
 * Whether a path belongs to the provider's API. The API and the `request` scheme sign the same text with the same
 * secret, so a captured API request would verify as a webhook under such a path.
 */
export function isApiPath(path: string): boolean {
  return path.startsWith(API_PATH)
}

const TARGET = /^(?:[a-z][a-z0-9+.-]*:\/\/[^/?#]*)?([^?#]*)/i

/** The undecoded pathname in a request target or URL: what stands before the query, without scheme and host. */
export function toPathname(target: string): string {
  return TARGET.exec(target)?.[1] || '/'
}
