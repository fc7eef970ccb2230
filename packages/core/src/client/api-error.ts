/**
 * The error for a refusal in the provider's own words.
 * Must never hold a secret, a signature or a body; knows nothing of how a call is made.
 *
 * @module
 */
import { isErrorNamed, PayStablecoinError } from '../shared/errors.ts'

/** The range of the provider's codes that a refusal falls in. */
export type ApiErrorCategory =
  | 'parameter'
  | 'business'
  | 'data'
  | 'not-found'
  | 'authorization'
  | 'system'
  | 'other'

const CATEGORY_BY_RANGE: Readonly<Record<string, ApiErrorCategory>> = {
  1: 'parameter',
  2: 'business',
  3: 'data',
  4: 'not-found',
  5: 'authorization',
}

function categoryOf(code: string): ApiErrorCategory {
  if (code === '99999') return 'system'
  return (/^[1-5]0[0-9]{3}$/.test(code) && CATEGORY_BY_RANGE[code.charAt(0)]) || 'other'
}

/** The facts of a refusal by the provider. */
export interface ApiErrorDetails {
  readonly providerCode: string
  readonly httpStatus: number
  readonly providerMessage?: string | undefined
  readonly retryAfterMs?: number | undefined
}

/** The provider answered with a code other than `00000`. Branch on `category`: the set of the provider's codes is open. */
export class ApiError extends PayStablecoinError {
  override readonly name = 'ApiError' as const
  declare readonly code: 'API_ERROR'
  /** The provider's own code, five characters such as `40001`. */
  readonly providerCode: string
  readonly category: ApiErrorCategory
  /** Whether the same call may succeed later without a change: after the provider's internal error, HTTP 429 and HTTP 5xx. */
  readonly retryable: boolean
  readonly httpStatus: number
  /** The provider's own words, when it sent some: on one line, `…` in place of what may be a secret, a signature or a body. */
  readonly providerMessage: string | undefined
  /** How long the provider asks to wait before the next try, from `Retry-After`. */
  readonly retryAfterMs: number | undefined

  constructor(details: ApiErrorDetails, options?: ErrorOptions) {
    const { providerCode, providerMessage } = details
    const category = categoryOf(providerCode)
    const words = providerMessage === undefined ? '' : `: ${providerMessage}`
    super('API_ERROR', `PayStablecoin refused with ${providerCode} (${category})${words}`, options)
    this.providerCode = providerCode
    this.category = category
    this.retryable =
      category === 'system' || details.httpStatus === 429 || details.httpStatus >= 500
    this.httpStatus = details.httpStatus
    this.providerMessage = providerMessage
    this.retryAfterMs = details.retryAfterMs
  }
}

/** Whether an error is an `ApiError`, also one from another copy of this package. */
export function isApiError(error: unknown): error is ApiError {
  return isErrorNamed(error, 'ApiError')
}
