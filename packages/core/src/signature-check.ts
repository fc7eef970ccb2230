/**
 * What requests and webhooks share when they are verified: the shape of the two header texts, the secrets in turn, the window.
 * Knows nothing of what was signed.
 *
 * @module
 */
import { isDigest } from './bytes.ts'
import { hmacMatches } from './hmac.ts'
import { andThen, findFirst } from './maybe-promise.ts'
import type { MaybePromise } from './maybe-promise.ts'
import { isTimestamp, isWithin } from './timestamp.ts'
import type { Body } from './types.ts'
import type { SignatureReason } from './webhook-errors.ts'

/** Why the texts of the two headers can't be a timestamp and a signature; `undefined` when they can. */
export function refusedTexts(timestamp: string, signature: string): SignatureReason | undefined {
  if (timestamp === '') return 'missing-timestamp'
  if (!isTimestamp(timestamp)) return 'malformed-timestamp'
  if (signature === '') return 'missing-signature'
  return signature.length === 44 ? undefined : 'malformed-signature'
}

/** The index of the secret that signed the pieces; `undefined` when none did. */
export function matchingSecret(
  secrets: readonly string[],
  pieces: readonly Body[],
  signature: string,
): MaybePromise<number | undefined> {
  return findFirst(secrets, (secret, index) =>
    andThen(hmacMatches(secret, pieces, signature), (matches) =>
      // Only true lets anybody in: a promise that nobody waited for is truthy, too.
      // oxlint-disable-next-line typescript/no-unnecessary-boolean-literal-compare
      matches === true ? index : undefined,
    ),
  )
}

/** Why a signature that matched nothing did not: it may not be strict Base64 at all. */
export function mismatchReason(signature: string): SignatureReason {
  return isDigest(signature) ? 'mismatch' : 'malformed-signature'
}

/** Why a skew is refused; `undefined` within the tolerance, both edges included. */
export function refusedSkew(skewMs: number, toleranceMs: number): 'stale' | 'future' | undefined {
  if (isWithin(skewMs, toleranceMs)) return undefined
  return skewMs > 0 ? 'stale' : 'future'
}
