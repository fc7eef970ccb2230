/**
 * The body of "create refund": what the provider requires of each field, and the code of each rejection.
 * Knows no store.
 *
 * @module
 */
import type { Outcome } from './codes.ts'
import { reject, succeed } from './codes.ts'
import type { JsonObject } from './request-fields.ts'
import { readOptionalUrl, rejectMissing } from './request-fields.ts'

/** What a valid request asks for. */
export interface RefundRequest {
  readonly merchantRefundOrderId: string
  /** The provider's id of the order, or the merchant's own. */
  readonly acquiringOrderId: string
  readonly refundReason: string
  readonly notifyUrl?: string | undefined
}

const REQUIRED_FIELDS = ['merchantRefundOrderId', 'acquiringOrderId', 'refundReason']
const ID = /^[A-Za-z0-9_-]{1,64}$/

/** Reads the fields one by one, up to the first rejection. */
export function parseRefundRequest(body: JsonObject): Outcome<RefundRequest> {
  const { refundReason } = body
  const missing = rejectMissing(body, REQUIRED_FIELDS)
  if (missing !== undefined) return missing
  const merchantRefundOrderId = readId('merchantRefundOrderId', body['merchantRefundOrderId'])
  if (!merchantRefundOrderId.ok) return merchantRefundOrderId
  const acquiringOrderId = readId('acquiringOrderId', body['acquiringOrderId'])
  if (!acquiringOrderId.ok) return acquiringOrderId
  if (typeof refundReason !== 'string') return reject('10003', 'refundReason is not a string')
  const notifyUrl = readOptionalUrl('notifyUrl', body['notifyUrl'])
  if (!notifyUrl.ok) return notifyUrl
  return succeed({
    merchantRefundOrderId: merchantRefundOrderId.value,
    acquiringOrderId: acquiringOrderId.value,
    refundReason,
    notifyUrl: notifyUrl.value,
  })
}

function readId(field: string, value: unknown): Outcome<string> {
  if (typeof value === 'string' && ID.test(value)) return succeed(value)
  return reject('10003', `${field} is not 1 to 64 characters of A-Z a-z 0-9 - _`)
}
