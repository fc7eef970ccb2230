/**
 * What the bodies of orders and refunds have in common: objects, required fields, URLs.
 * Knows no field by name.
 *
 * @module
 */
import type { Outcome, Rejected } from './codes.ts'
import { reject, succeed } from './codes.ts'
import { isHttpUrl } from '../shared/urls.ts'

/** A JSON object, its values unchecked. */
export type JsonObject = Readonly<Record<string, unknown>>

const MAX_URL_LENGTH = 2048

/** Whether a parsed JSON value is an object. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The JSON object in a text; `undefined` when it is none. */
export function parseJsonObject(text: string): JsonObject | undefined {
  try {
    const parsed: unknown = JSON.parse(text)
    return isJsonObject(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}

/** Whether a field is missing. */
export function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null
}

/** Rejects the first required field that is missing. */
export function rejectMissing(body: JsonObject, fields: readonly string[]): Rejected | undefined {
  const missing = fields.find((field) => isAbsent(body[field]) || body[field] === '')
  return missing === undefined ? undefined : reject('10002', `${missing} is missing`)
}

/** A field that must be an http(s) URL of bounded length. */
export function readUrl(field: string, value: unknown): Outcome<string> {
  if (typeof value !== 'string' || !isHttpUrl(value)) {
    return reject('10003', `${field} is not an http(s) URL`)
  }
  if (value.length <= MAX_URL_LENGTH) return succeed(value)
  return reject('10003', `${field} is longer than ${MAX_URL_LENGTH} characters`)
}

/** The same for a field that may be left out. */
export function readOptionalUrl(field: string, value: unknown): Outcome<string | undefined> {
  return isAbsent(value) ? succeed(undefined) : readUrl(field, value)
}
