/**
 * A signature or timestamp that was rejected, and why.
 * Knows requests and webhooks alike, so it gives no advice that fits only one of them.
 * Must never hold a secret, a signature or a body.
 *
 * @module
 */
import { isErrorNamed, PayStablecoinError } from '../shared/errors.ts'

/** Why a signature or its timestamp was refused. */
export type SignatureReason =
  | 'missing-timestamp'
  | 'malformed-timestamp'
  | 'missing-signature'
  | 'malformed-signature'
  | 'api-path'
  | 'mismatch'
  | 'stale'
  | 'future'

const SIGNATURE_ADVICE: Readonly<Record<SignatureReason, string>> = {
  'missing-timestamp': 'X-Timestamp is missing or empty.',
  'malformed-timestamp': 'X-Timestamp is not 13 digits (Unix milliseconds), or came twice.',
  'missing-signature': 'X-Signature is missing or empty.',
  'malformed-signature': 'X-Signature is not 44 characters of padded Base64, or came twice.',
  'api-path': "The path is the provider's API: perhaps a replayed API request.",
  mismatch:
    'X-Signature does not match. Check the API secret, that the body is as it came, and the path that was called (behind a proxy: callbackUrl).',
  stale:
    'X-Signature holds, but X-Timestamp is older than the tolerance. Check this clock, and query the order: a resend may be late.',
  future: 'X-Signature holds, but X-Timestamp is ahead of the tolerance. Check this clock.',
}

/** A webhook or request that is not authentic, or not fresh. Nothing in it may be believed. */
export class SignatureError extends PayStablecoinError {
  override readonly name = 'SignatureError' as const
  declare readonly code: 'SIGNATURE_ERROR'
  readonly reason: SignatureReason
  /** How far the timestamp lies from now in milliseconds, positive in the past. Only for `stale` and `future`. */
  readonly skewMs: number | undefined

  constructor(reason: SignatureReason, skewMs?: number) {
    const by = skewMs === undefined ? '' : ` It is off by ${skewMs} ms.`
    super('SIGNATURE_ERROR', `${SIGNATURE_ADVICE[reason]}${by} Nothing was trusted.`)
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

/** Whether an error is a `SignatureError`, also one from another copy of this package. */
export function isSignatureError(error: unknown): error is SignatureError {
  return isErrorNamed(error, 'SignatureError')
}
