/**
 * What counts as a JSON object.
 *
 * @module
 */
import type { ProviderData } from './types.ts'

/** Whether this is an object with named fields: no list and not `null`. */
export function isRecord(value: unknown): value is ProviderData {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
