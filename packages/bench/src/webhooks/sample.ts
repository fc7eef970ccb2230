/**
 * The webhook that every row uses: a payment of 518 bytes, with the headers that the provider sends.
 *
 * @module
 */
import { signWebhook } from '@paystablecoin/core/webhooks'
import type { WebhookScheme } from '@paystablecoin/core/webhooks'

export const SECRET = 'v3lQk9WmT2xJ8hZ4nB7cR5pY1sD6fG0aE-uK_oLiMqX'
export const PATH = '/webhook/payment'
const BODY_BYTES = 518

/** A webhook as a Node server receives it. */
export interface SampleWebhook {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** A payment's body. A note, like a new field would be, fills it up to `bodyBytes`. */
export function sampleBody(orderNumber: number, bodyBytes = BODY_BYTES): Uint8Array {
  const payment = {
    acquiringOrderId: '2026112300000000000000000001',
    paymentOrderId: 'PAY_2026112300000000000000000001',
    merchantOrderId: `ORDER_${String(orderNumber).padStart(13, '0')}`,
    status: 'SUCCEEDED',
    orderAmount: { value: '99.99', currency: 'USD' },
    cryptoPaymentAmount: { value: '99.990000', currency: 'USDT' },
    cryptoPaidAmount: { value: '99.990000', currency: 'USDT' },
    cryptoPaymentDetail: { network: 'TRON', transactionHash: '' },
    createdTime: '2026-11-23T08:00:00Z',
    paidTime: '2026-11-23T08:04:12Z',
  }
  const missing = bodyBytes - JSON.stringify(payment).length
  payment.cryptoPaymentDetail.transactionHash = 'f'.repeat(missing)
  return new TextEncoder().encode(JSON.stringify(payment))
}

/** The sample, signed now. */
export async function sampleWebhook(
  scheme: WebhookScheme,
  body: Uint8Array = sampleBody(1),
): Promise<SampleWebhook> {
  const timestamp = String(Date.now())
  const signature = await signWebhook({ timestamp, body, path: PATH, scheme }, SECRET)
  return { headers: webhookHeaders(body, timestamp, signature), body }
}

/** The headers of a webhook's POST, spelled as Node's servers do. */
export function webhookHeaders(
  body: Uint8Array,
  timestamp: string,
  signature: string,
): Readonly<Record<string, string>> {
  return {
    host: 'shop.example',
    'user-agent': 'provider/1.0',
    accept: '*/*',
    'content-type': 'application/json',
    'x-timestamp': timestamp,
    'x-signature': signature,
    'content-length': String(body.byteLength),
  }
}
