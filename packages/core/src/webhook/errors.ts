/**
 * The error for an authentic webhook whose body is no event.
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

/** Whether an error is a `MalformedEventError`, also one from another copy of this package. */
export function isMalformedEventError(error: unknown): error is MalformedEventError {
  return isErrorNamed(error, 'MalformedEventError')
}
