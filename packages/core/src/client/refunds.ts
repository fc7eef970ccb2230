/**
 * The endpoints of a refund: what goes in, what is refused before sending, what comes out.
 * Must not know how a call is signed or repeated.
 *
 * @module
 */
import { isRefund } from '../payment/order-data.ts'
import type { CreatedRefund, Refund } from '../shared/types.ts'
import { assertHttpUrl, assertId } from './arguments.ts'
import { callApi, callApiOrThrow } from './call.ts'
import { ResponseError } from './errors.ts'
import { resolveRefundCreation, shareDeadline } from './idempotent-create.ts'
import type { CallOptions, CallSettings } from './settings.ts'

/** What a refund is created from. */
export interface CreateRefundParams {
  /** Your own id of the refund, of `A-Z a-z 0-9 - _`. Store it before you create. */
  readonly merchantRefundOrderId: string
  /** The order to refund: the provider's id of it, from its webhook or query. */
  readonly acquiringOrderId: string
  /** Why, in words for your own records. */
  readonly refundReason: string
  /** Where the refund's webhooks go. */
  readonly notifyUrl?: string | undefined
}

/** The calls for refunds. */
export interface Refunds {
  /**
   * Creates a refund. After a lost answer it is looked up, and never sent twice.
   *
   * @throws {TypeError} A parameter is wrong; nothing was sent.
   * @throws {ApiError} The provider refused; no money moves.
   * @throws {TransportError} `outcome` says whether it was not sent or is unknown. Unknown is not failed.
   */
  readonly create: (params: CreateRefundParams, options?: CallOptions) => Promise<CreatedRefund>
  /**
   * Asks for a refund.
   *
   * @throws {TypeError} The id can't stand in a query; nothing was sent.
   * @throws {ApiError} `category` is `not-found` when the provider does not know it.
   * @throws {ResponseError | TransportError} No usable answer came.
   */
  readonly retrieve: (merchantRefundOrderId: string, options?: CallOptions) => Promise<Refund>
}

/** The calls for refunds, over a client's settings. */
export function createRefunds(settings: CallSettings): Refunds {
  const route = '/refunds'
  const path = '/refunds'

  async function retrieve(merchantRefundOrderId: string, options?: CallOptions): Promise<Refund> {
    assertId('merchantRefundOrderId', merchantRefundOrderId)
    const query = `merchantRefundOrderId=${merchantRefundOrderId}`
    const spec = { method: 'GET', route, path, query, repeatable: true } as const
    const data = await callApiOrThrow(settings, spec, options)
    if (!isRefund(data)) throw new ResponseError({ reason: 'no-data', httpStatus: 200 })
    return data
  }

  async function create(
    params: CreateRefundParams,
    options: CallOptions = {},
  ): Promise<CreatedRefund> {
    checkParams(params)
    const { merchantRefundOrderId, acquiringOrderId } = params
    const budget = shareDeadline(options.deadlineMs ?? settings.deadlineMs)
    const body = JSON.stringify(params)
    const spec = { method: 'POST', route, path, body, repeatable: false } as const
    const result = await callApi(settings, spec, { ...options, deadlineMs: budget.createMs })
    const query = (): Promise<Refund> =>
      retrieve(merchantRefundOrderId, { ...options, deadlineMs: budget.queryMs })
    const queryCall = `refunds.retrieve('${merchantRefundOrderId}')`
    return resolveRefundCreation(result, { acquiringOrderId, query, queryCall })
  }

  return { create, retrieve }
}

function checkParams(params: CreateRefundParams): void {
  assertId('merchantRefundOrderId', params.merchantRefundOrderId)
  assertId('acquiringOrderId', params.acquiringOrderId)
  if (typeof params.refundReason !== 'string') throw new TypeError('refundReason must be a string')
  if (params.notifyUrl !== undefined) assertHttpUrl('notifyUrl', params.notifyUrl)
}
