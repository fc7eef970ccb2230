/**
 * The life cycle of refunds, under the provider's rules and the emulator's own where the documents name none.
 * Knows when a webhook is due; must not know how one is signed or delivered.
 *
 * @module
 */
import type { RefundStatus } from '@paystablecoin/core'
import type { EmulatorClock } from '../shared/clock.ts'
import type { Outcome } from './codes.ts'
import { reject, succeed } from './codes.ts'
import type { Store } from './store.ts'
import type { Merchant, Order, Refund } from './model.ts'
import type { RefundRequest } from './refund-request.ts'

export interface RefundsDeps {
  readonly store: Store
  readonly clock: EmulatorClock
  /** How long a refund stays `PROCESSING`. */
  readonly refundMs: number
  /** The final status of a refund. */
  readonly resultOf: (refund: Refund) => RefundStatus
  /** Notifies the merchant. */
  readonly notify: (refund: Refund) => void
  readonly onChange: () => void
}

/** The life cycle of refunds. */
export interface Refunds {
  readonly create: (merchant: Merchant, request: RefundRequest) => Outcome<Refund>
}

export function createRefunds(deps: RefundsDeps): Refunds {
  const { store, clock, refundMs, resultOf, notify, onChange } = deps

  const put = (changed: Refund): void => {
    const change = { atMs: clock.now(), status: changed.status }
    const refund = { ...changed, changes: [...changed.changes, change] }
    store.putRefund(refund)
    onChange()
    notify(refund)
  }

  const finish = (refund: Refund): void => {
    const current = store.findRefund(refund.merchant, refund.merchantRefundOrderId)
    if (current?.status !== 'PROCESSING') return
    put({ ...current, status: resultOf(current), finishedMs: clock.realNow() })
  }

  return {
    create: (merchant, request) => {
      const existing = store.findRefund(merchant, request.merchantRefundOrderId)
      if (existing !== undefined) return reject(isSame(existing, request) ? '20902' : '20903')
      const order = store.findOrder(merchant, request.acquiringOrderId)
      if (order === undefined) return reject('40901')
      if (order.status !== 'SUCCEEDED') return reject('20007', `the order is ${order.status}`)
      if (store.findRefundOf(order) !== undefined) return reject('20901')
      const refund = newRefund(order, request, clock.realNow())
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
    changes: [],
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
