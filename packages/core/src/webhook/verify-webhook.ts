/**
 * `verifyWebhook`: a webhook's parts in, the event out or an error.
 * Must not know streams, deduplication or answers.
 *
 * @module
 */
import type { WebhookEvent } from '../payment/events.ts'
import { assertOneOf, assertOptionalString, toNumber } from '../shared/option-checks.ts'
import type { ApiSecret, RawBody, HeadersLike, Now, WebhookScheme } from '../shared/types.ts'
import { assertPath } from '../signing/canonical.ts'
import { snapshot } from '../signing/hmac.ts'
import { toSecrets } from '../signing/secrets.ts'
import { DEFAULT_TOLERANCE_MS } from '../signing/timestamp.ts'
import { verify } from './verify.ts'

/** A webhook as it was received. */
export interface IncomingWebhook {
  /** The request's headers: a `Headers`, or Node's record. */
  readonly headers: HeadersLike
  /** The raw body as it was received: bytes where you have them. Parsed and re-serialised JSON does not verify. */
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
  /** Your merchant id: an event that names another is rejected. @default any is accepted */
  readonly merchantId?: string | undefined
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
 * @throws {MerchantMismatchError} Authentic, but of another merchant.
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
  const { scheme = 'auto', now = Date.now, merchantId } = options
  const { headers, path } = webhook
  assertOptionalString('merchantId', merchantId)
  assertOneOf('scheme', scheme, ['auto', 'request', 'body'])
  const toleranceMs = toNumber('toleranceMs', options.toleranceMs, DEFAULT_TOLERANCE_MS)
  if (path !== undefined || scheme === 'request') assertPath(path)
  const { error, event } = await verify(
    { headers, body: snapshot(webhook.body), paths: path === undefined ? [] : [path] },
    { secrets: toSecrets(options.apiSecret), scheme, toleranceMs, merchantId },
    now(),
  )
  if (error !== undefined) throw error
  return event
}
