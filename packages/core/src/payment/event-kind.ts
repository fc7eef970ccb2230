/**
 * Which shape of data counts as a payment, a checkout payment or a refund. A refund's SUCCEEDED must never pass for a payment.
 * Must not know keys, bodies or where the data came from.
 *
 * @module
 */
import type { ProviderData } from '../shared/types.ts'
import type { PaymentData, RefundData } from './events.ts'
import { isAmount } from './money.ts'

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

/**
 * Of which product a payment is; `undefined` when it may be something else. What has every documented mark of a payment is one,
 * whatever fields were added to it, unless it names a refund.
 */
export function paymentKindOf(data: PaymentData): 'payment' | 'checkout' | undefined {
  const hasPrice = isNonEmptyString(data.paymentOrderId) && isAmount(data.orderAmount)
  const isComplete = (): boolean => hasPrice && isAmount(data.cryptoPaidAmount)
  const mark = refundMarkOf(data)
  if (mark === 'id' || (mark === 'mention' && !isComplete())) return undefined
  if (typeof data['finalStatus'] === 'boolean') return 'checkout'
  if ('depositAddress' in data && !isComplete()) return 'checkout'
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

// A list of refunds, or an object that is no sum, may hold an id.
const ID_FIELD = /(?:id|no|number|reference)$/i

function refundMarkOf(data: ProviderData): 'id' | 'mention' | undefined {
  let mark: 'mention' | undefined
  for (const field of Object.keys(data)) {
    if (PAYMENT_FIELDS.has(field) || !/refund/i.test(field)) continue
    const value = data[field]
    if (field === 'merchantRefundOrderId' && value !== null && value !== undefined) return 'id'
    if (isEmpty(value)) continue
    const mayHoldId = typeof value === 'object' ? !isAmount(value) : ID_FIELD.test(field)
    if (mayHoldId) return 'id'
    mark = 'mention'
  }
  return mark
}

// A flag such as `refundable`, nothing and zero say nothing of a refund.
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || typeof value === 'boolean') return true
  if (typeof value === 'object') return Object.keys(value).length === 0
  return typeof value === 'string' ? /^[0.]*$/.test(value) : value === 0
}

function isNonEmptyString(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isOptionalId(value: unknown): boolean {
  return value === undefined || value === null || isNonEmptyString(value)
}
