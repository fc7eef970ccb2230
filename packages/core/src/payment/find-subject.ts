/**
 * Which order or refund an object of an unknown shape names, wherever in it they stand.
 * Must not know what else the object means.
 *
 * @module
 */
import { eachField } from './each-field.ts'
import type { EventSubject } from './events.ts'
import { tellsOfRefund } from './refund-mention.ts'

/** What an object names. */
export interface Named {
  /** The one refund or, where nothing tells of a refund, the one order. `undefined` when there is none, or more than one. */
  readonly subject: EventSubject | undefined
  /** Whether it names an order or tells of a refund at all. */
  readonly isSomething: boolean
}

const ID = /^[A-Za-z0-9_-]+$/

/** Looks through an object. */
export function findSubject(data: object): Named {
  const orders = new Set<string>()
  const refunds = new Set<string>()
  let hasRefund = false
  eachField(data, (field, value) => {
    hasRefund ||= tellsOfRefund(field, value)
    if (typeof value !== 'string' || !ID.test(value)) return
    if (field === 'merchantOrderId') orders.add(value)
    if (field === 'merchantRefundOrderId') refunds.add(value)
  })
  const [id, second] = hasRefund ? refunds : orders
  const isOne = id !== undefined && second === undefined
  return {
    subject: isOne ? { kind: hasRefund ? 'refund' : 'payment', id } : undefined,
    isSomething: hasRefund || id !== undefined,
  }
}
