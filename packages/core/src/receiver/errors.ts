/**
 * The errors of receiving: a body that could not be read, too much at once, a shutdown that was not over in time.
 * Must never hold a secret, a signature or a body.
 *
 * @module
 */
import { isErrorNamed, PayStablecoinError } from '../shared/errors.ts'
import type { SignatureError } from '../signing/signature-error.ts'
import type { MalformedEventError, MerchantMismatchError } from '../webhook/errors.ts'

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

/** `maxInFlight` events are being handled already, or `maxBodiesInFlight` bodies read. */
export class OverloadError extends PayStablecoinError {
  override readonly name = 'OverloadError' as const
  declare readonly code: 'OVERLOADED'

  constructor(option: 'maxInFlight' | 'maxBodiesInFlight', limit: number) {
    super(
      'OVERLOADED',
      `${option} (${limit}) is reached. Nothing was done; the provider was asked to resend.`,
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

/** Why an event was not delivered as it should have been. */
export type DeliveryReason = 'unrecognized' | 'behind' | 'in-flight' | 'late'

const DELIVERY_MESSAGES: Readonly<Record<DeliveryReason, string>> = {
  unrecognized:
    'An authentic event of an unknown shape: onEvent got it as "unknown". It may be a payment: query what it names.',
  behind:
    'The query of what an event of an unknown shape names gave an older status. No handler ran: query it again.',
  late: 'The inbox took longer than putTimeoutMs. The provider was asked to send the event again; a late put does no harm.',
  'in-flight':
    'Another holder is handling this event: no handler ran here. If it fails, query the order or refund.',
}

/** An event was not delivered as it should have been; see `reason`. */
export class DeliveryError extends PayStablecoinError {
  override readonly name = 'DeliveryError' as const
  declare readonly code: 'DELIVERY_ERROR'
  /**
   * `unrecognized`: handed over as `unknown`. `behind`: the provider's answer is older than the event. `in-flight`: another holder
   * handles it. `late`: the inbox took too long.
   */
  readonly reason: DeliveryReason

  constructor(reason: DeliveryReason) {
    super('DELIVERY_ERROR', DELIVERY_MESSAGES[reason])
    this.reason = reason
  }
}

/** What a webhook can be rejected with. */
export type WebhookRejection =
  | SignatureError
  | MalformedEventError
  | MerchantMismatchError
  | BodyError

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

/** Whether an error is a `DeliveryError`, also one from another copy of this package. */
export function isDeliveryError(error: unknown): error is DeliveryError {
  return isErrorNamed(error, 'DeliveryError')
}
