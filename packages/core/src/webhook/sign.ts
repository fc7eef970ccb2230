/**
 * The mirror of verifying: `signWebhook` and `createWebhookRequest` sign as the provider does, for tests and emulators.
 * Must not know how a webhook is verified.
 *
 * @module
 */
import { toBytes } from '../shared/bytes.ts'
import { assertOneOf } from '../shared/option-checks.ts'
import type { RawBody, WebhookScheme } from '../shared/types.ts'
import { assertPath, toPathname } from '../signing/canonical.ts'
import { toSigningSecret } from '../signing/secrets.ts'
import { isTimestamp, toTimestamp } from '../signing/timestamp.ts'
import { computeSignature } from './signature.ts'

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
 * Signs a webhook as the provider does: for tests, and for an emulator.
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
  return computeSignature(
    { timestamp, body: bytes, bodyHash: undefined },
    scheme,
    path ?? '',
    secret,
  )
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
 * A webhook's POST as the provider would send it, signed: for the tests of your own handler. `sampleEvents` of
 * `@paystablecoin/emulator` are bodies of each kind; a payment needs at least the fields below.
 *
 * @throws {TypeError} The URL is invalid or the secret is missing.
 *
 * @example
 * ```ts
 * import { createWebhookRequest } from '@paystablecoin/core'
 *
 * const body = JSON.stringify({
 *   merchantOrderId: 'ORDER_1738112345000',
 *   paymentOrderId: 'PAY_1738112345000',
 *   status: 'SUCCEEDED',
 *   orderAmount: { value: '99.99', currency: 'USD' },
 *   cryptoPaymentAmount: { value: '99.99', currency: 'USDT' },
 *   cryptoPaidAmount: { value: '99.99', currency: 'USDT' },
 * })
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
