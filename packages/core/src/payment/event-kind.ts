/**
 * Which shape of data counts as a payment, a checkout payment or a refund. A refund's SUCCEEDED must never pass for a payment.
 * Must not know keys, bodies or where the data came from.
 *
 * @module
 */
import type { ProviderData } from '../shared/types.ts'
import type { PaymentData, RefundData } from './events.ts'
import { findSubject } from './find-subject.ts'
import { isAmount } from './money.ts'
import { tellsOfRefund } from './refund-mention.ts'

/** Whether this is a refund: it names one, and a status. */
export function isRefundData(data: ProviderData): data is RefundData {
  return (
    isNonEmptyString(data['merchantRefundOrderId']) &&
    isNonEmptyString(data['status']) &&
    isOptionalId(data['acquiringOrderId'])
  )
}

/** Whether this may be a payment: it names an order, and a status. */
export function isPaymentData(data: ProviderData): data is PaymentData {
  return (
    isNonEmptyString(data['merchantOrderId']) &&
    isNonEmptyString(data['status']) &&
    isOptionalId(data['acquiringOrderId']) &&
    isOptionalId(data['paymentOrderId'])
  )
}

/** Of which product a payment is; `undefined` when it may be something else, as when a field tells of a refund. */
export function paymentKindOf(data: PaymentData): 'payment' | 'checkout' | undefined {
  if (mayBeRefund(data)) return undefined
  if (typeof data['finalStatus'] === 'boolean') return 'checkout'
  const hasPrice = isNonEmptyString(data.paymentOrderId) && isAmount(data.orderAmount)
  // What has every documented mark of a payment is one, whatever fields were added to it.
  if ('depositAddress' in data && !(hasPrice && isAmount(data.cryptoPaidAmount))) return 'checkout'
  return hasPrice ? 'payment' : undefined
}

// The fields that are known to tell of no refund: looking through their names would take longer than the rest of the shape.
const PAYMENT_FIELDS: ReadonlySet<string> = new Set([
  'acquiringOrderId',
  'paymentOrderId',
  'merchantOrderId',
  'status',
  'orderAmount',
  'cryptoPaymentAmount',
  'cryptoPaidAmount',
  'cryptoPaymentDetail',
  'createdTime',
  'paidTime',
])

function mayBeRefund(data: ProviderData): boolean {
  return Object.keys(data).some((field) => {
    if (PAYMENT_FIELDS.has(field)) return false
    const value = data[field]
    return tellsOfRefund(field, value) || findSubject({ value }).subject?.kind === 'refund'
  })
}

function isNonEmptyString(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isOptionalId(value: unknown): boolean {
  return value === undefined || value === null || isNonEmptyString(value)
}
