// A merchant's app on Hono.
import { paystablecoin, paystablecoinWebhook } from '@paystablecoin/hono'
import type { PayStablecoinEnv, WebhookEvent } from '@paystablecoin/hono'
import { Hono } from 'hono'

type AppEnv = PayStablecoinEnv & { Bindings: { PSC_API_KEY: string; PSC_API_SECRET: string } }

export const app = new Hono<AppEnv>()
  .post(
    '/webhook/payment',
    paystablecoinWebhook<AppEnv>((c) => ({
      merchantId: '1000',
      apiSecret: c.env.PSC_API_SECRET,
      callbackUrl: undefined,
      onEvent: (event: WebhookEvent) => void event.status,
    })),
  )
  .use(
    paystablecoin<AppEnv>((c) => ({
      merchantId: '1000',
      apiKey: c.env.PSC_API_KEY,
      apiSecret: c.env.PSC_API_SECRET,
      environment: 'production',
    })),
  )
  .get('/orders/:id', async (c) =>
    c.json(await c.var.paystablecoin.orders.retrieve(c.req.param('id'))),
  )
  .get('/methods', async (c) => c.json(await c.var.paystablecoin.checkout.paymentMethods()))
