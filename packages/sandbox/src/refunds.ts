/**
 * Takes refunds through their life, under the provider's rules and the sandbox's own where those are open.
 * Knows when which webhook is due; must not know how one is signed or delivered.
 *
 * @module
 */
import type { RefundStatus } from '@paystablecoin/core'
import type { Clock } from './clock.ts'
import type { Outcome } from './codes.ts'
import { refuse, succeed } from './codes.ts'
import type { Ledger } from './ledger.ts'
import type { Merchant, Order, Refund } from './model.ts'
import type { RefundRequest } from './refund-request.ts'

/** What the refunds stand on. */
export interface RefundsParts {
  readonly ledger: Ledger
  readonly clock: Clock
  /** How long a refund takes. */
  readonly refundMs: number
  /** How a refund ends. */
  readonly endOf: (refund: Refund) => RefundStatus
  /** Tells the merchant. */
  readonly announce: (refund: Refund) => void
  /** Tells who watches. */
  readonly changed: () => void
}

/** The life of refunds. */
export interface Refunds {
  readonly create: (merchant: Merchant, request: RefundRequest) => Outcome<Refund>
}

/** Creates the refunds. */
export function createRefunds(parts: RefundsParts): Refunds {
  const { ledger, clock, refundMs, endOf, announce, changed } = parts

  const put = (refund: Refund): void => {
    ledger.putRefund(refund)
    changed()
    announce(refund)
  }

  const finish = (refund: Refund): void => {
    const current = ledger.findRefund(refund.merchant, refund.merchantRefundOrderId)
    if (current?.status !== 'PROCESSING') return
    put({ ...current, status: endOf(current), finishedMs: clock.outsideNow() })
  }

  return {
    create: (merchant, request) => {
      const existing = ledger.findRefund(merchant, request.merchantRefundOrderId)
      if (existing !== undefined) return refuse(isSame(existing, request) ? '20902' : '20903')
      const order = ledger.findOrder(merchant, request.acquiringOrderId)
      if (order === undefined) return refuse('40901')
      if (order.status !== 'SUCCEEDED') return refuse('20007', `the order is ${order.status}`)
      if (ledger.findRefundOf(order) !== undefined) return refuse('20901')
      const refund = newRefund(order, request, clock.outsideNow())
      put(refund)
      clock.plan(refundMs, () => finish(refund))
      return succeed(refund)
    },
  }
}

function newRefund(order: Order, request: RefundRequest, nowMs: number): Refund {
  return {
    ...request,
    merchant: order.merchant,
    acquiringOrderId: order.acquiringOrderId,
    merchantOrderId: order.merchantOrderId,
    status: 'PROCESSING',
    amount: order.payment?.paid ?? order.due,
    createdMs: nowMs,
  }
}

function isSame(refund: Refund, request: RefundRequest): boolean {
  const ids = [refund.acquiringOrderId, refund.merchantOrderId]
  return (
    ids.includes(request.acquiringOrderId) &&
    refund.refundReason === request.refundReason &&
    refund.notifyUrl === request.notifyUrl
  )
}
