/**
 * The provider's data as an order or a refund: what must be there for it to count as one.
 * Must not know how it was fetched.
 *
 * @module
 */
import { isHttpUrl } from '../shared/http-url.ts'
import { isRecord } from '../shared/is-record.ts'
import type { Order, ProviderData, Refund } from '../shared/types.ts'

/** Whether this is an order: it has a status, and its ids are text where they are given. */
export function isOrder(data: unknown): data is Order {
  return hasStatus(data) && hasTextOrNothing(data, ['merchantOrderId', 'acquiringOrderId'])
}

/** Whether this is a refund: it has a status, and its ids are text where they are given. */
export function isRefund(data: unknown): data is Refund {
  return hasStatus(data) && hasTextOrNothing(data, ['merchantRefundOrderId', 'acquiringOrderId'])
}

/** Whether the data names another order or refund than the one with this id. One that is not named is taken for it. */
export function namesOther(
  data: ProviderData,
  field: 'merchantOrderId' | 'merchantRefundOrderId' | 'acquiringOrderId',
  id: string,
): boolean {
  return (data[field] ?? id) !== id
}

/** Whether a customer can be sent to pay: there is an http(s) `checkoutUrl`. */
export function isPayable<Data>(
  data: Data,
): data is Data & ProviderData & { readonly checkoutUrl: string } {
  return isRecord(data) && isHttpUrl(data['checkoutUrl'])
}

function hasStatus(data: unknown): data is ProviderData {
  return isRecord(data) && typeof data['status'] === 'string' && data['status'] !== ''
}

function hasTextOrNothing(data: ProviderData, fields: readonly string[]): boolean {
  return fields.every((field) => {
    const value = data[field]
    return value === undefined || value === null || typeof value === 'string'
  })
}
