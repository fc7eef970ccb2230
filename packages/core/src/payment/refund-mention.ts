/**
 * Whether a field tells of a refund: by its name, and by a value that is more than nothing, zero or a date.
 * Must not know what else the data means.
 *
 * @module
 */
import { isAmount, isPositive } from './money.ts'

/** Whether a field may tell of a refund. In doubt it does: a refund's SUCCEEDED must never pass for a payment. */
export function tellsOfRefund(field: string, value: unknown): boolean {
  if (!/refund/i.test(field)) return false
  if (isAmount(value)) return isPositive(value.value)
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0
  // The one documented field: whatever it holds, it was meant as an id.
  return field === 'merchantRefundOrderId' ? (value ?? null) !== null : !NOTHING.test(String(value))
}

// A flag, nothing, zero, NONE or a date.
const NOTHING = /^(?:undefined|null|true|false|[0.]*|none|\d{4}-\d\d-\d\d.*)$/i
