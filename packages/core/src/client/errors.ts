/**
 * The errors of calling: a refusal, an answer that is none, no answer, an order that exists already.
 * Must never hold a secret, a signature or a body; knows nothing of how a call is made.
 *
 * @module
 */
import { isErrorNamed, PayStablecoinError } from '../shared/errors.ts'
import type { Order } from '../shared/types.ts'

/** The range of the provider's codes that a refusal falls in. */
export type ApiErrorCategory =
  | 'parameter'
  | 'business'
  | 'data'
  | 'not-found'
  | 'authorization'
  | 'system'
  | 'other'

const CATEGORY_BY_RANGE: Readonly<Record<string, ApiErrorCategory>> = {
  1: 'parameter',
  2: 'business',
  3: 'data',
  4: 'not-found',
  5: 'authorization',
}

function categoryOf(code: string): ApiErrorCategory {
  if (code === '99999') return 'system'
  return (/^[1-5]0[0-9]{3}$/.test(code) && CATEGORY_BY_RANGE[code.charAt(0)]) || 'other'
}

/** The facts of a refusal by the provider. */
export interface ApiErrorDetails {
  readonly code: string
  readonly httpStatus: number
  readonly providerMessage?: string | undefined
}

/** The provider answered with a code other than `00000`. `code` is the provider's: branch on `category`, the set is open. */
export class ApiError extends PayStablecoinError {
  override readonly name = 'ApiError' as const
  readonly category: ApiErrorCategory
  /**
   * Whether the same call may succeed later without a change, and whether it may have taken effect all the same: only for the
   * provider's internal error, and for whatever came with HTTP 5xx.
   */
  readonly retryable: boolean
  readonly httpStatus: number
  /** The provider's own words, when it sent some. */
  readonly providerMessage: string | undefined

  constructor(details: ApiErrorDetails, options?: ErrorOptions) {
    const category = categoryOf(details.code)
    const words = details.providerMessage === undefined ? '' : `: ${details.providerMessage}`
    super(details.code, `PayStablecoin refused with ${details.code} (${category})${words}`, options)
    this.category = category
    this.retryable = category === 'system' || details.httpStatus >= 500
    this.httpStatus = details.httpStatus
    this.providerMessage = details.providerMessage
  }
}

/** What came instead of an envelope. */
export type ResponseReason =
  | 'redirect'
  | 'http-status'
  | 'empty'
  | 'not-json'
  | 'no-code'
  | 'no-data'
  | 'too-large'

/** The facts of an answer that is no envelope of the provider. */
export interface ResponseErrorDetails {
  readonly reason: ResponseReason
  readonly httpStatus: number
  readonly contentType?: string | undefined
  readonly excerpt?: string | undefined
  readonly retryAfterMs?: number | undefined
}

const RESPONSE_ADVICE: Readonly<Record<ResponseReason, string>> = {
  redirect: 'a redirect, which is not followed: check baseUrl',
  'http-status': 'an HTTP error: something between here and the provider answered',
  empty: 'an empty body',
  'not-json': 'a body that is not JSON, or JSON cut short',
  'no-code': 'JSON without a five-character string as code',
  'no-data': 'success, but without the data this call needs',
  'too-large': 'a body larger than any answer of the provider',
}

/** The answer is no envelope of the provider, so what became of the call is not known from it. */
export class ResponseError extends PayStablecoinError {
  override readonly name = 'ResponseError' as const
  declare readonly code: 'RESPONSE_UNREADABLE'
  readonly reason: ResponseReason
  readonly httpStatus: number
  readonly contentType: string | undefined
  /** How long the answer asks to wait before the next try, from `Retry-After`. */
  readonly retryAfterMs: number | undefined
  /** The first 200 characters of what came. Not enumerable, so that logs of the error stay free of it. */
  declare readonly excerpt: string | undefined

  constructor(details: ResponseErrorDetails, options?: ErrorOptions) {
    const { reason, httpStatus, contentType, excerpt, retryAfterMs } = details
    super(
      'RESPONSE_UNREADABLE',
      `Expected the provider's envelope, got ${RESPONSE_ADVICE[reason]} (HTTP ${httpStatus}, ${contentType ?? 'no content type'}). Whether the call took effect is unknown: query the order or refund before you do it again.`,
      options,
    )
    this.reason = reason
    this.httpStatus = httpStatus
    this.contentType = contentType
    this.retryAfterMs = retryAfterMs
    Object.defineProperty(this, 'excerpt', { value: excerpt?.slice(0, 200), enumerable: false })
  }
}

/** Why a call has no answer. */
export type TransportReason = 'timeout' | 'aborted' | 'network'

/** The facts of a call without an answer. */
export interface TransportErrorDetails {
  readonly reason: TransportReason
  readonly outcome: 'unknown' | 'not-sent'
  readonly message: string
  readonly absenceProvableAtMs?: number | undefined
  readonly retryAfterMs?: number | undefined
}

/** No answer came. `outcome` says whether the call may have taken effect. */
export class TransportError extends PayStablecoinError {
  override readonly name = 'TransportError' as const
  declare readonly code: 'NO_ANSWER'
  readonly reason: TransportReason
  /** `not-sent`: certainly without effect. `unknown`: it may have taken effect; never take it for a failure. */
  readonly outcome: 'unknown' | 'not-sent'
  /** From when on (Unix milliseconds) a query that finds nothing proves that nothing was created. */
  readonly absenceProvableAtMs: number | undefined
  /** How long the provider asked to wait, when that lay beyond the deadline. */
  readonly retryAfterMs: number | undefined

  constructor(details: TransportErrorDetails, options?: ErrorOptions) {
    super('NO_ANSWER', details.message, options)
    this.reason = details.reason
    this.outcome = details.outcome
    this.absenceProvableAtMs = details.absenceProvableAtMs
    this.retryAfterMs = details.retryAfterMs
  }
}

/** An order under this `merchantOrderId` exists already and can't be taken for the one that was asked for. */
export class OrderExistsError extends PayStablecoinError {
  override readonly name = 'OrderExistsError' as const
  declare readonly code: 'ORDER_EXISTS'
  /** The order as the provider has it; `undefined` when it could not be queried. */
  readonly order: Order | undefined
  /** Whether its amount is the one that was asked for; `unknown` when the provider did not say. */
  readonly amountMatches: boolean | 'unknown'

  constructor(
    order: Order | undefined,
    amountMatches: boolean | 'unknown',
    options?: ErrorOptions,
  ) {
    super(
      'ORDER_EXISTS',
      'The provider has an order with this merchantOrderId that is another one, or one that can not be paid now. No second one was created. Look at error.order; for a new payment use a new merchantOrderId.',
      options,
    )
    this.order = order
    this.amountMatches = amountMatches
  }
}

/** What one call can end in beside success. */
export type CallError = ApiError | ResponseError | TransportError

/** Whether a call ended in this: anything else that is thrown is a mistake in code. */
export function isCallError(error: unknown): error is CallError {
  return isApiError(error) || isResponseError(error) || isTransportError(error)
}

/** Whether an error is an `ApiError`, also one from another copy of this package. */
export function isApiError(error: unknown): error is ApiError {
  return isErrorNamed(error, 'ApiError')
}

/** Whether an error is a `ResponseError`, also one from another copy of this package. */
export function isResponseError(error: unknown): error is ResponseError {
  return isErrorNamed(error, 'ResponseError')
}

/** Whether an error is a `TransportError`, also one from another copy of this package. */
export function isTransportError(error: unknown): error is TransportError {
  return isErrorNamed(error, 'TransportError')
}

/** Whether an error is an `OrderExistsError`, also one from another copy of this package. */
export function isOrderExistsError(error: unknown): error is OrderExistsError {
  return isErrorNamed(error, 'OrderExistsError')
}
