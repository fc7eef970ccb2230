/**
 * The errors of calling: an unusable response, no response, an order that exists already, a wait that ended.
 * Must never hold a secret, a signature or a body; knows nothing of how a call is made.
 *
 * @module
 */
import { isErrorNamed, PayStablecoinError } from '../shared/errors.ts'
import type { Order, Refund } from '../shared/types.ts'
import { isApiError } from './api-error.ts'
import type { ApiError } from './api-error.ts'

/** What there was instead of an envelope. */
export type ResponseReason =
  | 'redirect'
  | 'http-status'
  | 'empty'
  | 'not-json'
  | 'no-code'
  | 'no-data'
  | 'other-id'
  | 'too-large'

/** The facts of a response that is no envelope of the provider. */
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
  'other-id': 'another order or refund',
  'too-large': 'a body larger than any answer of the provider',
}

/** The response is no envelope of the provider, so it does not say what became of the call. */
export class ResponseError extends PayStablecoinError {
  override readonly name = 'ResponseError' as const
  declare readonly code: 'RESPONSE_ERROR'
  readonly reason: ResponseReason
  readonly httpStatus: number
  readonly contentType: string | undefined
  /** How long the response asks to wait before the next try, from `Retry-After`. */
  readonly retryAfterMs: number | undefined
  /** The first 200 characters of the response. Not enumerable, so that logs of the error stay free of it. */
  declare readonly excerpt: string | undefined

  constructor(details: ResponseErrorDetails, options?: ErrorOptions) {
    const { reason, httpStatus, contentType, excerpt, retryAfterMs } = details
    const effect =
      reason === 'no-data'
        ? 'The provider accepted the call'
        : 'Whether the call took effect is unknown'
    super(
      'RESPONSE_ERROR',
      `Expected the provider's envelope, got ${RESPONSE_ADVICE[reason]} (HTTP ${httpStatus}, ${contentType ?? 'no content type'}). ${effect}: query the order or refund before you do it again.`,
      options,
    )
    this.reason = reason
    this.httpStatus = httpStatus
    this.contentType = contentType
    this.retryAfterMs = retryAfterMs
    Object.defineProperty(this, 'excerpt', { value: excerpt?.slice(0, 200), enumerable: false })
  }
}

/** Why a call has no response. */
export type TransportReason = 'timeout' | 'aborted' | 'network'

/** The facts of a call without a response. */
export interface TransportErrorDetails {
  readonly reason: TransportReason
  readonly outcome: 'unknown' | 'not-sent'
  readonly message: string
  readonly absenceProvableAtMs?: number | undefined
  readonly retryAfterMs?: number | undefined
}

/** There is no response. `outcome` says whether the call may have taken effect. */
export class TransportError extends PayStablecoinError {
  override readonly name = 'TransportError' as const
  declare readonly code: 'TRANSPORT_ERROR'
  readonly reason: TransportReason
  /** `not-sent`: certainly without effect. `unknown`: it may have taken effect; never take it for a failure. */
  readonly outcome: 'unknown' | 'not-sent'
  /** From when on (Unix milliseconds) a query that finds nothing proves that nothing was created. */
  readonly absenceProvableAtMs: number | undefined
  /** How long the provider asked to wait, when that lay beyond the deadline. */
  readonly retryAfterMs: number | undefined

  constructor(details: TransportErrorDetails, options?: ErrorOptions) {
    super('TRANSPORT_ERROR', details.message, options)
    this.reason = details.reason
    this.outcome = details.outcome
    this.absenceProvableAtMs = details.absenceProvableAtMs
    this.retryAfterMs = details.retryAfterMs
  }
}

/** An order under this `merchantOrderId` exists already and can't be taken for the one that was requested. */
export class OrderExistsError extends PayStablecoinError {
  override readonly name = 'OrderExistsError' as const
  declare readonly code: 'ORDER_EXISTS'
  /** The order as the provider has it; `undefined` when it could not be queried. */
  readonly order: Order | undefined
  /** Whether its amount is the requested one; `unknown` when the provider did not say. */
  readonly amountMatches: boolean | 'unknown'

  constructor(
    order: Order | undefined,
    amountMatches: boolean | 'unknown',
    options?: ErrorOptions,
  ) {
    super(
      'ORDER_EXISTS',
      "The provider has an order with this merchantOrderId that is another one, or one that can't be paid now. No second one was created. Look at error.order; for a new payment use a new merchantOrderId.",
      options,
    )
    this.order = order
    this.amountMatches = amountMatches
  }
}

/** Why a wait ended before the status was final. */
export type WaitReason = 'deadline' | 'aborted'

/** A wait ended before the status was final. Nothing is decided: the order or refund goes on. */
export class WaitError extends PayStablecoinError {
  override readonly name = 'WaitError' as const
  declare readonly code: 'WAIT_ERROR'
  readonly reason: WaitReason
  /** The order or refund as the last query that was answered found it; `undefined` when none was. */
  readonly last: Order | Refund | undefined

  constructor(reason: WaitReason, last: Order | Refund | undefined, options?: ErrorOptions) {
    const ending = reason === 'deadline' ? 'reached its deadline' : 'was aborted'
    super(
      'WAIT_ERROR',
      `The wait ${ending} before the status was final. Nothing is decided: query again later, or let a reconciler do it.`,
      options,
    )
    this.reason = reason
    this.last = last
  }
}

/** How one call can fail. */
export type CallError = ApiError | ResponseError | TransportError

/** Whether a call failed like this: anything else that is thrown is a mistake in code. */
export function isCallError(error: unknown): error is CallError {
  return isApiError(error) || isResponseError(error) || isTransportError(error)
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

/** Whether an error is a `WaitError`, also one from another copy of this package. */
export function isWaitError(error: unknown): error is WaitError {
  return isErrorNamed(error, 'WaitError')
}
