/**
 * Judging a webhook in both documented schemes, and the mirror that signs one.
 * Knows the two headers; must not know HTTP statuses, streams or handlers.
 *
 * @module
 */
import { fromUtf8, toBytes } from './bytes.ts'
import type { Bytes } from './bytes.ts'
import { assertPath, canonicalBodyPrefix, canonicalRequest, isApiPath } from './canonical.ts'
import { parseEventData, toKnownEvent, toUnknownEvent } from './events.ts'
import type { WebhookEvent, WebhookOrigin } from './events.ts'
import { readHeader } from './headers.ts'
import { hmacBase64, sha256Base64 } from './hmac.ts'
import { andThen, findFirst } from './maybe-promise.ts'
import type { MaybePromise } from './maybe-promise.ts'
import { assertOneOf } from './option-checks.ts'
import { toSigningSecret } from './secrets.ts'
import { matchingSecret, mismatchReason, refusedSkew, refusedTexts } from './signature-check.ts'
import { isTimestamp, skewMsOf } from './timestamp.ts'
import type { Body, HeadersLike, WebhookScheme } from './types.ts'
import type { SignatureReason } from './webhook-errors.ts'

/** A webhook as it came, and every path that the provider may have called. */
export interface ReceivedWebhook {
  readonly headers: HeadersLike
  readonly body: Bytes
  readonly paths: readonly string[]
}

/** Against what a webhook is judged. */
export interface WebhookRules {
  readonly secrets: readonly string[]
  readonly scheme: WebhookScheme | 'auto'
  readonly toleranceMs: number
}

/** What became of a webhook. Only `authentic` and `untimely` carry something the provider signed. */
export type WebhookVerdict =
  | { readonly verdict: 'authentic'; readonly event: WebhookEvent }
  | {
      readonly verdict: 'untimely'
      readonly reason: 'stale' | 'future'
      readonly skewMs: number
      readonly event: WebhookEvent | undefined
    }
  | { readonly verdict: 'malformed' }
  | { readonly verdict: 'refused'; readonly reason: SignatureReason }

/** Judges a webhook: the header texts, the signature, the window and the JSON, in this order. */
export function judgeWebhook(
  webhook: ReceivedWebhook,
  rules: WebhookRules,
  nowMs: number,
): MaybePromise<WebhookVerdict> {
  const timestamp = readHeader(webhook.headers, 'x-timestamp')
  const signature = readHeader(webhook.headers, 'x-signature')
  const refused = refusedTexts(timestamp, signature)
  if (refused !== undefined) return { verdict: 'refused', reason: refused }
  return andThen(findProof(webhook, rules, timestamp, signature), (proof) => {
    if (proof === undefined) {
      return { verdict: 'refused', reason: explain(webhook, rules, signature) }
    }
    const { scheme, secretIndex } = proof
    const origin = { source: 'webhook', timestamp, scheme, secretIndex } as const
    return andThen(readEvent(webhook.body, origin), (event) =>
      judgeTime(event, skewMsOf(timestamp, nowMs), rules.toleranceMs),
    )
  })
}

function judgeTime(
  event: WebhookEvent | undefined,
  skewMs: number,
  toleranceMs: number,
): WebhookVerdict {
  const reason = refusedSkew(skewMs, toleranceMs)
  if (reason !== undefined) return { verdict: 'untimely', reason, skewMs, event }
  return event === undefined ? { verdict: 'malformed' } : { verdict: 'authentic', event }
}

type Proof = Pick<WebhookOrigin, 'scheme' | 'secretIndex'>

// Only a hint, so that `auto` costs one scheme and not two: whichever is tried first, the same webhooks are let in.
let lastScheme: WebhookScheme = 'request'

function findProof(
  webhook: ReceivedWebhook,
  { secrets, scheme }: WebhookRules,
  timestamp: string,
  signature: string,
): MaybePromise<Proof | undefined> {
  return findFirst(schemesToTry(scheme), (scheme) =>
    andThen(signedPieces(scheme, webhook, timestamp), (candidates) =>
      findFirst(candidates, (pieces) =>
        andThen(matchingSecret(secrets, pieces, signature), (secretIndex) => {
          if (secretIndex === undefined) return undefined
          lastScheme = scheme
          return { scheme, secretIndex }
        }),
      ),
    ),
  )
}

function schemesToTry(scheme: WebhookScheme | 'auto'): readonly WebhookScheme[] {
  if (scheme !== 'auto') return [scheme]
  return lastScheme === 'request' ? ['request', 'body'] : ['body', 'request']
}

// What may have been signed: in the `request` scheme a text for each path that the provider may have called.
function signedPieces(
  scheme: WebhookScheme,
  { body, paths }: ReceivedWebhook,
  timestamp: string,
): MaybePromise<readonly (readonly Body[])[]> {
  if (scheme === 'body') return [bodyPieces(timestamp, body)]
  return andThen(sha256Base64(body), (contentHash) =>
    paths
      .filter((path) => !isApiPath(path))
      .map((path) => requestPieces(timestamp, path, contentHash)),
  )
}

function bodyPieces(timestamp: string, body: Bytes): readonly Body[] {
  return [canonicalBodyPrefix(timestamp), body]
}

function requestPieces(timestamp: string, path: string, contentHash: string): readonly Body[] {
  return [canonicalRequest({ timestamp, method: 'POST', path, contentHash })]
}

function explain(
  { paths }: ReceivedWebhook,
  { scheme }: WebhookRules,
  signature: string,
): SignatureReason {
  if (scheme !== 'body' && paths.some(isApiPath)) return 'refused-path'
  return mismatchReason(signature)
}

function readEvent(body: Bytes, origin: WebhookOrigin): MaybePromise<WebhookEvent | undefined> {
  const rawBody = fromUtf8(body)
  const data = rawBody === undefined ? undefined : parseEventData(rawBody)
  if (rawBody === undefined || data === undefined) return undefined
  return (
    toKnownEvent(data, rawBody, origin) ??
    andThen(sha256Base64(body), (bodyHash) => toUnknownEvent(data, rawBody, origin, bodyHash))
  )
}

/** The parts of a webhook that are signed. */
export interface SignableWebhook {
  /** Unix milliseconds as 13 digits. */
  readonly timestamp: string
  /** The raw body. */
  readonly body: Body
  /** The undecoded pathname of the callback URL. Needed in the `request` scheme, not signed in the other. */
  readonly path?: string | undefined
  readonly scheme: WebhookScheme
}

/**
 * Signs a webhook as the provider does: for tests, and for a sandbox.
 * `request` signs `timestamp \n POST \n path \n Base64(SHA256(body))` (the webhook reference pages); `body` signs
 * `timestamp \n body` (the Python page).
 *
 * @returns The text for `X-Signature`.
 * @throws {TypeError} The timestamp is not 13 digits, or the path is missing or can't be signed.
 *
 * @example
 * ```ts
 * import { signWebhook } from '@paystablecoin/core'
 *
 * const timestamp = String(Date.now())
 * const signature = await signWebhook({ timestamp, body: '{}', scheme: 'body' }, 'your-api-secret')
 * ```
 */
export async function signWebhook(webhook: SignableWebhook, apiSecret: string): Promise<string> {
  const { timestamp, body, path, scheme } = webhook
  const secret = toSigningSecret(apiSecret)
  assertOneOf('scheme', scheme, ['request', 'body'])
  if (!isTimestamp(timestamp)) {
    throw new TypeError('timestamp must be Unix milliseconds as a string of 13 digits')
  }
  const bytes = toBytes(body)
  if (scheme === 'body') return hmacBase64(secret, bodyPieces(timestamp, bytes))
  if (path === undefined) throw new TypeError('path is needed to sign in the "request" scheme')
  assertPath(path)
  return hmacBase64(secret, requestPieces(timestamp, path, await sha256Base64(bytes)))
}
