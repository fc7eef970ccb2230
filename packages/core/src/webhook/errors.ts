/**
 * The errors for an authentic webhook whose body is no event, or another merchant's.
 * Must never hold a secret, a signature or a body.
 *
 * @module
 */
import { isErrorNamed, PayStablecoinError } from '../shared/errors.ts'

/** Authentic bytes that are no JSON object: a captured API request, or a change at the provider. */
export class MalformedEventError extends PayStablecoinError {
  override readonly name = 'MalformedEventError' as const
  declare readonly code: 'MALFORMED_EVENT'
  readonly reason = 'malformed-event' as const

  constructor() {
    super(
      'MALFORMED_EVENT',
      'X-Signature holds, but the body is no JSON object in UTF-8. No handler ran. If this repeats, query the orders that are still open.',
    )
  }
}

/** An authentic event that names another merchant than the one it was sent to. */
export class MerchantMismatchError extends PayStablecoinError {
  override readonly name = 'MerchantMismatchError' as const
  declare readonly code: 'MERCHANT_MISMATCH'
  readonly reason = 'other-merchant' as const

  constructor() {
    super(
      'MERCHANT_MISMATCH',
      'X-Signature holds, but the event names another merchantId than yours. No handler ran. Check merchantId, and that no two merchants share a secret.',
    )
  }
}

/** Whether an error is a `MerchantMismatchError`, also one from another copy of this package. */
export function isMerchantMismatchError(error: unknown): error is MerchantMismatchError {
  return isErrorNamed(error, 'MerchantMismatchError')
}

/** Whether an error is a `MalformedEventError`, also one from another copy of this package. */
export function isMalformedEventError(error: unknown): error is MalformedEventError {
  return isErrorNamed(error, 'MalformedEventError')
}
