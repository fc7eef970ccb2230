/**
 * The endpoints of an order: what goes in, what is refused before sending, what comes out.
 * Must not know how a call is signed or repeated.
 *
 * @module
 */
import { isOrder } from '../payment/order-data.ts'
import type { Amount, CreatedOrder, OpenUnion, Order } from '../shared/types.ts'
import {
  assertHttpUrl,
  assertId,
  assertMerchantOrderId,
  assertPositiveAmount,
  toExpiry,
} from './arguments.ts'
import { callApi, callApiOrThrow } from './call.ts'
import { ResponseError } from './errors.ts'
import { resolveOrderCreation, shareDeadline } from './idempotent-create.ts'
import type { CallOptions, CallSettings } from './settings.ts'

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
   * for the last word: the order is asked for, and one that exists comes back as `recovered`. @default false
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
   * Asks for an order.
   *
   * @throws {TypeError} The id can't stand in a path; nothing was sent.
   * @throws {ApiError} `category` is `not-found` when the provider does not know it.
   * @throws {ResponseError | TransportError} No usable answer came.
   */
  readonly retrieve: (merchantOrderId: string, options?: CallOptions) => Promise<Order>
}

/** The calls for orders, over a client's settings. */
export function createOrders(settings: CallSettings): Orders {
  async function retrieve(merchantOrderId: string, options?: CallOptions): Promise<Order> {
    assertId('merchantOrderId', merchantOrderId)
    const data = await callApiOrThrow(
      settings,
      {
        method: 'GET',
        route: '/orders/{merchantOrderId}',
        path: `/orders/${merchantOrderId}`,
        repeatable: true,
      },
      options,
    )
    if (!isOrder(data)) throw new ResponseError({ reason: 'no-data', httpStatus: 200 })
    return data
  }

  async function create(
    params: CreateOrderParams,
    { sentBefore, ...options }: CreateOrderOptions = {},
  ): Promise<CreatedOrder> {
    const expiresAt = checkParams(params, settings.now())
    const { merchantOrderId, orderAmount } = params
    const budget = shareDeadline(options.deadlineMs ?? settings.deadlineMs)
    const result = await callApi(
      settings,
      {
        method: 'POST',
        route: '/orders',
        path: '/orders',
        body: JSON.stringify({ ...params, expiresAt }),
        repeatable: true,
        sentBefore,
        notAfterMs: Date.parse(expiresAt),
      },
      { ...options, deadlineMs: budget.createMs },
    )
    const query = (): Promise<Order> =>
      retrieve(merchantOrderId, { ...options, deadlineMs: budget.queryMs })
    const queryCall = `orders.retrieve('${merchantOrderId}')`
    return resolveOrderCreation(result, { orderAmount, query, queryCall })
  }

  return { create, retrieve }
}

function checkParams(params: CreateOrderParams, nowMs: number): string {
  assertMerchantOrderId(params.merchantOrderId)
  assertPositiveAmount('orderAmount', params.orderAmount)
  assertHttpUrl('returnUrl', params.returnUrl)
  if (params.callbackUrl !== undefined) assertHttpUrl('callbackUrl', params.callbackUrl)
  return toExpiry(params.expiresAt, nowMs)
}
