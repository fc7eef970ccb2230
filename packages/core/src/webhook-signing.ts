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
export async function judgeWebhook(
  webhook: ReceivedWebhook,
  rules: WebhookRules,
  nowMs: number,
): Promise<WebhookVerdict> {
  const timestamp = readHeader(webhook.headers, 'x-timestamp')
  const signature = readHeader(webhook.headers, 'x-signature')
  const refused = refusedTexts(timestamp, signature)
  if (refused !== undefined) return { verdict: 'refused', reason: refused }

  const proof = await findProof(webhook, rules, timestamp, signature)
  if (proof === undefined) return { verdict: 'refused', reason: explain(webhook, rules, signature) }

  const event = await readEvent(webhook.body, { source: 'webhook', timestamp, ...proof })
  const skewMs = skewMsOf(timestamp, nowMs)
  const late = refusedSkew(skewMs, rules.toleranceMs)
  if (late !== undefined) return { verdict: 'untimely', reason: late, skewMs, event }
  return event === undefined ? { verdict: 'malformed' } : { verdict: 'authentic', event }
}

type Proof = Pick<WebhookOrigin, 'scheme' | 'secretIndex'>

// Only a hint, so that `auto` costs one scheme and not two: whichever is tried first, the same webhooks are let in.
let lastScheme: WebhookScheme = 'request'

async function findProof(
  webhook: ReceivedWebhook,
  rules: WebhookRules,
  timestamp: string,
  signature: string,
): Promise<Proof | undefined> {
  for (const scheme of schemesToTry(rules.scheme)) {
    for (const signed of await signedPieces(scheme, webhook, timestamp)) {
      const secretIndex = await matchingSecret(rules.secrets, signed, signature)
      if (secretIndex === -1) continue
      lastScheme = scheme
      return { scheme, secretIndex }
    }
  }
  return undefined
}

function schemesToTry(scheme: WebhookScheme | 'auto'): readonly WebhookScheme[] {
  if (scheme !== 'auto') return [scheme]
  return lastScheme === 'request' ? ['request', 'body'] : ['body', 'request']
}

// What may have been signed: in the `request` scheme a text for each path that the provider may have called.
async function signedPieces(
  scheme: WebhookScheme,
  { body, paths }: ReceivedWebhook,
  timestamp: string,
): Promise<readonly (readonly Body[])[]> {
  if (scheme === 'body') return [bodyPieces(timestamp, body)]
  const contentHash = await sha256Base64(body)
  return paths
    .filter((path) => !isApiPath(path))
    .map((path) => requestPieces(timestamp, path, contentHash))
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

async function readEvent(body: Bytes, origin: WebhookOrigin): Promise<WebhookEvent | undefined> {
  const rawBody = fromUtf8(body)
  const data = rawBody === undefined ? undefined : parseEventData(rawBody)
  if (rawBody === undefined || data === undefined) return undefined
  return (
    toKnownEvent(data, rawBody, origin) ??
    toUnknownEvent(data, rawBody, origin, await sha256Base64(body))
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
