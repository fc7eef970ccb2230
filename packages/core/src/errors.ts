/**
 * All errors as one type, so that a `switch` over `code` or `name` narrows.
 * Knows the classes as types only.
 *
 * @module
 */
import type { ApiError } from './client/api-error.ts'
import type { OrderExistsError, ResponseError, TransportError, WaitError } from './client/errors.ts'
import type { InboxEntryError } from './inbox/errors.ts'
import type {
  BodyError,
  DeliveryError,
  IdleTimeoutError,
  OverloadError,
} from './receiver/errors.ts'
import { isBranded } from './shared/errors.ts'
import type { SignatureError } from './signing/signature-error.ts'
import type { MalformedEventError, MerchantMismatchError } from './webhook/errors.ts'

/** Any error of this package. */
export type AnyPayStablecoinError =
  | ApiError
  | ResponseError
  | TransportError
  | OrderExistsError
  | WaitError
  | SignatureError
  | MalformedEventError
  | MerchantMismatchError
  | BodyError
  | DeliveryError
  | IdleTimeoutError
  | InboxEntryError
  | OverloadError

/**
 * Whether an error is of this package, also from another copy of it. Then `code` and `name` tell which.
 *
 * @example
 * ```ts
 * import { isPayStablecoinError } from '@paystablecoin/core'
 *
 * function describe(error: unknown): string {
 *   if (!isPayStablecoinError(error)) throw error
 *   switch (error.code) {
 *     case 'API_ERROR':
 *       return error.category
 *     case 'TRANSPORT_ERROR':
 *       return error.outcome
 *     default:
 *       return error.message
 *   }
 * }
 * ```
 */
export function isPayStablecoinError(error: unknown): error is AnyPayStablecoinError {
  return isBranded(error)
}
