/**
 * Decimal strings: what counts as one, and exact comparison of amounts.
 * Knows no currency's precision and never makes a float.
 *
 * @module
 */
import type { Amount } from '../shared/types.ts'

const PLAIN_DECIMAL = /^(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/

/** Whether this is a plain decimal string: digits with at most one point; no sign, exponent or leading zero. */
export function isDecimal(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 64 && PLAIN_DECIMAL.test(value)
}

/** Whether this is an amount as the provider documents it. */
export function isAmount(value: unknown): value is Amount {
  if (typeof value !== 'object' || value === null) return false
  return (
    'value' in value &&
    isDecimal(value.value) &&
    'currency' in value &&
    typeof value.currency === 'string'
  )
}

/** A plain decimal string without the zeros that say nothing: `1.50` is `1.5`. */
export function normalizeDecimal(decimal: string): string {
  return decimal.endsWith('0') && decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal
}

/** Whether a decimal string is greater than zero. */
export function isPositive(decimal: string): boolean {
  return /[1-9]/.test(decimal)
}

/** What may be an amount of your own. `never` for a number, a decimal object and a text; data that nobody has checked may be one. */
export type OwnAmount<Own> = unknown extends Own
  ? Own
  : Own extends Amount | null | undefined
    ? Own
    : never

/**
 * Whether the provider's amount is your own: equal currency and numerically equal value (`1.0` is `1.00`).
 * Anything that is not an amount is the same as nothing, so a missing field never passes for a match.
 *
 * @throws {TypeError} Your own amount is a number or a decimal object: it would never be the same.
 *
 * @example
 * ```ts
 * import { sameAmount } from '@paystablecoin/core'
 *
 * sameAmount({ value: '10.0', currency: 'USD' }, { value: '10.00', currency: 'USD' }) // true
 * sameAmount({ value: '10.00', currency: 'USD' }, { value: '10.00', currency: 'USDT' }) // false
 * ```
 */
export function sameAmount<Own>(theirs: unknown, own: OwnAmount<Own>): boolean {
  if (numbersIn(own).length > 0) throw notAnAmount()
  return isSameAmount(theirs, own)
}

/** The same without the check: for two amounts that are known to be no numbers. */
export function isSameAmount(a: unknown, b: unknown): boolean {
  return differenceOf(a, b) === 0n
}

/**
 * Whether what was paid is at least what was due, in the same currency. An overpaid order is covered.
 * Anything that is not an amount covers nothing, and so does whatever is paid when nothing is due.
 *
 * @throws {TypeError} What is due is a decimal object or a bigint, which is no data of the provider: nothing would ever cover it.
 *
 * @example
 * ```ts
 * import { coversAmount } from '@paystablecoin/core'
 *
 * coversAmount({ value: '10.01', currency: 'USDT' }, { value: '10', currency: 'USDT' }) // true
 * coversAmount({ value: '9.99', currency: 'USDT' }, { value: '10', currency: 'USDT' }) // false
 * ```
 */
export function coversAmount<Own>(paid: unknown, due: OwnAmount<Own>): boolean {
  // A number may be data of the provider, which covers nothing and is no mistake in code.
  if (numbersIn(due).some((part) => typeof part !== 'number')) throw notAnAmount()
  if (!isAmount(due) || !isPositive(due.value)) return false
  const difference = differenceOf(paid, due)
  return difference !== undefined && difference >= 0n
}

// Numbers have toFixed, and so have the decimals of the libraries for them.
function numbersIn(amount: unknown): readonly unknown[] {
  const parts: readonly unknown[] = [amount, Object(amount).value]
  return parts.filter(
    (part) => typeof part === 'bigint' || typeof Object(part).toFixed === 'function',
  )
}

function notAnAmount(): TypeError {
  return new TypeError(
    "an amount must be { value: '9.99', currency: 'USD' }, with the value in text: no number and no decimal object",
  )
}

// In units of the last decimal that either has.
function differenceOf(a: unknown, b: unknown): bigint | undefined {
  if (!isAmount(a) || !isAmount(b) || a.currency !== b.currency) return undefined
  const decimals = Math.max(decimalsOf(a.value), decimalsOf(b.value))
  return scaled(a.value, decimals) - scaled(b.value, decimals)
}

function decimalsOf(value: string): number {
  const point = value.indexOf('.')
  return point === -1 ? 0 : value.length - point - 1
}

function scaled(value: string, decimals: number): bigint {
  return BigInt(value.replace('.', '') + '0'.repeat(decimals - decimalsOf(value)))
}
