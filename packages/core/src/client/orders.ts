/**
 * The endpoints of an order: what goes in, what is refused before sending, what comes out.
 * Must not know how a call is signed or repeated.
 *
 * @module
 */
import { isOrder } from '../payment/order-data.ts'
import { assertOptionalBoolean } from '../shared/option-checks.ts'
import type { Amount, CreatedOrder, OpenUnion, Order } from '../shared/types.ts'
import {
  assertHttpUrl,
  assertMerchantOrderId,
  assertPositiveAmount,
  toExpiry,
} from './arguments.ts'
import { callApi } from './call.ts'
import type { Endpoint } from './call.ts'
import { noteClockSkew } from './clock-skew.ts'
import { resolveOrderCreation, splitDeadline } from './idempotent-create.ts'
import type { CallOptions } from './options.ts'
import { createQueries } from './queries.ts'
import { toCallLimits } from './settings.ts'
import type { ClientSettings } from './settings.ts'
import type { WaitOptions } from './wait.ts'

/** What an order is created from. Fields that are not named here are sent as they are. */
export interface CreateOrderParams {
  /** Your own id of the order, 16 to 64 characters of `A-Z a-z 0-9 - _`. Store it before you create: it is what makes repeating safe. */
  readonly merchantOrderId: string
  /** The price: a plain decimal string, greater than 0, in `USD` or `USDT`. */
  readonly orderAmount: Amount & { readonly currency: OpenUnion<'USD' | 'USDT'> }
  /** Until when it can be paid: a `Date`, or UTC in ISO 8601. 30 minutes ahead is what the provider recommends. */
  readonly expiresAt: string | Date
  /** Where the customer comes back to after paying or cancelling: never proof of payment. At most 2048 characters. */
  readonly returnUrl: string
  /** Where the payment's webhooks go. */
  readonly callbackUrl?: string | undefined
  /** Restricts the ways to pay; its structure is not documented. */
  readonly paymentMethodConfig?: unknown
  readonly description?: unknown
  readonly customer?: unknown
  readonly items?: unknown
  readonly metadata?: unknown
}

/** What one creation may set for itself. */
export interface CreateOrderOptions extends CallOptions {
  /**
   * Whether this order may have been sent by an earlier call whose end nobody saw, as after a restart. Then no refusal is taken
   * for the last word: the order is queried, and one that exists comes back as `recovered`. @default false
   */
  readonly sentBefore?: boolean | undefined
}

/** The calls for orders. */
export interface Orders {
  /**
   * Creates an order. Safe to repeat: after a lost answer it is sent again or looked up, and never charged twice. Repeated by
   * another process, it needs `sentBefore`.
   *
   * @throws {TypeError} A parameter is wrong; nothing was sent.
   * @throws {ApiError} The provider refused; this call created nothing.
   * @throws {OrderExistsError} The id belongs to an order that can't be taken for this one.
   * @throws {TransportError} `outcome` says whether it was not sent or is unknown. Unknown is not failed.
   */
  readonly create: (
    params: CreateOrderParams,
    options?: CreateOrderOptions,
  ) => Promise<CreatedOrder>
  /**
   * Queries an order.
   *
   * @throws {TypeError} The id can't stand in a path; nothing was sent.
   * @throws {ApiError} `category` is `not-found` when the provider does not know it.
   * @throws {ResponseError | TransportError} There is no usable response.
   */
  readonly retrieve: (merchantOrderId: string, options?: CallOptions) => Promise<Order>
  /**
   * Queries again and again, with growing pauses, until the status is final. For a minute after this client has created it, or a
   * query has found it, a "not found" is one of a replica that lags.
   *
   * @throws {TypeError} The id or an option is wrong; nothing was sent.
   * @throws {ApiError} The provider refused the query, for example because it does not know the id.
   * @throws {WaitError} The signal aborted, or the deadline passed.
   */
  readonly waitUntilFinal: (merchantOrderId: string, options?: WaitOptions) => Promise<Order>
}

/** The calls for orders, over a client's settings. */
export function createOrders(settings: ClientSettings): Orders {
  const { retrieveWithin, retrieve, waitUntilFinal, noteCreation } = createQueries(
    settings,
    'merchantOrderId',
    toQuery,
    isOrder,
  )

  const orders: Orders = {
    async create(params, options = {}) {
      const limits = splitDeadline(toCallLimits(settings, options))
      const endpoint = toCreation(params, options.sentBefore, settings.clock.now())
      const result = await callApi(settings, endpoint, limits.creation)
      const { merchantOrderId: id, orderAmount } = params
      if ('data' in result || result.ambiguous) noteCreation(id)
      const query = () => retrieveWithin(limits.query, id)
      return resolveOrderCreation(result, { calls: 'orders', id, orderAmount, query })
    },

    retrieve,
    waitUntilFinal,
  }
  noteClockSkew(orders, settings.clockSkew)
  return orders
}

function toQuery(id: string): Endpoint {
  const route = '/orders/{merchantOrderId}'
  return { method: 'GET', route, path: `/orders/${id}`, repeatable: true }
}

function toCreation(
  params: CreateOrderParams,
  sentBefore: boolean | undefined,
  nowMs: number,
): Endpoint {
  assertOptionalBoolean('sentBefore', sentBefore)
  const expiresAt = checkParams(params, nowMs)
  return {
    method: 'POST',
    route: '/orders',
    path: '/orders',
    body: JSON.stringify({ ...params, expiresAt }),
    repeatable: true,
    sentBefore,
    notAfterMs: Date.parse(expiresAt),
  }
}

function checkParams(params: CreateOrderParams, nowMs: number): string {
  assertMerchantOrderId(params.merchantOrderId)
  assertPositiveAmount('orderAmount', params.orderAmount)
  assertHttpUrl('returnUrl', params.returnUrl)
  if (params.callbackUrl !== undefined) assertHttpUrl('callbackUrl', params.callbackUrl)
  return toExpiry(params.expiresAt, nowMs)
}
