/**
 * The states of an order and what moves it from one to the next. Pure: an order in, the next order out.
 * Knows no store, no clock and no webhooks.
 *
 * @module
 */
import type { Amount } from '@paystablecoin/core'
import { coversAmount, isFinalStatus } from '@paystablecoin/core'
import type { Code, Outcome } from './codes.ts'
import { reject, succeed } from './codes.ts'
import { addDecimals, percentOf, subtractDecimals } from '../shared/decimal.ts'
import type { Order, Payment } from './model.ts'

/** Whether the customer has paid all of it. */
export function isCovered({ due, payment }: Order): boolean {
  return coversAmount(payment?.paid, due)
}

/** What is still to be paid. */
export function remainingOf({ due, payment }: Order): Amount {
  if (payment === undefined) return due
  return { ...due, value: subtractDecimals(due.value, payment.paid.value) }
}

/** The part of the amount due that "Pay too little" and the fault `underpaid` pay. */
const UNDERPAID_PERCENT = 90

/** Less than what is still to be paid. */
export function tooLittleFor(order: Order): string {
  return percentOf(remainingOf(order).value, UNDERPAID_PERCENT)
}

/** Adds a payment: the order is `PROCESSING` until it is confirmed. A second payment tops up the first. */
export function addPayment(order: Order, payment: Payment): Outcome<Order> {
  const code = unpayableCode(order)
  if (code !== undefined) return reject(code)
  const previous = order.payment?.paid.value ?? '0'
  const paid = { ...payment.paid, value: addDecimals(previous, payment.paid.value) }
  return succeed({ ...order, status: 'PROCESSING', payment: { ...payment, paid } })
}

/** Why an order can't be paid now, as the provider's code; `undefined` when it can. */
export function unpayableCode(order: Order): Exclude<Code, '00000'> | undefined {
  if (order.status === 'SUCCEEDED') return '20002'
  if (order.status === 'FAILED') return '20006'
  if (order.status === 'CLOSED') return CLOSED_CODES[order.closedBy ?? 'provider']
  return isCovered(order) ? '20008' : undefined
}

const CLOSED_CODES = { customer: '20003', expiry: '20005', provider: '20004' } as const

/** Reopens a closed order for a payment that arrives late on chain. */
export function reopenForLatePayment(order: Order): Order {
  return order.status === 'CLOSED' ? { ...order, status: 'INIT', closedBy: undefined } : order
}

/** The payment is confirmed on chain. */
export function confirmPayment(order: Order): Order {
  return order.status === 'PROCESSING' ? { ...order, status: 'SUCCEEDED' } : order
}

/** The payment has failed. */
export function failPayment(order: Order): Outcome<Order> {
  if (isFinalStatus(order.status)) return reject(unpayableCode(order) ?? '20007')
  return succeed({ ...order, status: 'FAILED' })
}

/** The customer cancels the order. */
export function cancelOrder(order: Order): Outcome<Order> {
  if (order.status !== 'INIT') return reject(unpayableCode(order) ?? '20007')
  return succeed({ ...order, status: 'CLOSED', closedBy: 'customer' })
}

/** The provider closes it. */
export function closeOrder(order: Order): Outcome<Order> {
  if (isFinalStatus(order.status)) return reject(unpayableCode(order) ?? '20007')
  return succeed({ ...order, status: 'CLOSED' })
}

/** The order expires: it is closed unless it is paid in full. */
export function expireOrder(order: Order): Outcome<Order> {
  const code = unpayableCode(order)
  return code === undefined
    ? succeed({ ...order, status: 'CLOSED', closedBy: 'expiry' })
    : reject(code)
}

/** Remembers when an order came into its status, or what was paid of it. */
export function withChange(order: Order, atMs: number): Order {
  const { status, closedBy, payment, changes } = order
  const paid = payment?.paid
  const last = changes.at(-1)
  if (last?.status === status && last.paid?.value === paid?.value) return order
  return { ...order, changes: [...changes, { atMs, status, closedBy, paid }] }
}
