/**
 * Verifying a webhook in both documented schemes: the headers, the signature, the window and the JSON, in this order.
 * Knows the two headers; must not know HTTP statuses, streams or handlers.
 *
 * @module
 */
import type { WebhookEvent } from '../payment/events.ts'
import { parseEvent, parseEventData, unknownEvent } from '../payment/parse-event.ts'
import { fromUtf8 } from '../shared/bytes.ts'
import { readHeaderPair } from '../shared/headers.ts'
import { andThen, isPromise } from '../shared/maybe-promise.ts'
import type { MaybePromise } from '../shared/maybe-promise.ts'
import type { WebhookScheme } from '../shared/types.ts'
import { isApiPath } from '../signing/canonical.ts'
import {
  checkHeaders,
  checkWindow,
  isSameSignature,
  mismatchReason,
} from '../signing/signature-check.ts'
import { createSignatureError } from '../signing/signature-error.ts'
import type {
  SignatureError,
  SignatureErrorDetails,
  SignatureReason,
} from '../signing/signature-error.ts'
import { skewMsOf } from '../signing/timestamp.ts'
import { describeAttempt } from './attempt.ts'
import { MalformedEventError, MerchantMismatchError } from './errors.ts'
import type { ReceivedWebhook, VerificationOptions } from './received.ts'
import { computeSignature, hashBody } from './signature.ts'
import type { SignedContent } from './signature.ts'

/** A verified event, or why there is none. An event beside an error is authentic but outside the window. */
export type VerificationResult =
  | { readonly error: undefined; readonly event: WebhookEvent }
  | {
      readonly error: SignatureError | MalformedEventError | MerchantMismatchError
      readonly event: WebhookEvent | undefined
    }

// Only a hint, so that `auto` costs one scheme and not two: whichever is tried first, the same webhooks are let in.
let lastScheme: WebhookScheme = 'request'

/** Verifies a webhook. Awaits only what is a promise: with the runtime's own crypto, nothing. */
export async function verify(
  webhook: ReceivedWebhook,
  options: VerificationOptions,
  nowMs: number,
): Promise<VerificationResult> {
  const { headers, body, paths } = webhook
  const { secrets, scheme } = options
  const [timestamp, signature] = readHeaderPair(headers, 'x-timestamp', 'x-signature')
  const malformed = checkHeaders(timestamp, signature)
  if (malformed !== undefined) return reject(malformed)
  const content: SignedContent = { timestamp, body, bodyHash: undefined }
  for (const tried of scheme === 'auto' ? bothSchemes() : [scheme]) {
    for (const path of tried === 'body' ? [''] : paths) {
      if (isApiPath(path)) continue
      let secretIndex = 0
      for (const secret of secrets) {
        const computed = computeSignature(content, tried, path, secret)
        if (isSameSignature(isPromise(computed) ? await computed : computed, signature)) {
          lastScheme = tried
          const event = readEvent(content, tried, secretIndex)
          const skewMs = skewMsOf(timestamp, nowMs)
          return checkEvent(isPromise(event) ? await event : event, skewMs, options)
        }
        secretIndex += 1
      }
    }
  }
  const isReplay = scheme !== 'body' && paths.some(isApiPath)
  const tried = describeAttempt(webhook, options)
  return reject(isReplay ? 'api-path' : mismatchReason(signature), { tried })
}

function bothSchemes(): readonly WebhookScheme[] {
  return lastScheme === 'body' ? ['body', 'request'] : ['request', 'body']
}

function readEvent(
  content: SignedContent,
  scheme: WebhookScheme,
  secretIndex: number,
): MaybePromise<WebhookEvent | undefined> {
  const rawBody = fromUtf8(content.body)
  const data = rawBody === undefined ? undefined : parseEventData(rawBody)
  if (rawBody === undefined || data === undefined) return undefined
  const origin = { source: 'webhook', timestamp: content.timestamp, scheme, secretIndex } as const
  const event = parseEvent(data, rawBody, origin)
  return event ?? andThen(hashBody(content), (hash) => unknownEvent(data, rawBody, origin, hash))
}

function checkEvent(
  event: WebhookEvent | undefined,
  skewMs: number,
  { toleranceMs, merchantId }: VerificationOptions,
): VerificationResult {
  if (merchantId !== undefined && isForeign(event, merchantId)) {
    return { error: new MerchantMismatchError(), event: undefined }
  }
  const outside = checkWindow(skewMs, toleranceMs)
  if (outside !== undefined) return reject(outside, { skewMs }, event)
  return event === undefined
    ? { error: new MalformedEventError(), event }
    : { error: undefined, event }
}

function isForeign(event: WebhookEvent | undefined, merchantId: string): boolean {
  const named = event?.data['merchantId']
  return (typeof named === 'string' || typeof named === 'number') && String(named) !== merchantId
}

const HINTS: Partial<Record<SignatureReason, string>> = {
  mismatch:
    'Behind a proxy that rewrites paths, set callbackUrl. explainSignature finds the cause.',
  stale: 'Query the order: a resend may be late.',
}

function reject(
  reason: SignatureReason,
  { skewMs, tried }: SignatureErrorDetails = {},
  event?: WebhookEvent,
): VerificationResult {
  return { error: createSignatureError(reason, { skewMs, hint: HINTS[reason], tried }), event }
}
