/**
 * Webhooks as the provider sends them, and as an attacker changes them on the way.
 * Must not know a server.
 *
 * @module
 */
import { signWebhook } from '@paystablecoin/core'
import type { WebhookScheme } from '@paystablecoin/core'

export const WEBHOOK_PATH = '/webhook/payment'
export const SECRET = 'kY3vV0n4cW8zq1xJ5mB7tR2uE6aL9sD-fG_hK0pQwXy'
export const OTHER_SECRET = 'Zt8bN1mC4vX7lK0jH3gF6dS9aP2oI5uY-rE_wQ1zTnM'
/** The time at which every case begins. */
export const NOW_MS = 1_764_000_000_000

/** What a webhook is made of. */
export interface WebhookParts {
  /** @default a payment that succeeded */
  readonly body?: string | Uint8Array | undefined
  /** @default 'request' */
  readonly scheme?: WebhookScheme | undefined
  /** @default the shop's */
  readonly secret?: string | undefined
  /** @default the time at which every case begins */
  readonly timestampMs?: number | undefined
  /** The path that is signed. @default the path that is called, without its query */
  readonly signedPath?: string | undefined
  /** The path that is called. @default the shop's */
  readonly path?: string | undefined
  /** Headers beside those of the signature. @default content-type: application/json */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Sends the body in pieces of so many bytes, without a content-length. @default whole */
  readonly pieceBytes?: number | undefined
  /** What happens to it on the way. */
  readonly change?: ((webhook: SignedWebhook) => void | Promise<void>) | undefined
}

/** A webhook, ready to be sent. `change` may write to it. */
export interface SignedWebhook {
  path: string
  readonly headers: Headers
  body: Uint8Array<ArrayBuffer>
}

/** Signs a webhook, then lets it be changed. */
export async function signParts(parts: WebhookParts): Promise<SignedWebhook> {
  const { scheme = 'request', secret = SECRET, timestampMs = NOW_MS, path = WEBHOOK_PATH } = parts
  const body = toBytes(parts.body ?? paymentBody())
  const timestamp = String(timestampMs)
  const signedPath = parts.signedPath ?? path.replace(/\?.*$/, '')
  const signature = await signWebhook({ timestamp, body, path: signedPath, scheme }, secret)
  const headers = new Headers(parts.headers ?? { 'content-type': 'application/json' })
  headers.set('x-timestamp', timestamp)
  headers.set('x-signature', signature)
  const webhook = { path, headers, body }
  await parts.change?.(webhook)
  return webhook
}

/** Bytes of their own: a change to them changes nothing else. */
export function toBytes(body: string | Uint8Array): Uint8Array<ArrayBuffer> {
  return typeof body === 'string' ? new TextEncoder().encode(body) : new Uint8Array(body)
}

/** The fields of a payment's webhook, as the provider documents them. */
export const PAYMENT = {
  acquiringOrderId: 'ACQ_1738112345999',
  paymentOrderId: 'PAY_1738112345111',
  merchantOrderId: 'ORDER_1738112345000',
  status: 'SUCCEEDED',
  orderAmount: { value: '99.99', currency: 'USD' },
  cryptoPaymentAmount: { value: '99.99', currency: 'USDT' },
  cryptoPaidAmount: { value: '99.99', currency: 'USDT' },
  createdTime: '2025-11-24T15:58:20Z',
  paidTime: '2025-11-24T15:59:58Z',
} as const

/** A payment's webhook body, with some fields changed. */
export function paymentBody(fields: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ ...PAYMENT, ...fields })
}
