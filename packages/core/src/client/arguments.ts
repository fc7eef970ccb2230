/**
 * Checks of what goes into a call, before anything is signed or sent.
 * Must not know how a call is made.
 *
 * @module
 */
import { isAmount, isPositive } from '../payment/money.ts'
import { isHttpUrl } from '../shared/http-url.ts'
import type { Amount } from '../shared/types.ts'

const PATH_ID = /^[A-Za-z0-9_-]+$/
const MERCHANT_ORDER_ID = /^[A-Za-z0-9_-]{16,64}$/
const UTC_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z$/
const MAX_URL_CHARS = 2048

/** Refuses an id that can't stand in a path. */
export function assertId(option: string, id: unknown): asserts id is string {
  if (typeof id !== 'string' || !PATH_ID.test(id)) {
    throw new TypeError(`${option} must be made of A-Z a-z 0-9 - _ and not be empty`)
  }
}

/** Refuses a `merchantOrderId` that the provider would refuse. */
export function assertMerchantOrderId(id: unknown): asserts id is string {
  if (typeof id !== 'string' || !MERCHANT_ORDER_ID.test(id)) {
    throw new TypeError('merchantOrderId must be 16 to 64 characters of A-Z a-z 0-9 - _')
  }
}

/** Refuses an amount that is not a positive decimal string with a currency. */
export function assertPositiveAmount(option: string, amount: unknown): asserts amount is Amount {
  if (!isAmount(amount) || amount.currency === '') {
    throw new TypeError(
      `${option} must be { value, currency } with value a plain decimal string such as '99.99', not a number`,
    )
  }
  if (!isPositive(amount.value)) throw new TypeError(`${option}.value must be greater than 0`)
}

/** Refuses what is not an absolute http(s) URL of at most 2048 characters. */
export function assertHttpUrl(option: string, url: unknown): asserts url is string {
  if (typeof url !== 'string' || url.length > MAX_URL_CHARS || !isHttpUrl(url)) {
    throw new TypeError(
      `${option} must be an absolute http or https URL of at most ${MAX_URL_CHARS} characters`,
    )
  }
}

/** The expiry as the provider writes it: UTC, whole seconds. Refuses what is no time, or not in the future. */
export function toExpiry(expiresAt: unknown, nowMs: number): string {
  const text = toUtcText(expiresAt)
  if (Date.parse(text) <= nowMs) throw new TypeError('expiresAt must be in the future')
  return text
}

function toUtcText(expiresAt: unknown): string {
  if (isDate(expiresAt) && !Number.isNaN(expiresAt.getTime())) {
    return expiresAt.toISOString().replace(/\.\d{3}Z$/, 'Z')
  }
  if (typeof expiresAt === 'string' && UTC_TIME.test(expiresAt) && isOnCalendar(expiresAt)) {
    return expiresAt
  }
  throw new TypeError(
    "expiresAt must be a valid Date, or a UTC time in ISO 8601 such as '2026-12-31T23:59:59Z'",
  )
}

// Not by instanceof: a test runner or a worker may have a realm of its own.
function isDate(value: unknown): value is Date {
  return Object.prototype.toString.call(value) === '[object Date]'
}

// Date.parse takes 30 February for 2 March.
function isOnCalendar(text: string): boolean {
  const ms = Date.parse(text)
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 16) === text.slice(0, 16)
}
