/**
 * A signature or timestamp that was rejected, and why.
 * Knows requests and webhooks alike, so it gives no advice that fits only one of them. Must never hold a secret or a signature.
 *
 * @module
 */
import { isErrorNamed, PayStablecoinError } from '../shared/errors.ts'
import type { WebhookScheme } from '../shared/types.ts'

/** Why a signature or its timestamp was rejected. */
export type SignatureReason =
  | 'missing-timestamp'
  | 'malformed-timestamp'
  | 'missing-signature'
  | 'malformed-signature'
  | 'api-path'
  | 'mismatch'
  | 'stale'
  | 'future'

/** What a webhook's signature was compared with, for a log: no secret, no signature, no body. */
export interface SignatureAttempt {
  readonly schemes: readonly WebhookScheme[]
  /** The paths that were tried in the `request` scheme. Anything but visible ASCII in them is a `?`, and they are cut. */
  readonly paths: readonly string[]
  /** How many secrets were tried. */
  readonly secretCount: number
  /** How many bytes the body has. */
  readonly bodyBytes: number
  /** The body's `Content-Encoding`: `''` when there is none, `'other'` when it is no ordinary one. */
  readonly contentEncoding: string
}

/** The facts of a rejected signature. */
export interface SignatureErrorDetails {
  /** How far the timestamp lies from now in milliseconds, positive in the past. */
  readonly skewMs?: number | undefined
  /** What to look at, where the caller knows more than the reason says. */
  readonly hint?: string | undefined
  /** What the signature was compared with. */
  readonly tried?: SignatureAttempt | undefined
}

const SIGNATURE_MESSAGES: Readonly<Record<SignatureReason, string>> = {
  'missing-timestamp': 'X-Timestamp is missing or empty.',
  'malformed-timestamp': 'X-Timestamp is not 13 digits (Unix milliseconds), or came twice.',
  'missing-signature': 'X-Signature is missing or empty.',
  'malformed-signature': 'X-Signature is not 44 characters of padded Base64, or came twice.',
  'api-path': "The path is the provider's API: perhaps a replayed API request.",
  mismatch:
    'X-Signature does not match. Check the API secret, that the body is byte for byte what was sent, and the path.',
  stale: 'X-Signature holds, but X-Timestamp is older than the tolerance. Check this clock.',
  future: 'X-Signature holds, but X-Timestamp is ahead of the tolerance. Check this clock.',
}

/** A webhook or request that is not authentic, or not fresh. Nothing in it may be believed. */
export class SignatureError extends PayStablecoinError {
  override readonly name = 'SignatureError' as const
  declare readonly code: 'SIGNATURE_ERROR'
  readonly reason: SignatureReason
  /** How far the timestamp lies from now in milliseconds, positive in the past. Only for `stale` and `future`. */
  readonly skewMs: number | undefined
  /** What the signature of a webhook was compared with. Only where it was compared and matched nothing. */
  readonly tried: SignatureAttempt | undefined

  constructor(reason: SignatureReason, { skewMs, hint, tried }: SignatureErrorDetails = {}) {
    const by = skewMs === undefined ? '' : ` It is off by ${skewMs} ms.`
    const advice = hint === undefined ? '' : ` ${hint}`
    super('SIGNATURE_ERROR', `${SIGNATURE_MESSAGES[reason]}${by}${advice} Nothing was trusted.`)
    this.reason = reason
    this.skewMs = skewMs
    this.tried = tried
  }
}

/**
 * The error without a stack, for webhooks. Anybody can have one made, its place in the code says nothing of the request, and
 * taking a stack costs more than accepting a genuine webhook.
 */
export function createSignatureError(
  reason: SignatureReason,
  details?: SignatureErrorDetails,
): SignatureError {
  // By Reflect, since it is unknown to some engines and frozen in a hardened realm, where this changes nothing.
  const stackTraceLimit: unknown = Reflect.get(Error, 'stackTraceLimit')
  Reflect.set(Error, 'stackTraceLimit', 0)
  const error = new SignatureError(reason, details)
  Reflect.set(Error, 'stackTraceLimit', stackTraceLimit)
  return error
}

/** Whether an error is a `SignatureError`, also one from another copy of this package. */
export function isSignatureError(error: unknown): error is SignatureError {
  return isErrorNamed(error, 'SignatureError')
}
