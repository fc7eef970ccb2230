/**
 * The JSON in a call's body.
 * Knows no field by name.
 *
 * @module
 */
import type { Outcome } from '../provider/codes.ts'
import { reject, succeed } from '../provider/codes.ts'
import type { JsonObject } from '../provider/request-fields.ts'
import { parseJsonObject } from '../provider/request-fields.ts'
import type { ApiCall } from './call.ts'
import { bodyText } from './call.ts'

/** The body as an object, or the rejection of a body that is none. */
export function readBody(call: ApiCall): Outcome<JsonObject> {
  const json = parseJsonObject(bodyText(call))
  return json === undefined ? reject('10001', 'the body is not a JSON object') : succeed(json)
}

/** A field that is a text; `undefined` when there is none. */
export function readBodyField(call: ApiCall, field: string): string | undefined {
  const value = parseJsonObject(bodyText(call))?.[field]
  return typeof value === 'string' ? value : undefined
}
