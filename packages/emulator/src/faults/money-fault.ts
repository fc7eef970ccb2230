/**
 * The faults of the money: a payment that is confirmed although it is too small, a refund that does not succeed.
 * Moves no money itself.
 *
 * @module
 */
import type { RefundStatus } from '@paystablecoin/core'
import type { Order, Refund } from '../provider/model.ts'
import type { FaultRegistry } from './fault-registry.ts'

/** Whether the current payment will be confirmed although it is too small. */
export function isUnderpaid(faults: FaultRegistry, { merchantOrderId: id }: Order): boolean {
  const except = ['refund-fails', 'refund-closes'] as const
  return faults.next({ place: 'money', on: 'payment', id, except }) !== undefined
}

/** The final status of a refund. */
export function refundResult(faults: FaultRegistry, refund: Refund): RefundStatus {
  const { merchantRefundOrderId: id } = refund
  const fault = faults.next({ place: 'money', on: 'refund', id, except: ['underpaid'] })
  if (fault === undefined) return 'SUCCEEDED'
  return fault.kind === 'refund-closes' ? 'CLOSED' : 'FAILED'
}
