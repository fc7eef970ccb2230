/**
 * What requests and webhooks share when they are verified: the shape of the two headers, the comparison, the window.
 * Knows nothing of what was signed.
 *
 * @module
 */
import { isDigest } from '../shared/bytes.ts'
import type { SignatureReason } from './signature-error.ts'
import { isTimestamp, isWithin } from './timestamp.ts'

/** Why the two headers can't hold a timestamp and a signature; `undefined` when they can. */
export function checkHeaders(timestamp: string, signature: string): SignatureReason | undefined {
  if (timestamp === '') return 'missing-timestamp'
  if (!isTimestamp(timestamp)) return 'malformed-timestamp'
  if (signature === '') return 'missing-signature'
  return signature.length === 44 ? undefined : 'malformed-signature'
}

/**
 * Whether two signatures are the same text, compared in constant time: how long it takes does not tell where they differ.
 * The computed one is canonical Base64, so nothing else can be equal to it.
 */
export function isSameSignature(computed: string, given: string): boolean {
  let difference = computed.length ^ given.length
  for (let index = 0; index < computed.length; index++) {
    difference |= computed.charCodeAt(index) ^ given.charCodeAt(index)
  }
  return difference === 0
}

/** Why a signature that matched nothing did not: it may not be canonical Base64 at all. */
export function mismatchReason(signature: string): SignatureReason {
  return isDigest(signature) ? 'mismatch' : 'malformed-signature'
}

/** Which side of the window a skew lies on; `undefined` within the tolerance, both edges included. */
export function checkWindow(skewMs: number, toleranceMs: number): 'stale' | 'future' | undefined {
  if (isWithin(skewMs, toleranceMs)) return undefined
  return skewMs > 0 ? 'stale' : 'future'
}
