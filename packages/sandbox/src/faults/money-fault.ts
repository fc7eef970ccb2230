/**
 * The faults of the money: a payment that is confirmed although it is too small, a refund that does not succeed.
 * Moves no money itself.
 *
 * @module
 */
import type { RefundStatus } from '@paystablecoin/core'
import type { Order, Refund } from '../model.ts'
import type { FaultBox } from './fault-list.ts'

/** Whether the payment at hand is to be confirmed although it is too small. */
export function isUnderpaid(faults: FaultBox, { merchantOrderId }: Order): boolean {
  const except = ['refund-fails', 'refund-closes'] as const
  return (
    faults.takeOne({ place: 'money', on: 'payment', id: merchantOrderId, except }) !== undefined
  )
}

/** How a refund ends. */
export function endOfRefund(faults: FaultBox, { merchantRefundOrderId: id }: Refund): RefundStatus {
  const fault = faults.takeOne({ place: 'money', on: 'refund', id, except: ['underpaid'] })
  if (fault === undefined) return 'SUCCEEDED'
  return fault.kind === 'refund-closes' ? 'CLOSED' : 'FAILED'
}
