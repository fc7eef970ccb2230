/**
 * What the four endpoints do with an authentic call.
 * Knows no signatures, no HTTP and no envelope.
 *
 * @module
 */
import type { Outcome } from '../codes.ts'
import { refuse, succeed } from '../codes.ts'
import type { Ledger } from '../ledger.ts'
import type { Merchant } from '../model.ts'
import { parseOrderRequest } from '../order-request.ts'
import type { Payments } from '../payments.ts'
import type { Json } from '../provider-data.ts'
import { orderData, refundData } from '../provider-data.ts'
import type { MakeId } from '../random.ts'
import { parseRefundRequest } from '../refund-request.ts'
import type { Refunds } from '../refunds.ts'
import type { JsonObject } from '../request-fields.ts'
import { parseJsonObject } from '../request-fields.ts'

/** What the endpoints stand on. */
export interface EndpointParts {
  readonly ledger: Ledger
  readonly payments: Payments
  readonly refunds: Refunds
  readonly makeId: MakeId
}

/** The endpoints that the provider documents. */
export interface Endpoints {
  readonly createOrder: (
    merchant: Merchant,
    body: string,
    nowMs: number,
    origin: string,
  ) => Outcome<Json>
  readonly queryOrder: (merchant: Merchant, id: string) => Outcome<Json>
  readonly createRefund: (merchant: Merchant, body: string) => Outcome<Json>
  readonly queryRefund: (merchant: Merchant, id: string | undefined) => Outcome<Json>
}

/** Creates the endpoints. */
export function createEndpoints({ ledger, payments, refunds, makeId }: EndpointParts): Endpoints {
  return {
    createOrder: (merchant, body, nowMs, origin) => {
      const json = readBody(body)
      const request = json.ok ? parseOrderRequest(json.value, nowMs) : json
      const order = request.ok ? payments.create(merchant, request.value, origin) : request
      return order.ok ? succeed(orderData(order.value, makeId)) : order
    },
    queryOrder: (merchant, id) => {
      const order = ledger.findOrder(merchant, id)
      return order === undefined ? refuse('40901') : succeed(orderData(order, makeId))
    },
    createRefund: (merchant, body) => {
      const json = readBody(body)
      const request = json.ok ? parseRefundRequest(json.value) : json
      const refund = request.ok ? refunds.create(merchant, request.value) : request
      return refund.ok ? succeed(refundData(refund.value)) : refund
    },
    queryRefund: (merchant, id) => {
      if (id === undefined || id === '') {
        return refuse('10002', 'merchantRefundOrderId is missing in the query')
      }
      const refund = ledger.findRefund(merchant, id)
      return refund === undefined ? refuse('40902') : succeed(refundData(refund))
    },
  }
}

function readBody(text: string): Outcome<JsonObject> {
  const json = parseJsonObject(text)
  return json === undefined ? refuse('10001', 'the body is not a JSON object') : succeed(json)
}
