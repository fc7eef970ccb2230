import type { ClientOptions, WebhookEvent } from '../src/index.ts'
import { createWebhookRequest } from '../src/index.ts'

export const SECRET = 'test-secret-of-forty-three-characters-000000'

export const CLIENT_OPTIONS = {
  merchantId: '1000',
  apiKey: 'PSTGTESTKEY',
  apiSecret: SECRET,
  baseUrl: 'http://127.0.0.1:9',
} satisfies ClientOptions

export const PAYMENT = {
  acquiringOrderId: 'ACQ_1',
  paymentOrderId: 'PAY_1',
  merchantOrderId: 'ORDER_1738112345000',
  status: 'SUCCEEDED',
  orderAmount: { value: '19.99', currency: 'USD' },
  cryptoPaymentAmount: { value: '19.99', currency: 'USDT' },
  cryptoPaidAmount: { value: '19.99', currency: 'USDT' },
}

export const URL_OF_WEBHOOK = 'https://shop.example/webhook/payment'

/** A payment's webhook, signed for now. */
export function signedPayment({
  url = URL_OF_WEBHOOK,
  body = JSON.stringify(PAYMENT),
  scheme = 'request',
}: {
  url?: string
  body?: string | Uint8Array
  scheme?: 'request' | 'body'
} = {}): Promise<Request> {
  return createWebhookRequest({ url, body, scheme }, SECRET)
}

/** Collects events. */
export function createInbox(): { events: WebhookEvent[]; onEvent: (event: WebhookEvent) => void } {
  const events: WebhookEvent[] = []
  return { events, onEvent: (event) => void events.push(event) }
}
