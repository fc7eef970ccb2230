/**
 * Which orders and refunds an object names, wherever in it they stand.
 * Must not know what else the object means.
 *
 * @module
 */
import type { EventSubject } from './events.ts'

const MAX_VALUES = 10_000
const ID = /^[A-Za-z0-9_-]{1,64}$/

/** The refunds that an object names or, when there are none, the orders. Each once, in the order in which they are found. */
export function findSubjects(data: object): readonly EventSubject[] {
  const orders = new Set<string>()
  const refunds = new Set<string>()
  // A list and no recursion: a body may be nested more deeply than the stack.
  const values: object[] = [data]
  for (const value of values) {
    for (const [field, inner] of Object.entries(value)) {
      if (typeof inner === 'string' && ID.test(inner)) {
        if (field === 'merchantOrderId') orders.add(inner)
        if (field === 'merchantRefundOrderId') refunds.add(inner)
      }
      if (typeof inner === 'object' && inner !== null && values.length < MAX_VALUES) {
        values.push(inner)
      }
    }
  }
  if (refunds.size > 0) return Array.from(refunds, (id) => ({ kind: 'refund', id }))
  return Array.from(orders, (id) => ({ kind: 'payment', id }))
}
