/**
 * The endpoints of the API: what each does with an authentic call.
 * Knows no signatures and no envelope.
 *
 * @module
 */
import type { Outcome } from '../provider/codes.ts'
import { reject, succeed } from '../provider/codes.ts'
import type { Operation } from '../faults/fault.ts'
import type { Merchant } from '../provider/model.ts'
import { parseOrderRequest } from '../provider/order-request.ts'
import type { Payments } from '../provider/payments.ts'
import type { Json } from '../provider/provider-data.ts'
import { orderData, refundData } from '../provider/provider-data.ts'
import type { MakeId } from '../shared/random.ts'
import { parseRefundRequest } from '../provider/refund-request.ts'
import type { Refunds } from '../provider/refunds.ts'
import type { Store } from '../provider/store.ts'
import type { ApiCall } from './call.ts'
import { readBody, readBodyField } from './request-body.ts'

/** An authentic call. */
export interface AuthenticCall {
  readonly merchant: Merchant
  readonly call: ApiCall
  /** The provider's time, which a fault may have shifted. */
  readonly nowMs: number
  /** A parameter of the path. */
  readonly param: (name: string) => string
}

export interface Endpoint {
  readonly operation: Operation
  readonly needsApiKey: boolean
  /** The merchant's id of the order or refund, which a fault rule may name. */
  readonly idOf: (call: ApiCall, param: (name: string) => string) => string | undefined
  readonly run: (call: AuthenticCall) => Outcome<Json>
}

export interface EndpointDeps {
  readonly store: Store
  readonly payments: Payments
  readonly refunds: Refunds
  readonly makeId: MakeId
  /** The origin of checkout pages; `undefined` for the one that was called. */
  readonly publicUrl: string | undefined
}

export interface Endpoints {
  readonly createOrder: Endpoint
  readonly queryOrder: Endpoint
  readonly createRefund: Endpoint
  readonly queryRefund: Endpoint
  /** Any other path. */
  readonly unknown: Endpoint
}

export function createEndpoints(deps: EndpointDeps): Endpoints {
  return {
    createOrder: createOrderEndpoint(deps),
    queryOrder: {
      operation: 'orders.retrieve',
      needsApiKey: true,
      idOf: (_call, param) => param('id'),
      run: ({ merchant, param }) => {
        const order = deps.store.findOrder(merchant, param('id'))
        return order === undefined ? reject('40901') : succeed(orderData(order, deps.makeId))
      },
    },
    createRefund: createRefundEndpoint(deps),
    queryRefund: {
      operation: 'refunds.retrieve',
      needsApiKey: true,
      idOf: queriedRefundId,
      run: ({ merchant, call }) => queryRefund(deps, merchant, queriedRefundId(call)),
    },
    unknown: {
      operation: 'other',
      needsApiKey: true,
      idOf: () => undefined,
      run: () => reject('40903'),
    },
  }
}

function createOrderEndpoint({ payments, makeId, publicUrl }: EndpointDeps): Endpoint {
  return {
    operation: 'orders.create',
    needsApiKey: true,
    idOf: (call) => readBodyField(call, 'merchantOrderId'),
    run: ({ merchant, call, nowMs }) => {
      const json = readBody(call)
      const request = json.ok ? parseOrderRequest(json.value, nowMs) : json
      if (!request.ok) return request
      const order = payments.create(merchant, request.value, publicUrl ?? call.origin)
      return order.ok ? succeed(orderData(order.value, makeId)) : order
    },
  }
}

function createRefundEndpoint({ refunds }: EndpointDeps): Endpoint {
  return {
    operation: 'refunds.create',
    needsApiKey: true,
    idOf: (call) => readBodyField(call, 'merchantRefundOrderId'),
    run: ({ merchant, call }) => {
      const json = readBody(call)
      const request = json.ok ? parseRefundRequest(json.value) : json
      const refund = request.ok ? refunds.create(merchant, request.value) : request
      return refund.ok ? succeed(refundData(refund.value)) : refund
    },
  }
}

function queryRefund({ store }: EndpointDeps, merchant: Merchant, id = ''): Outcome<Json> {
  if (id === '') return reject('10002', 'merchantRefundOrderId is missing in the query')
  const refund = store.findRefund(merchant, id)
  return refund === undefined ? reject('40902') : succeed(refundData(refund))
}

function queriedRefundId({ query }: ApiCall): string | undefined {
  return new URLSearchParams(query).get('merchantRefundOrderId') ?? undefined
}
