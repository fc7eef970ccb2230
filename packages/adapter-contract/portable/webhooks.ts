/**
 * Webhooks of the portable suite, signed as the provider signs them.
 * Must not know a receiver or a server.
 *
 * @module
 */
import type { WebhookScheme } from '@paystablecoin/core'
import { NOW_MS } from './clock.ts'
import type { Core } from './portable-case.ts'

export const SECRET = 'kY3vV0n4cW8zq1xJ5mB7tR2uE6aL9sD-fG_hK0pQwXy'
export const OTHER_SECRET = 'Zt8bN1mC4vX7lK0jH3gF6dS9aP2oI5uY-rE_wQ1zTnM'
const PATH = '/webhook/payment'
export const URL_OF_SHOP: string = `https://shop.example${PATH}`

/** The fields of a payment's webhook, some of them changed. */
export function paymentBody(fields: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    acquiringOrderId: 'ACQ_1738112345999',
    paymentOrderId: 'PAY_1738112345111',
    merchantOrderId: 'ORDER_1738112345000',
    status: 'SUCCEEDED',
    orderAmount: { value: '99.99', currency: 'USD' },
    cryptoPaidAmount: { value: '99.99', currency: 'USDT' },
    ...fields,
  })
}

/** What differs from a payment that was signed now, in the `request` scheme. */
export interface WebhookParts {
  readonly body?: string | Uint8Array | undefined
  readonly scheme?: WebhookScheme | undefined
  readonly secret?: string | undefined
  readonly timestamp?: string | undefined
  /** The path that is signed. */
  readonly path?: string | undefined
}

/** A webhook as `verifyWebhook` takes it. */
export interface SignedParts {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
  readonly path: string
}

/** Signs a webhook. It claims to come to `PATH`, whatever path was signed. */
export async function signParts(core: Core, parts: WebhookParts = {}): Promise<SignedParts> {
  const { scheme = 'request', secret = SECRET, path = PATH, timestamp = String(NOW_MS) } = parts
  const body = parts.body ?? paymentBody()
  const signature = await core.signWebhook({ timestamp, body, path, scheme }, secret)
  return { headers: { 'x-timestamp': timestamp, 'x-signature': signature }, body, path: PATH }
}

/** The UTF-8 bytes of a text. */
export function toBytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}
