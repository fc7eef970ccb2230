// A merchant's app on Fastify.
import { paystablecoin, paystablecoinWebhook } from '@paystablecoin/fastify'
import Fastify from 'fastify'

export const app = Fastify({ requestTimeout: 30_000 })

export async function start(): Promise<void> {
  await app.register(paystablecoin, {
    merchantId: '1000',
    apiKey: 'your-api-key',
    apiSecret: 'your-api-secret',
    environment: 'sandbox',
    timeoutMs: undefined,
  })
  await app.register(paystablecoinWebhook, {
    path: '/webhook/payment',
    apiSecret: 'your-api-secret',
    callbackUrl: undefined,
    onEvent: (event) => void event.status,
  })
  app.get('/orders/:id', () => app.paystablecoin.orders.retrieve('ORDER_1738112345000'))
  app.get('/methods', () => app.paystablecoin.checkout.paymentMethods())
}
