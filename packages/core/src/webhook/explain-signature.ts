/**
 * `explainSignature`: why a signature does not hold, found by trying what may have been signed instead.
 * Decides nothing: `verifyWebhook` alone accepts. A receiver must not import it.
 *
 * @module
 */
import type { WebhookScheme } from '../shared/types.ts'
import { isSignatureError } from '../signing/signature-error.ts'
import type { SignatureAttempt, SignatureReason } from '../signing/signature-error.ts'
import { isTimestamp, skewMsOf } from '../signing/timestamp.ts'
import { describeAttempt, toPrintable } from './attempt.ts'
import { toCauses } from './causes.ts'
import type { SignatureCause, SignatureCauseKind } from './causes.ts'
import { findMatch } from './find-match.ts'
import type { FoundMatch } from './find-match.ts'
import { clockCauses, headerCauses, likelyCauses } from './likely-causes.ts'
import { toSuspect } from './suspect.ts'
import type { ExplainSignatureOptions, Suspect } from './suspect.ts'
import type { IncomingWebhook } from './verify-webhook.ts'
import { verify } from './verify.ts'

/** What a signature turned out to be made over. */
export interface SignatureMatch {
  readonly scheme: WebhookScheme
  /** The path that was signed, cut and cleaned as in `tried`; `undefined` in the `body` scheme, which signs none. */
  readonly path: string | undefined
  /** The place of the secret in `apiSecret`. */
  readonly secretIndex: number
}

/** Why a signature does not hold. It contains no secret, no signature and no body. */
export interface SignatureExplanation {
  /** The `reason` of the `SignatureError` that `verifyWebhook` throws; `undefined` when it throws none. */
  readonly reason: SignatureReason | undefined
  /** What was signed, where it was found: proof that `causes` are why. `undefined`: nothing that was tried holds. */
  readonly match: SignatureMatch | undefined
  /** With a `match`, all that stands between it and what was verified. Without, what may be wrong, the likeliest first. */
  readonly causes: readonly SignatureCause[]
  /** How far the timestamp lies from now in milliseconds, positive in the past; `undefined` when it is none. */
  readonly skewMs: number | undefined
  /** What `verifyWebhook` compares the signature with. */
  readonly tried: SignatureAttempt
}

/**
 * Explains why a webhook's signature does not hold, for a support tool or a log. It tries what may have been signed in place of
 * what was verified (other paths, the body before it was changed, the other scheme) and says what holds.
 *
 * It accepts nothing: handle only what `verifyWebhook` returns. Its result is for you, never for the reply to a webhook, and it
 * takes up to some thousand hashes: run it after the reply, and not for every stranger.
 *
 * @param webhook - The webhook. Here `path` may be the whole request target or URL: its query may be the cause.
 * @param options - The options of `verifyWebhook` or of the receiver. Here a secret may have white space around it.
 * @throws {TypeError} An option is missing or wrong.
 *
 * @example
 * ```ts
 * import { explainSignature } from '@paystablecoin/core'
 *
 * declare const request: Request
 * const { match, causes } = await explainSignature(
 *   {
 *     headers: request.headers,
 *     body: new Uint8Array(await request.arrayBuffer()),
 *     path: request.url,
 *   },
 *   { apiSecret: 'your-api-secret', callbackUrl: 'https://shop.example/webhook/payment' },
 * )
 * console.log(match === undefined ? 'perhaps:' : 'proven:', causes)
 * ```
 */
export async function explainSignature(
  webhook: IncomingWebhook,
  options: ExplainSignatureOptions,
): Promise<SignatureExplanation> {
  const { now = Date.now } = options
  const suspect = toSuspect(webhook, options)
  const { timestamp } = suspect
  const nowMs = now()
  const skewMs = isTimestamp(timestamp) ? skewMsOf(timestamp, nowMs) : undefined
  const { error } = await verify(suspect, suspect, nowMs)
  const found = await findMatch(suspect)
  return {
    reason: isSignatureError(error) ? error.reason : undefined,
    match: found === undefined ? undefined : toMatch(found),
    causes: toCauses([...headerCauses(suspect), ...otherCauses(suspect, found, skewMs)]),
    skewMs,
    tried: describeAttempt(suspect, suspect),
  }
}

function toMatch({ scheme, path, secretIndex }: FoundMatch): SignatureMatch {
  return { scheme, path: scheme === 'body' ? undefined : toPrintable(path), secretIndex }
}

function otherCauses(
  suspect: Suspect,
  found: FoundMatch | undefined,
  skewMs: number | undefined,
): readonly SignatureCauseKind[] {
  if (found !== undefined) {
    return [...found.kinds, ...(skewMs === undefined ? [] : clockCauses(skewMs, suspect))]
  }
  return suspect.timestamp === '' || suspect.signature === '' ? [] : likelyCauses(suspect)
}
