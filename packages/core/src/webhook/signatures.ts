/**
 * Judging a webhook in both documented schemes, and the mirror that signs one.
 * Knows the two headers; must not know HTTP statuses, streams or handlers.
 *
 * @module
 */
import { parseEventData, toKnownEvent, toUnknownEvent } from '../payment/events.ts'
import type { WebhookEvent } from '../payment/events.ts'
import { fromUtf8, toBytes } from '../shared/bytes.ts'
import type { Bytes } from '../shared/bytes.ts'
import { readHeaderPair } from '../shared/headers.ts'
import { andThen } from '../shared/maybe-promise.ts'
import type { MaybePromise } from '../shared/maybe-promise.ts'
import { assertOneOf } from '../shared/option-checks.ts'
import type { RawBody, HeadersLike, WebhookScheme } from '../shared/types.ts'
import {
  assertPath,
  canonicalBodyPrefix,
  canonicalRequest,
  isApiPath,
} from '../signing/canonical.ts'
import { hmacBase64, sha256Base64 } from '../signing/hmac.ts'
import { toSigningSecret } from '../signing/secrets.ts'
import {
  isSameSignature,
  mismatchReason,
  refusedSkew,
  refusedTexts,
} from '../signing/signature-check.ts'
import { toRefusal } from '../signing/signature-error.ts'
import type { SignatureError, SignatureReason } from '../signing/signature-error.ts'
import { isTimestamp, skewMsOf } from '../signing/timestamp.ts'
import { MalformedEventError } from './errors.ts'

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

/** What became of a webhook: an event to hand over, or why not. Beside an error, the event is authentic but outside the window. */
export type WebhookVerdict =
  | { readonly error: undefined; readonly event: WebhookEvent }
  | {
      readonly error: SignatureError | MalformedEventError
      readonly event: WebhookEvent | undefined
    }

/** Judges a webhook: the header texts, the signature, the window and the JSON, in this order. */
export function judgeWebhook(
  webhook: ReceivedWebhook,
  rules: WebhookRules,
  nowMs: number,
): MaybePromise<WebhookVerdict> {
  const [timestamp, signature] = readHeaderPair(webhook.headers, 'x-timestamp', 'x-signature')
  const refused = refusedTexts(timestamp, signature)
  if (refused !== undefined) return refusal(refused)
  const { body, paths } = webhook
  const trial = { timestamp, signature, body, paths, rules, nowMs, hash: undefined }
  return tryFrom(0, possibleSignings(webhook, rules), trial)
}

/** A webhook on trial. `hash` is that of its body, once it was needed. */
interface Trial extends Omit<ReceivedWebhook, 'headers'> {
  readonly timestamp: string
  readonly signature: string
  readonly rules: WebhookRules
  readonly nowMs: number
  hash: MaybePromise<string> | undefined
}

function tryFrom(
  index: number,
  signings: readonly Signing[],
  trial: Trial,
): MaybePromise<WebhookVerdict> {
  const signing = signings[index]
  if (signing === undefined) return refusal(explain(trial))
  return andThen(macOf(signing, trial), (mac) =>
    isSameSignature(mac, trial.signature)
      ? judgeSigned(trial, signing)
      : tryFrom(index + 1, signings, trial),
  )
}

function refusal(reason: SignatureReason): WebhookVerdict {
  return { error: toRefusal(reason), event: undefined }
}

function explain({ paths, rules, signature }: Trial): SignatureReason {
  const isReplay = rules.scheme !== 'body' && paths.some(isApiPath)
  return isReplay ? 'api-path' : mismatchReason(signature)
}

/** One way in which a webhook may have been signed. */
interface Signing {
  readonly scheme: WebhookScheme
  readonly secret: string
  readonly secretIndex: number
  /** Signed in the `request` scheme only. */
  readonly path: string
}

// Only a hint, so that `auto` costs one scheme and not two: whichever is tried first, the same webhooks are let in.
let lastScheme: WebhookScheme = 'request'

function possibleSignings(
  { paths }: ReceivedWebhook,
  { secrets, scheme }: WebhookRules,
): readonly Signing[] {
  const signings: Signing[] = []
  for (const tried of scheme === 'auto' ? bothSchemes() : [scheme]) {
    for (const path of tried === 'body' ? [''] : paths) {
      if (isApiPath(path)) continue
      let secretIndex = 0
      for (const secret of secrets)
        signings.push({ scheme: tried, path, secret, secretIndex: secretIndex++ })
    }
  }
  return signings
}

function bothSchemes(): readonly WebhookScheme[] {
  return lastScheme === 'body' ? ['body', 'request'] : ['request', 'body']
}

function macOf(
  { scheme, secret, path }: Pick<Signing, 'scheme' | 'secret' | 'path'>,
  trial: Pick<Trial, 'timestamp' | 'body' | 'hash'>,
): MaybePromise<string> {
  const { timestamp, body } = trial
  if (scheme === 'body') return hmacBase64(secret, canonicalBodyPrefix(timestamp), body)
  return andThen(hashOf(trial), (contentHash) =>
    hmacBase64(secret, canonicalRequest({ timestamp, method: 'POST', path, contentHash })),
  )
}

function hashOf(trial: Pick<Trial, 'body' | 'hash'>): MaybePromise<string> {
  trial.hash ??= sha256Base64(trial.body)
  return trial.hash
}

function judgeSigned(trial: Trial, { scheme, secretIndex }: Signing): MaybePromise<WebhookVerdict> {
  const { timestamp, body } = trial
  lastScheme = scheme
  const rawBody = fromUtf8(body)
  const data = rawBody === undefined ? undefined : parseEventData(rawBody)
  if (rawBody === undefined || data === undefined) return judgeTime(trial, undefined)
  const origin = { source: 'webhook', timestamp, scheme, secretIndex } as const
  const known = toKnownEvent(data, rawBody, origin)
  if (known !== undefined) return judgeTime(trial, known)
  return andThen(hashOf(trial), (hash) =>
    judgeTime(trial, toUnknownEvent(data, rawBody, origin, hash)),
  )
}

function judgeTime(
  { timestamp, nowMs, rules }: Trial,
  event: WebhookEvent | undefined,
): WebhookVerdict {
  const skewMs = skewMsOf(timestamp, nowMs)
  const late = refusedSkew(skewMs, rules.toleranceMs)
  if (late !== undefined) return { error: toRefusal(late, skewMs), event }
  if (event === undefined) return { error: new MalformedEventError(), event }
  return { error: undefined, event }
}

/** The parts of a webhook that are signed. */
export interface SignableWebhook {
  /** Unix milliseconds as 13 digits. */
  readonly timestamp: string
  /** The raw body. */
  readonly body: RawBody
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
  if (scheme === 'request') assertPath(path)
  const bytes = toBytes(body)
  return macOf({ scheme, secret, path: path ?? '' }, { timestamp, body: bytes, hash: undefined })
}
