/**
 * The signature of a webhook in either documented scheme.
 * Must not know what it is compared with, nor headers or events.
 *
 * @module
 */
import type { Bytes } from '../shared/bytes.ts'
import { andThen } from '../shared/maybe-promise.ts'
import type { MaybePromise } from '../shared/maybe-promise.ts'
import type { WebhookScheme } from '../shared/types.ts'
import { canonicalBodyPrefix, canonicalRequest } from '../signing/canonical.ts'
import { hmac, sha256 } from '../signing/hmac.ts'

/** What a webhook signs. `bodyHash` is filled in once it was needed, so that a rotation hashes the body once. */
export interface SignedContent {
  readonly timestamp: string
  readonly body: Bytes
  bodyHash: MaybePromise<string> | undefined
}

/** The Base64 signature of a webhook. `path` counts in the `request` scheme only. */
export function computeSignature(
  content: SignedContent,
  scheme: WebhookScheme,
  path: string,
  secret: string,
): MaybePromise<string> {
  const { timestamp, body } = content
  if (scheme === 'body') return hmac(secret, canonicalBodyPrefix(timestamp), body)
  return andThen(hashBody(content), (contentHash) =>
    hmac(secret, canonicalRequest({ timestamp, method: 'POST', path, contentHash })),
  )
}

/** The Base64 SHA-256 of the body, computed once. */
export function hashBody(content: SignedContent): MaybePromise<string> {
  content.bodyHash ??= sha256(content.body)
  return content.bodyHash
}
