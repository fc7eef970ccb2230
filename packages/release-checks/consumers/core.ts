// A merchant's own server on core alone.
import { createClient, isApiError, signRequest } from '@paystablecoin/core'
import type { Client, CreatedOrder } from '@paystablecoin/core'
import {
  createWebhookReceiver,
  isSignatureError,
  verifyWebhook,
} from '@paystablecoin/core/webhooks'
import type { WebhookEvent, WebhookReceiver } from '@paystablecoin/core/webhooks'

declare const timeoutMs: number | undefined

export const client: Client = createClient({
  merchantId: '1000',
  apiKey: 'your-api-key',
  apiSecret: ['the-new-secret', 'the-old-secret'],
  environment: 'sandbox',
  timeoutMs,
  fetch: undefined,
})

export async function buy(merchantOrderId: string): Promise<CreatedOrder | string> {
  try {
    return await client.orders.create({
      merchantOrderId,
      orderAmount: { value: '99.99', currency: 'USD' },
      expiresAt: new Date(Date.now() + 30 * 60_000),
      returnUrl: 'https://shop.example/orders/1',
      callbackUrl: undefined,
    })
  } catch (error) {
    if (isApiError(error)) return error.providerCode
    throw error
  }
}

export const order: Promise<unknown> = client.request({
  method: 'GET',
  path: '/orders',
  query: { page: 2, open: undefined },
  body: undefined,
  idempotent: undefined,
})

export const count: Promise<number> = client.request({
  method: 'PATCH',
  path: '/orders',
  body: { open: true },
  parse: (data) => Number(data),
})

// @ts-expect-error a type that nothing checks
export const claim = client.request<number>({ method: 'GET', path: '/orders' })

export const networks = async (): Promise<readonly string[]> =>
  (await client.checkout.paymentMethods()).map(({ network }) => network)

export const receiver: WebhookReceiver<unknown> = createWebhookReceiver({
  apiSecret: 'your-api-secret',
  deduplication: undefined,
  onEvent: (event) => {
    if (event.kind === 'payment') event.data.merchantOrderId.toUpperCase()
  },
})

export const answer = (request: Request): Promise<Response> => receiver.fetch(request)

export async function check(body: Uint8Array, headers: Headers): Promise<WebhookEvent | undefined> {
  try {
    return await verifyWebhook(
      { headers, body, path: '/webhook' },
      { apiSecret: 'your-api-secret' },
    )
  } catch (error) {
    if (isSignatureError(error)) return undefined
    throw error
  }
}

export { signRequest }
