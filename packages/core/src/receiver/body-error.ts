/**
 * The error for a body that could not be read, and what a webhook can be rejected with.
 * Must never hold a secret, a signature or a body.
 *
 * @module
 */
import { isErrorNamed, PayStablecoinError } from '../shared/errors.ts'
import type { SignatureError } from '../signing/signature-error.ts'
import type { MalformedEventError } from '../webhook/errors.ts'

/** Why the bytes of a webhook could not be read. */
export type BodyReason = 'too-large' | 'timeout' | 'unavailable' | 'broken'

/** The body of a webhook could not be read whole. */
export class BodyError extends PayStablecoinError {
  override readonly name = 'BodyError' as const
  declare readonly code: 'BODY_ERROR'
  readonly reason: BodyReason

  constructor(reason: BodyReason, message: string, options?: ErrorOptions) {
    super('BODY_ERROR', `${message} No handler ran; the provider may send it again.`, options)
    this.reason = reason
  }
}

/** What a webhook can be rejected with. */
export type WebhookRefusal = SignatureError | MalformedEventError | BodyError

/** Whether an error is a `BodyError`, also one from another copy of this package. */
export function isBodyError(error: unknown): error is BodyError {
  return isErrorNamed(error, 'BodyError')
}
