/**
 * The body of "create order": what the provider requires of each field, and the code of each rejection.
 * Knows no store and no clock: the time is passed in.
 *
 * @module
 */
import type { Amount } from '@paystablecoin/core'
import type { Outcome, Rejected } from './codes.ts'
import { reject, succeed } from './codes.ts'
import { compareDecimals, countDecimals, isDecimal } from '../shared/decimal.ts'
import { METHOD_TYPES } from './payment-methods.ts'
import type { JsonObject } from './request-fields.ts'
import {
  isAbsent,
  isJsonObject,
  readOptionalUrl,
  readUrl,
  rejectMissing,
} from './request-fields.ts'

/** What a valid request asks for. */
export interface OrderRequest {
  readonly merchantOrderId: string
  readonly orderAmount: Amount
  readonly expiresMs: number
  readonly returnUrl: string
  readonly callbackUrl?: string | undefined
  readonly methods?: readonly string[] | undefined
  readonly description?: string | undefined
}

/** The smallest and the largest order, and the digits after the point that each currency may have. */
const AMOUNT_RULES: {
  readonly min: string
  readonly max: string
  readonly decimals: ReadonlyMap<string, number>
} = {
  min: '0.01',
  max: '1000000',
  decimals: new Map([
    ['USD', 2],
    ['USDT', 6],
  ]),
}

const REQUIRED_FIELDS = ['merchantOrderId', 'orderAmount', 'expiresAt', 'returnUrl']
const ORDER_ID = /^[A-Za-z0-9_-]{16,64}$/
const UTC_ISO_8601 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|\+00:00)$/

/** Reads the fields one by one, up to the first rejection. */
export function parseOrderRequest(body: JsonObject, nowMs: number): Outcome<OrderRequest> {
  const { description, paymentMethodConfig } = body
  const missing = rejectMissing(body, REQUIRED_FIELDS)
  if (missing !== undefined) return missing
  const merchantOrderId = readOrderId(body['merchantOrderId'])
  if (!merchantOrderId.ok) return merchantOrderId
  const orderAmount = readAmount(body['orderAmount'])
  if (!orderAmount.ok) return orderAmount
  const returnUrl = readUrl('returnUrl', body['returnUrl'])
  if (!returnUrl.ok) return returnUrl
  const callbackUrl = readOptionalUrl('callbackUrl', body['callbackUrl'])
  if (!callbackUrl.ok) return callbackUrl
  const expiresMs = readExpiry(body['expiresAt'], nowMs)
  if (!expiresMs.ok) return expiresMs
  const methods = readMethods(paymentMethodConfig)
  if (!methods.ok) return methods
  return succeed({
    merchantOrderId: merchantOrderId.value,
    orderAmount: orderAmount.value,
    returnUrl: returnUrl.value,
    callbackUrl: callbackUrl.value,
    expiresMs: expiresMs.value,
    methods: methods.value,
    description: typeof description === 'string' ? description : undefined,
  })
}

function readOrderId(value: unknown): Outcome<string> {
  if (typeof value === 'string' && ORDER_ID.test(value)) return succeed(value)
  return reject('10003', 'merchantOrderId is not 16 to 64 characters of A-Z a-z 0-9 - _')
}

function readAmount(amount: unknown): Outcome<Amount> {
  if (!isJsonObject(amount)) {
    return reject('10003', 'orderAmount is not an object of value and currency')
  }
  const missing = rejectMissing(amount, ['value', 'currency'])
  if (missing !== undefined) return reject('10002', `orderAmount.${missing.detail}`)
  const { value, currency } = amount
  if (typeof value !== 'string' || !isDecimal(value)) {
    return reject('10003', 'orderAmount.value is not a decimal as a string, such as "99.99"')
  }
  const decimals = typeof currency === 'string' ? AMOUNT_RULES.decimals.get(currency) : undefined
  if (typeof currency !== 'string' || decimals === undefined) {
    return reject('10006', 'orderAmount.currency is not USD or USDT')
  }
  return rejectValue(value, decimals) ?? succeed({ value, currency })
}

function rejectValue(value: string, decimals: number): Rejected | undefined {
  if (compareDecimals(value, '0') <= 0) return reject('10004')
  if (countDecimals(value) > decimals) {
    return reject('10009', `more than ${decimals} digits after the point`)
  }
  const { min, max } = AMOUNT_RULES
  const isInRange = compareDecimals(value, min) >= 0 && compareDecimals(value, max) <= 0
  return isInRange ? undefined : reject('10008', `not between ${min} and ${max}`)
}

function readExpiry(value: unknown, nowMs: number): Outcome<number> {
  const isUtc = typeof value === 'string' && UTC_ISO_8601.test(value)
  const expiresMs = isUtc ? Date.parse(value) : Number.NaN
  if (Number.isNaN(expiresMs) || !isOnCalendar(value, expiresMs))
    return reject('10003', 'expiresAt is not a UTC ISO 8601 time')
  return expiresMs > nowMs ? succeed(expiresMs) : reject('10005')
}

// Date.parse takes 30 February for 2 March.
function isOnCalendar(value: unknown, parsedMs: number): boolean {
  return new Date(parsedMs).toISOString().slice(0, 10) === String(value).slice(0, 10)
}

// The structure of paymentMethodConfig is not documented: this reading of it is the emulator's own.
function readMethods(config: unknown): Outcome<readonly string[] | undefined> {
  if (isAbsent(config)) return succeed(undefined)
  if (!isJsonObject(config)) return reject('10003', 'paymentMethodConfig is not an object')
  const { paymentMethods: list } = config
  if (!Array.isArray(list) || list.length === 0) return succeed(undefined)
  const names = METHOD_TYPES.filter((type) => list.includes(type))
  if (list.every((name) => METHOD_TYPES.includes(name))) return succeed(names)
  return reject('10010', `the emulator knows ${METHOD_TYPES.join(', ')}`)
}
