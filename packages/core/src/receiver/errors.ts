/**
 * The errors of receiving: a body that could not be read, too much at once, a shutdown that was not over in time.
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
  declare readonly code: 'BODY_UNREADABLE'
  readonly reason: BodyReason

  constructor(reason: BodyReason, message: string, options?: ErrorOptions) {
    super('BODY_UNREADABLE', `${message} No handler ran; the provider may send it again.`, options)
    this.reason = reason
  }
}

/** `maxInFlight` events are being handled already. */
export class OverloadError extends PayStablecoinError {
  override readonly name = 'OverloadError' as const
  declare readonly code: 'OVERLOADED'

  constructor(maxInFlight: number) {
    super(
      'OVERLOADED',
      `maxInFlight (${maxInFlight}) events are being handled. This one was not touched; the provider was asked to resend.`,
    )
  }
}

/** Waiting for the end of the work in progress took too long. */
export class IdleTimeoutError extends PayStablecoinError {
  override readonly name = 'IdleTimeoutError' as const
  declare readonly code: 'IDLE_TIMEOUT'
  /** How many events are still being handled. */
  readonly events: number
  /** How many reports to `onError` or `onStale` are still being written. */
  readonly reports: number

  constructor(events: number, reports: number) {
    super(
      'IDLE_TIMEOUT',
      `${events} event(s) are still being handled, ${reports} report(s) still being written. Ending now may lose their effects: query those orders.`,
    )
    this.events = events
    this.reports = reports
  }
}

/** What a webhook can be rejected with. */
export type WebhookRejection = SignatureError | MalformedEventError | BodyError

/** Whether an error is a `BodyError`, also one from another copy of this package. */
export function isBodyError(error: unknown): error is BodyError {
  return isErrorNamed(error, 'BodyError')
}

/** Whether an error is an `OverloadError`, also one from another copy of this package. */
export function isOverloadError(error: unknown): error is OverloadError {
  return isErrorNamed(error, 'OverloadError')
}

/** Whether an error is an `IdleTimeoutError`, also one from another copy of this package. */
export function isIdleTimeoutError(error: unknown): error is IdleTimeoutError {
  return isErrorNamed(error, 'IdleTimeoutError')
}
