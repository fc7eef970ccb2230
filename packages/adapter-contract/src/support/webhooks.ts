/**
 * Webhooks as the provider sends them, and as an attacker changes them in transit.
 * Must not know a server.
 *
 * @module
 */
import { signWebhook } from '@paystablecoin/core'
import type { WebhookScheme } from '@paystablecoin/core'
import { NOW_MS, paymentBody, signSample, toBytes, WEBHOOK_PATH } from '../../fixtures/webhooks.ts'

/** The parts of a webhook. */
export interface WebhookParts {
  /** @default a payment that succeeded */
  readonly body?: string | Uint8Array | undefined
  /** @default 'request' */
  readonly scheme?: WebhookScheme | undefined
  /** @default the shop's */
  readonly secret?: string | undefined
  /** @default the time at which every case begins */
  readonly timestampMs?: number | undefined
  /** The path that is signed. @default `path` without its query */
  readonly signedPath?: string | undefined
  /** The path that is requested. @default the shop's */
  readonly path?: string | undefined
  /** Headers in addition to those of the signature. @default content-type: application/json */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Sends the body in pieces of this many bytes, without a content-length. @default whole */
  readonly pieceBytes?: number | undefined
  /** Changes it in transit. */
  readonly change?: ((webhook: SignedWebhook) => void | Promise<void>) | undefined
}

/** A webhook, ready to be sent. `change` may modify it. */
export interface SignedWebhook {
  path: string
  readonly headers: Headers
  body: Uint8Array<ArrayBuffer>
}

/** Signs a webhook, then lets it be changed. */
export async function signParts(parts: WebhookParts): Promise<SignedWebhook> {
  const { scheme, secret, timestampMs = NOW_MS, path = WEBHOOK_PATH } = parts
  const body = toBytes(parts.body ?? paymentBody())
  const timestamp = String(timestampMs)
  const signedPath = parts.signedPath ?? path.replace(/\?.*$/, '')
  const signed = await signSample(signWebhook, {
    body,
    scheme,
    secret,
    timestamp,
    path: signedPath,
  })
  const headers = new Headers(parts.headers ?? { 'content-type': 'application/json' })
  for (const [name, text] of Object.entries(signed.headers)) headers.set(name, text)
  const webhook = { path, headers, body }
  await parts.change?.(webhook)
  return webhook
}
