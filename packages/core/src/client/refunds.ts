/**
 * The endpoints of a refund: what goes in, what is refused before sending, what comes out.
 * Must not know how a call is signed or repeated.
 *
 * @module
 */
import { isRefund } from '../payment/order-data.ts'
import type { CreatedRefund, Refund } from '../shared/types.ts'
import { assertHttpUrl, assertId } from './arguments.ts'
import { callApi } from './call.ts'
import type { Endpoint } from './call.ts'
import { resolveRefundCreation, splitDeadline } from './idempotent-create.ts'
import type { CallOptions } from './options.ts'
import { createQueries } from './queries.ts'
import { toCallLimits } from './settings.ts'
import type { ClientSettings } from './settings.ts'
import type { WaitOptions } from './wait.ts'

/** What a refund is created from. */
export interface CreateRefundParams {
  /** Your own id of the refund, of `A-Z a-z 0-9 - _`. Store it before you create. */
  readonly merchantRefundOrderId: string
  /** The order to refund: the provider's id of it, from its webhook or query. */
  readonly acquiringOrderId: string
  /** Why, in words for your own records. */
  readonly refundReason: string
  /** Where the refund's webhooks go: the provider's name for an order's `callbackUrl`. */
  readonly notifyUrl?: string | undefined
}

/** The calls for refunds. */
export interface Refunds {
  /**
   * Creates a refund. After a lost answer it is looked up, and never sent twice. A correction of this machine's clock by more than
   * five minutes is not tried on a refund, since a timestamp far ahead may be accepted much later: make another call first.
   *
   * @throws {TypeError} A parameter is wrong; nothing was sent.
   * @throws {ApiError} The provider refused; no money moves.
   * @throws {TransportError} `outcome` says whether it was not sent or is unknown. Unknown is not failed.
   */
  readonly create: (params: CreateRefundParams, options?: CallOptions) => Promise<CreatedRefund>
  /**
   * Queries a refund.
   *
   * @throws {TypeError} The id can't stand in a query; nothing was sent.
   * @throws {ApiError} `category` is `not-found` when the provider does not know it.
   * @throws {ResponseError | TransportError} There is no usable response.
   */
  readonly retrieve: (merchantRefundOrderId: string, options?: CallOptions) => Promise<Refund>
  /**
   * Queries again and again, with growing pauses, until the status is final. For a minute after this client has created it, or a
   * query has found it, a "not found" is one of a replica that lags.
   *
   * @throws {TypeError} The id or an option is wrong; nothing was sent.
   * @throws {ApiError} The provider refused the query, for example because it does not know the id.
   * @throws {WaitError} The signal aborted, or the deadline passed.
   */
  readonly waitUntilFinal: (merchantRefundOrderId: string, options?: WaitOptions) => Promise<Refund>
}

const REFUNDS = { route: '/refunds', path: '/refunds' } as const

/** The calls for refunds, over a client's settings. */
export function createRefunds(settings: ClientSettings): Refunds {
  const { retrieveWithin, retrieve, waitUntilFinal, noteCreation } = createQueries(
    settings,
    'merchantRefundOrderId',
    toQuery,
    isRefund,
  )

  return {
    async create(params, options) {
      const limits = splitDeadline(toCallLimits(settings, options))
      checkParams(params)
      const body = JSON.stringify(params)
      const endpoint = { method: 'POST', ...REFUNDS, body, repeatable: false } as const
      const result = await callApi(settings, endpoint, limits.creation)
      const { merchantRefundOrderId: id, acquiringOrderId } = params
      if ('data' in result || result.ambiguous) noteCreation(id)
      const query = () => retrieveWithin(limits.query, id)
      return resolveRefundCreation(result, { calls: 'refunds', id, acquiringOrderId, query })
    },

    retrieve,
    waitUntilFinal,
  }
}

function toQuery(id: string): Endpoint {
  return { method: 'GET', ...REFUNDS, query: `merchantRefundOrderId=${id}`, repeatable: true }
}

function checkParams(params: CreateRefundParams): void {
  assertId('merchantRefundOrderId', params.merchantRefundOrderId)
  assertId('acquiringOrderId', params.acquiringOrderId)
  if (typeof params.refundReason !== 'string') throw new TypeError('refundReason must be a string')
  if (params.notifyUrl !== undefined) assertHttpUrl('notifyUrl', params.notifyUrl)
}
