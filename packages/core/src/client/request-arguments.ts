/**
 * Checks of a request that a merchant puts together, and its parts as they are sent.
 * Must not know how a call is made, nor which endpoints there are.
 *
 * @module
 */
import { isRecord } from '../shared/is-record.ts'
import type { ProviderData } from '../shared/types.ts'
import { isApiPath } from '../signing/canonical.ts'

/** The methods that the provider defines a signature for. */
export type RequestMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** The methods that the provider defines a signature for. */
export const REQUEST_METHODS: readonly RequestMethod[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

// No dot at a segment's beginning, no escapes and nothing that a URL parser changes: what is signed is what is sent.
const PATH = /^(?:\/[\w~-][\w.~-]*)+$/

/** Rejects a path that is not below the merchant's, or that may lead out of it. */
export function assertRequestPath(path: unknown): asserts path is string {
  if (typeof path !== 'string' || !PATH.test(path) || isApiPath(path)) {
    throw new TypeError(
      "path must continue the merchant's path, such as '/checkout/orders': segments of A-Z a-z 0-9 . _ ~ - that do not begin with a dot, without a query",
    )
  }
}

/** The route of a path: every segment that may be an id becomes `{id}`, as only short words in lower case stay. */
export function toRoute(path: string): string {
  return path.replace(/\/(?![a-z-]{1,15}(?:\/|$))[^/]+/g, '/{id}')
}

/** The characters of a query, such that no URL parser changes them. */
export function toQueryText(query: unknown): string {
  if (!isPlainObject(query)) throw new TypeError('query must be a plain object')
  const characters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue
    if (!isScalar(value)) {
      throw new TypeError(`query.${name} must be a string, a finite number, true or false`)
    }
    characters.append(name, String(value))
  }
  return String(characters)
}

/** The minified JSON of a body. Rejects what JSON would leave out or change without a word. */
export function toJsonBody(body: unknown): string {
  let cause: unknown
  try {
    const text = JSON.stringify(body, assertJson)
    if (/^[[{]/.test(text)) return text
  } catch (error) {
    cause = error
  }
  throw new TypeError(
    'body must be a plain object or a list, of nothing but what JSON can hold: not a text that is JSON already',
    { cause },
  )
}

function assertJson(key: string, value: unknown): unknown {
  const isNothing = value === undefined || value === null
  if (isNothing || isScalar(value) || Array.isArray(value) || isPlainObject(value)) return value
  throw new TypeError(`JSON can't hold what is at "${key}"`)
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
}

// Not by instanceof: the object may be of another realm.
function isPlainObject(value: unknown): value is ProviderData {
  if (!isRecord(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
