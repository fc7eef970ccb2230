/**
 * `verifyWebhook`: a webhook's parts in, the event out or an error. And `createWebhookRequest`, for tests.
 * Must not know streams, deduplication or answers.
 *
 * @module
 */
import type { WebhookEvent } from '../payment/events.ts'
import { toBytes } from '../shared/bytes.ts'
import { andThen } from '../shared/maybe-promise.ts'
import { assertOneOf, toNumber } from '../shared/option-checks.ts'
import type { ApiSecret, RawBody, HeadersLike, Now, WebhookScheme } from '../shared/types.ts'
import { assertPath, toPathname } from '../signing/canonical.ts'
import { toStableBytes } from '../signing/hmac.ts'
import { toSecrets } from '../signing/secrets.ts'
import { DEFAULT_TOLERANCE_MS, toTimestamp } from '../signing/timestamp.ts'
import { judgeWebhook, signWebhook } from './signatures.ts'
import type { WebhookVerdict } from './signatures.ts'

/** A webhook as it came. */
export interface IncomingWebhook {
  /** The request's headers: a `Headers`, or Node's record. */
  readonly headers: HeadersLike
  /** The raw body as it came: bytes where you have them. Parsed and re-serialised JSON does not verify. */
  readonly body: RawBody
  /**
   * The undecoded pathname of the URL that the provider called. Without it only the `body` scheme can hold.
   * Behind a proxy that rewrites paths it is the one outside.
   */
  readonly path?: string | undefined
}

/** How a webhook is verified. */
export interface VerifyWebhookOptions {
  /** The secret, or several during a rotation. */
  readonly apiSecret: ApiSecret
  /** Pins the scheme; the documents name two that contradict each other. @default 'auto' */
  readonly scheme?: WebhookScheme | 'auto' | undefined
  /** How far the timestamp may lie from now, either way. @default 300000 (5 minutes) */
  readonly toleranceMs?: number | undefined
  /** The clock. @default Date.now */
  readonly now?: Now | undefined
}

/**
 * Verifies a webhook over its raw bytes and returns the event in it. It never returns a boolean: what it returns is the proof.
 *
 * @throws {SignatureError} Not authentic, or not fresh; see `reason`.
 * @throws {MalformedEventError} Authentic, but no JSON object.
 * @throws {TypeError} An option is missing or wrong.
 *
 * @example
 * ```ts
 * import { verifyWebhook } from '@paystablecoin/core'
 *
 * declare const request: Request
 * const event = await verifyWebhook(
 *   {
 *     headers: request.headers,
 *     body: new Uint8Array(await request.arrayBuffer()),
 *     path: new URL(request.url).pathname,
 *   },
 *   { apiSecret: 'your-api-secret' },
 * )
 * if (event.kind === 'payment' && event.status === 'SUCCEEDED') console.log(event.data.merchantOrderId)
 * ```
 */
export async function verifyWebhook(
  webhook: IncomingWebhook,
  options: VerifyWebhookOptions,
): Promise<WebhookEvent> {
  const { scheme = 'auto', now = Date.now } = options
  const { headers, path } = webhook
  assertOneOf('scheme', scheme, ['auto', 'request', 'body'])
  const toleranceMs = toNumber('toleranceMs', options.toleranceMs, DEFAULT_TOLERANCE_MS)
  if (path !== undefined || scheme === 'request') assertPath(path)
  const verdict = judgeWebhook(
    { headers, body: toStableBytes(webhook.body), paths: path === undefined ? [] : [path] },
    { secrets: toSecrets(options.apiSecret), scheme, toleranceMs },
    now(),
  )
  return andThen(verdict, toEvent)
}

function toEvent({ error, event }: WebhookVerdict): WebhookEvent {
  if (error !== undefined) throw error
  return event
}

/** What `createWebhookRequest` makes a request of. */
export interface WebhookRequestParts {
  /** Where it is sent; its pathname is signed in the `request` scheme. */
  readonly url: string
  readonly body: RawBody
  /** @default 'request' */
  readonly scheme?: WebhookScheme | undefined
  /** Unix milliseconds. @default the time of the call */
  readonly timestampMs?: number | undefined
}

/**
 * A webhook's POST as the provider would send it, signed: for the tests of your own handler.
 *
 * @throws {TypeError} The URL is invalid or the secret is missing.
 *
 * @example
 * ```ts
 * import { createWebhookRequest } from '@paystablecoin/core'
 *
 * const body = JSON.stringify({ merchantOrderId: 'ORDER_1738112345000', status: 'SUCCEEDED' })
 * const request = await createWebhookRequest(
 *   { url: 'https://shop.example/webhook/payment', body },
 *   'your-api-secret',
 * )
 * ```
 */
export async function createWebhookRequest(
  parts: WebhookRequestParts,
  apiSecret: string,
): Promise<Request> {
  const { url, scheme = 'request', timestampMs = Date.now() } = parts
  const timestamp = toTimestamp(timestampMs)
  const body = toBytes(parts.body)
  const path = toPathname(new URL(url).href)
  const signature = await signWebhook({ timestamp, body, path, scheme }, apiSecret)
  return new Request(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-timestamp': timestamp,
      'x-signature': signature,
    },
    body,
  })
}
