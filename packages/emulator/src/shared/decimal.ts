/**
 * Exact sums on decimal strings.
 * Never makes a float, and knows no rule of any currency.
 *
 * @module
 */
import type { Amount } from '@paystablecoin/core'

/** A decimal as an integer and how many of its digits stand after the point. */
interface Decimal {
  readonly units: bigint
  readonly decimals: number
}

const PLAIN_DECIMAL = /^-?[0-9]{1,40}(?:\.[0-9]{1,24})?$/

/** Whether this is a plain decimal string; a sign is allowed, so that a negative amount gets its own code. */
export function isDecimal(text: string): boolean {
  return PLAIN_DECIMAL.test(text)
}

/** How many digits stand after the point. */
export function countDecimals(text: string): number {
  return toDecimal(text).decimals
}

/** Below 0 when `a` is less than `b`, above 0 when it is more. */
export function compareDecimals(a: string, b: string): number {
  const [left, right] = align(toDecimal(a), toDecimal(b))
  return left.units === right.units ? 0 : left.units < right.units ? -1 : 1
}

/** `a + b`. */
export function addDecimals(a: string, b: string): string {
  const [left, right] = align(toDecimal(a), toDecimal(b))
  return toText({ units: left.units + right.units, decimals: left.decimals })
}

/** `a - b`. */
export function subtractDecimals(a: string, b: string): string {
  const [left, right] = align(toDecimal(a), toDecimal(b))
  return toText({ units: left.units - right.units, decimals: left.decimals })
}

/** That many per cent of a sum, cut off after 6 digits: less than the sum for anything below 100. */
export function percentOf(text: string, percent: number): string {
  const { units } = align(toDecimal(text), { units: 0n, decimals: 6 })[0]
  const decimals = Math.max(toDecimal(text).decimals, 6)
  return toText({ units: (units * BigInt(percent)) / 100n, decimals })
}

/** A decimal as pages show it: at least two digits after the point, and no padding zeros beyond them. */
export function formatDecimal(text: string): string {
  const [whole = '', fraction = ''] = text.split('.')
  return `${whole}.${fraction.replace(/0+$/, '').padEnd(2, '0')}`
}

/** An amount as pages show it. */
export function formatAmount({ value, currency }: Amount): string {
  return `${formatDecimal(value)} ${currency}`
}

function toDecimal(text: string): Decimal {
  const point = text.indexOf('.')
  const decimals = point === -1 ? 0 : text.length - point - 1
  return { units: BigInt(text.replace('.', '')), decimals }
}

function align(a: Decimal, b: Decimal): readonly [Decimal, Decimal] {
  const decimals = Math.max(a.decimals, b.decimals)
  return [scale(a, decimals), scale(b, decimals)]
}

function scale({ units, decimals }: Decimal, to: number): Decimal {
  return { units: units * 10n ** BigInt(to - decimals), decimals: to }
}

function toText({ units, decimals }: Decimal): string {
  const sign = units < 0n ? '-' : ''
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals)
  const fraction = digits.slice(digits.length - decimals)
  return `${sign}${whole}${decimals === 0 ? '' : `.${fraction}`}`
}
