/**
 * What an ambiguous creation means, and how it is resolved: by a query, never by hope.
 * Must not know endpoints or bodies; it is handed the result of the call and a way to ask.
 *
 * @module
 */
import { isAmount, sameAmount } from '../payment/money.ts'
import { isPayable, isRefund } from '../payment/order-data.ts'
import { isFinalStatus } from '../payment/status.ts'
import type { Amount, CreatedOrder, CreatedRefund, Order, Refund } from '../shared/types.ts'
import type { CallResult } from './call.ts'
import {
  isApiError,
  isResponseError,
  isTransportError,
  OrderExistsError,
  TransportError,
} from './errors.ts'
import type { CallError } from './errors.ts'

/** What was asked for, and how to learn what became of it. */
export interface Asked<Found> {
  /** What to call later, for the error's text. */
  readonly queryCall: string
  readonly query: () => Promise<Found>
}

const DUPLICATE_ORDER = '20001'

/** Splits a creation's deadline, so that time is left to ask what became of it. */
export function shareDeadline(deadlineMs: number): {
  readonly createMs: number
  readonly queryMs: number
} {
  return { createMs: deadlineMs * 0.75, queryMs: deadlineMs * 0.25 }
}

/**
 * Resolves the creation of an order.
 *
 * @throws {ApiError} The provider refused, and nothing was created.
 * @throws {OrderExistsError} The id belongs to an order that can't be taken for this one.
 * @throws {TransportError} Not sent, or what became of it can't be learned now.
 */
export async function resolveOrderCreation(
  result: CallResult,
  asked: Asked<Order> & { readonly orderAmount: Amount },
): Promise<CreatedOrder> {
  if ('data' in result) {
    if (isPayable(result.data)) return { ...result.data, outcome: 'created' }
    return recoverOrder(result, undefined, asked)
  }
  if (result.ambiguous) return recoverOrder(result, result.error, asked)
  throw isDuplicate(result.error) ? await orderExists(asked) : result.error
}

async function recoverOrder(
  result: CallResult,
  error: CallError | undefined,
  asked: Asked<Order> & { readonly orderAmount: Amount },
): Promise<CreatedOrder> {
  const order = await queryOrUnknown(result, error, asked)
  if (
    isPayable(order) &&
    !isFinalStatus(order.status) &&
    sameAmount(order.orderAmount, asked.orderAmount)
  ) {
    return { ...order, outcome: 'recovered' }
  }
  throw new OrderExistsError(order, amountMatches(order, asked.orderAmount), { cause: error })
}

/**
 * Resolves the creation of a refund. An ambiguous one is only asked for: the documents do not say that a second one with the
 * same id is refused.
 *
 * @throws {ApiError} The provider refused, and no money moves.
 * @throws {TransportError} Not sent, or what became of it can't be learned now.
 */
export async function resolveRefundCreation(
  result: CallResult,
  asked: Asked<Refund> & { readonly acquiringOrderId: string },
): Promise<CreatedRefund> {
  if ('data' in result && isRefund(result.data)) return { ...result.data, outcome: 'created' }
  if ('error' in result && !result.ambiguous) throw result.error
  const cause = 'error' in result ? result.error : undefined
  const refund = await queryOrUnknown(result, cause, asked)
  const refunded = refund.acquiringOrderId ?? asked.acquiringOrderId
  if (refunded === asked.acquiringOrderId) return { ...refund, outcome: 'recovered' }
  throw unknownOutcome(result, cause, asked.queryCall)
}

async function queryOrUnknown<Found>(
  result: CallResult,
  error: CallError | undefined,
  asked: Asked<Found>,
): Promise<Found> {
  if (isAborted(error)) throw unknownOutcome(result, error, asked.queryCall)
  try {
    return await asked.query()
  } catch (queryError) {
    const cause = isAborted(queryError) ? queryError : (error ?? queryError)
    throw unknownOutcome(result, cause, asked.queryCall)
  }
}

function isAborted(error: unknown): boolean {
  return isTransportError(error) && error.reason === 'aborted'
}

async function orderExists(
  asked: Asked<Order> & { readonly orderAmount: Amount },
): Promise<OrderExistsError> {
  try {
    const order = await asked.query()
    return new OrderExistsError(order, amountMatches(order, asked.orderAmount))
  } catch (cause) {
    return new OrderExistsError(undefined, 'unknown', { cause })
  }
}

function amountMatches(order: Order, asked: Amount): boolean | 'unknown' {
  return isAmount(order.orderAmount) ? sameAmount(order.orderAmount, asked) : 'unknown'
}

function isDuplicate(error: CallError): boolean {
  return isApiError(error) && error.code === DUPLICATE_ORDER
}

function unknownOutcome(
  { absenceProvableAtMs }: CallResult,
  cause: unknown,
  queryCall: string,
): TransportError {
  const isoTime = new Date(absenceProvableAtMs).toISOString()
  return new TransportError(
    {
      reason: isTransportError(cause) ? cause.reason : 'network',
      outcome: 'unknown',
      message: `It is not known whether the provider acted on this call; it must not be taken for failed. Call ${queryCall} until it answers: from ${isoTime} on, a "not found" proves that nothing was created.`,
      absenceProvableAtMs,
      retryAfterMs: isResponseError(cause) ? cause.retryAfterMs : undefined,
    },
    { cause },
  )
}
