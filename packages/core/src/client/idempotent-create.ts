/**
 * What an ambiguous creation means, and how it is resolved: by a query, never by hope.
 * Must not know endpoints or bodies; it is handed the result of the call and a query.
 *
 * @module
 */
import { isAmount, isSameAmount } from '../payment/money.ts'
import { isPayable, isRefund, namesOther } from '../payment/order-data.ts'
import { isFinalStatus } from '../payment/status.ts'
import type { Amount, CreatedOrder, CreatedRefund, Order, Refund } from '../shared/types.ts'
import { isApiError } from './api-error.ts'
import type { CallResult } from './call.ts'
import { isTransportError, OrderExistsError } from './errors.ts'
import type { CallError, TransportError } from './errors.ts'
import type { CallLimits } from './settings.ts'
import { unknownOutcome } from './unknown-outcome.ts'

/** How to learn what became of a creation. */
export interface CreationQuery<Found> {
  /** Which calls query it, for the error's text. */
  readonly calls: 'orders' | 'refunds'
  /** The merchant's own id of it. */
  readonly id: string
  readonly query: () => Promise<Found>
}

type OrderQuery = CreationQuery<Order> & { readonly orderAmount: Amount }
type RefundQuery = CreationQuery<Refund> & { readonly acquiringOrderId: string }

const DUPLICATE_ORDER = '20001'

/** Splits a creation's deadline, so that time is left to query what became of it. */
export function splitDeadline(limits: CallLimits): {
  readonly creation: CallLimits
  readonly query: CallLimits
} {
  const { deadlineMs } = limits
  return {
    creation: { ...limits, deadlineMs: deadlineMs * 0.75 },
    query: { ...limits, deadlineMs: deadlineMs * 0.25 },
  }
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
  requested: OrderQuery,
): Promise<CreatedOrder> {
  if ('data' in result) {
    const { data } = result
    if (isPayable(data) && !namesOther(data, 'merchantOrderId', requested.id)) {
      return { ...data, outcome: 'created' }
    }
    return recoverOrder(result, undefined, requested)
  }
  if (result.ambiguous) return recoverOrder(result, result.error, requested)
  throw isDuplicate(result.error) ? await orderExists(requested) : result.error
}

async function recoverOrder(
  result: CallResult,
  error: CallError | undefined,
  requested: OrderQuery,
): Promise<CreatedOrder> {
  const order = await queryOrThrowUnknown(result, error, requested)
  if (
    isPayable(order) &&
    !isFinalStatus(order.status) &&
    isSameAmount(order.orderAmount, requested.orderAmount)
  ) {
    return { ...order, outcome: 'recovered' }
  }
  throw new OrderExistsError(order, amountMatches(order, requested.orderAmount), { cause: error })
}

/**
 * Resolves the creation of a refund. An ambiguous one is only queried: the documents do not say that a second one with the
 * same id is refused.
 *
 * @throws {ApiError} The provider refused, and no money moves.
 * @throws {TransportError} Not sent, or what became of it can't be learned now.
 */
export async function resolveRefundCreation(
  result: CallResult,
  requested: RefundQuery,
): Promise<CreatedRefund> {
  if ('data' in result) {
    const { data } = result
    if (isRefund(data) && !namesOther(data, 'merchantRefundOrderId', requested.id)) {
      return { ...data, outcome: 'created' }
    }
  } else if (!result.ambiguous) throw result.error
  const cause = 'error' in result ? result.error : undefined
  const refund = await queryOrThrowUnknown(result, cause, requested)
  if (namesOther(refund, 'acquiringOrderId', requested.acquiringOrderId)) {
    throw unknownCreation(result, cause, requested)
  }
  return { ...refund, outcome: 'recovered' }
}

async function queryOrThrowUnknown<Found>(
  result: CallResult,
  error: CallError | undefined,
  requested: CreationQuery<Found>,
): Promise<Found> {
  if (isAborted(error)) throw unknownCreation(result, error, requested)
  try {
    return await requested.query()
  } catch (queryError) {
    const cause = isAborted(queryError) ? queryError : (error ?? queryError)
    throw unknownCreation(result, cause, requested)
  }
}

function isAborted(error: unknown): boolean {
  return isTransportError(error) && error.reason === 'aborted'
}

async function orderExists(requested: OrderQuery): Promise<OrderExistsError> {
  try {
    const order = await requested.query()
    return new OrderExistsError(order, amountMatches(order, requested.orderAmount))
  } catch (cause) {
    return new OrderExistsError(undefined, 'unknown', { cause })
  }
}

function amountMatches(order: Order, requested: Amount): boolean | 'unknown' {
  return isAmount(order.orderAmount) ? isSameAmount(order.orderAmount, requested) : 'unknown'
}

function isDuplicate(error: CallError): boolean {
  return isApiError(error) && error.providerCode === DUPLICATE_ORDER
}

function unknownCreation(
  result: CallResult,
  cause: unknown,
  { calls, id }: Pick<CreationQuery<unknown>, 'calls' | 'id'>,
): TransportError {
  return unknownOutcome(result, cause, `Call ${calls}.retrieve('${id}') until it answers`)
}
