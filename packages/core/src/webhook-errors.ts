/**
 * The errors of receiving: a signature, a body or an event that is refused. Texts say what to look at.
 * Must never hold a secret, a signature or a body.
 *
 * @module
 */
import { isErrorNamed, PayStablecoinError } from './errors.ts'

/** Why a signature or its timestamp was refused. */
export type SignatureReason =
  | 'missing-timestamp'
  | 'malformed-timestamp'
  | 'missing-signature'
  | 'malformed-signature'
  | 'refused-path'
  | 'mismatch'
  | 'stale'
  | 'future'

const SIGNATURE_ADVICE: Readonly<Record<SignatureReason, string>> = {
  'missing-timestamp': 'X-Timestamp is missing or empty.',
  'malformed-timestamp': 'X-Timestamp is not 13 digits (Unix milliseconds), or came twice.',
  'missing-signature': 'X-Signature is missing or empty.',
  'malformed-signature': 'X-Signature is not 44 characters of padded Base64, or came twice.',
  'refused-path': "The path is the provider's API: perhaps a replayed API request.",
  mismatch:
    'X-Signature does not match. Check the API secret, that the body is as it came, and the path that was called (behind a proxy: callbackUrl).',
  stale:
    'X-Signature holds, but X-Timestamp is older than the tolerance. Check this clock, and query the order: a resend may be late.',
  future: 'X-Signature holds, but X-Timestamp is ahead of the tolerance. Check this clock.',
}

/** A webhook or request that is not authentic, or not fresh. Nothing in it may be believed. */
export class SignatureError extends PayStablecoinError {
  override readonly name = 'SignatureError' as const
  declare readonly code: 'SIGNATURE_REFUSED'
  readonly reason: SignatureReason
  /** How far the timestamp lies from now in milliseconds, positive in the past. Only for `stale` and `future`. */
  readonly skewMs: number | undefined

  constructor(reason: SignatureReason, skewMs?: number) {
    const by = skewMs === undefined ? '' : ` It is off by ${skewMs} ms.`
    super('SIGNATURE_REFUSED', `${SIGNATURE_ADVICE[reason]}${by} Nothing was trusted.`)
    this.reason = reason
    this.skewMs = skewMs
  }
}

/**
 * The error for a webhook that is refused, without a stack. Anybody can have one made, its place in the code says nothing of the
 * request, and taking a stack costs more than accepting a genuine webhook.
 */
export function toRefusal(reason: SignatureReason, skewMs?: number): SignatureError {
  // By Reflect, since it is unknown to some engines and frozen in a hardened realm, where this changes nothing.
  const stackTraceLimit: unknown = Reflect.get(Error, 'stackTraceLimit')
  Reflect.set(Error, 'stackTraceLimit', 0)
  const error = new SignatureError(reason, skewMs)
  Reflect.set(Error, 'stackTraceLimit', stackTraceLimit)
  return error
}

/** Authentic bytes that are no JSON object: a captured API request, or a change at the provider. */
export class MalformedEventError extends PayStablecoinError {
  override readonly name = 'MalformedEventError' as const
  declare readonly code: 'EVENT_MALFORMED'
  readonly reason = 'malformed-event' as const

  constructor() {
    super(
      'EVENT_MALFORMED',
      'X-Signature holds, but the body is no JSON object in UTF-8. No handler ran. If this repeats, query the orders that are still open.',
    )
  }
}

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

/** What a webhook can be refused with. */
export type WebhookRefusal = SignatureError | MalformedEventError | BodyError

/** Whether an error is a `SignatureError`, also one from another copy of this package. */
export function isSignatureError(error: unknown): error is SignatureError {
  return isErrorNamed(error, 'SignatureError')
}

/** Whether an error is a `MalformedEventError`, also one from another copy of this package. */
export function isMalformedEventError(error: unknown): error is MalformedEventError {
  return isErrorNamed(error, 'MalformedEventError')
}

/** Whether an error is a `BodyError`, also one from another copy of this package. */
export function isBodyError(error: unknown): error is BodyError {
  return isErrorNamed(error, 'BodyError')
}
