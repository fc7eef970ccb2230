/**
 * The body of "create order": what the provider requires of each field, and the code of each refusal.
 * Knows no store and no clock but the time it is handed.
 *
 * @module
 */
import type { Amount } from '@paystablecoin/core'
import type { Outcome, Refusal } from './codes.ts'
import { refuse, succeed } from './codes.ts'
import { compareDecimals, countDecimals, isDecimal } from './decimal.ts'
import { isHttpUrl } from './urls.ts'
import { METHOD_TYPES } from './payment-methods.ts'

/** A JSON object, its values unchecked. */
export type JsonObject = Readonly<Record<string, unknown>>

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
export const AMOUNT_RULES: {
  readonly min: string
  readonly max: string
  readonly decimals: Readonly<Record<string, number>>
} = { min: '0.01', max: '1000000', decimals: { USD: 2, USDT: 6 } }

const MAX_URL_LENGTH = 2048
const ORDER_ID = /^[A-Za-z0-9_-]{16,64}$/
const UTC_ISO_8601 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|\+00:00)$/

/** Checks the fields one by one; the first refusal stands. */
export function parseOrderRequest(body: JsonObject, nowMs: number): Outcome<OrderRequest> {
  const { merchantOrderId, orderAmount, expiresAt, returnUrl, callbackUrl, description } = body
  const refusal =
    refuseMissing(body, ['merchantOrderId', 'orderAmount', 'expiresAt', 'returnUrl']) ??
    refuseOrderId(merchantOrderId) ??
    refuseAmount(orderAmount) ??
    refuseUrl('returnUrl', returnUrl) ??
    (isAbsent(callbackUrl) ? undefined : refuseUrl('callbackUrl', callbackUrl)) ??
    refuseExpiry(expiresAt, nowMs) ??
    refuseMethods(body['paymentMethodConfig'])
  if (refusal !== undefined) return { ok: false, ...refusal }
  const { value, currency } = orderAmount as Amount
  return succeed({
    merchantOrderId: merchantOrderId as string,
    orderAmount: { value, currency },
    expiresMs: Date.parse(expiresAt as string),
    returnUrl: returnUrl as string,
    callbackUrl: isAbsent(callbackUrl) ? undefined : (callbackUrl as string),
    methods: listedMethods(body['paymentMethodConfig']),
    description: typeof description === 'string' ? description : undefined,
  })
}

/** The first required field that is not there. */
export function refuseMissing(body: JsonObject, fields: readonly string[]): Refusal | undefined {
  const missing = fields.find((field) => isAbsent(body[field]) || body[field] === '')
  return missing === undefined ? undefined : refuse('10002', `${missing} is missing`)
}

/** A field that must be an http(s) URL of bounded length. */
export function refuseUrl(field: string, value: unknown): Refusal | undefined {
  if (typeof value !== 'string' || !isHttpUrl(value)) {
    return refuse('10003', `${field} is not an http(s) URL`)
  }
  if (value.length <= MAX_URL_LENGTH) return undefined
  return refuse('10003', `${field} is longer than ${MAX_URL_LENGTH} characters`)
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null
}

function refuseOrderId(value: unknown): Refusal | undefined {
  if (typeof value === 'string' && ORDER_ID.test(value)) return undefined
  return refuse('10003', 'merchantOrderId is not 16 to 64 characters of A-Z a-z 0-9 - _')
}

function refuseAmount(amount: unknown): Refusal | undefined {
  if (!isJsonObject(amount)) {
    return refuse('10003', 'orderAmount is not an object of value and currency')
  }
  const missing = refuseMissing(amount, ['value', 'currency'])
  if (missing !== undefined) return { ...missing, detail: `orderAmount.${missing.detail}` }
  const { value, currency } = amount
  if (typeof value !== 'string' || !isDecimal(value)) {
    return refuse('10003', 'orderAmount.value is not a decimal as a string, such as "99.99"')
  }
  const decimals = typeof currency === 'string' ? AMOUNT_RULES.decimals[currency] : undefined
  if (decimals === undefined) return refuse('10006', 'orderAmount.currency is not USD or USDT')
  return refuseValue(value, decimals)
}

function refuseValue(value: string, decimals: number): Refusal | undefined {
  if (compareDecimals(value, '0') <= 0) return refuse('10004')
  if (countDecimals(value) > decimals) {
    return refuse('10009', `more than ${decimals} digits after the point`)
  }
  const { min, max } = AMOUNT_RULES
  const isInRange = compareDecimals(value, min) >= 0 && compareDecimals(value, max) <= 0
  return isInRange ? undefined : refuse('10008', `not between ${min} and ${max}`)
}

function refuseExpiry(value: unknown, nowMs: number): Refusal | undefined {
  const expiresMs =
    typeof value === 'string' && UTC_ISO_8601.test(value) ? Date.parse(value) : Number.NaN
  if (Number.isNaN(expiresMs)) return refuse('10003', 'expiresAt is not a UTC ISO 8601 time')
  return expiresMs > nowMs ? undefined : refuse('10005')
}

// The structure of paymentMethodConfig is not documented: this reading of it is the sandbox's own.
function refuseMethods(config: unknown): Refusal | undefined {
  if (isAbsent(config)) return undefined
  if (!isJsonObject(config)) return refuse('10003', 'paymentMethodConfig is not an object')
  const unknown = listedMethods(config)?.find((name) => !METHOD_TYPES.includes(name))
  return unknown === undefined
    ? undefined
    : refuse('10010', `the sandbox knows ${METHOD_TYPES.join(', ')}`)
}

function listedMethods(config: unknown): readonly string[] | undefined {
  const list = isJsonObject(config) ? config['paymentMethods'] : undefined
  return Array.isArray(list) && list.length > 0 ? list.map(String) : undefined
}

/** Whether a parsed JSON value is an object. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
