// A merchant's app on Koa.
import { paystablecoin, paystablecoinWebhook } from '@paystablecoin/koa'
import type { ClientOptions } from '@paystablecoin/koa'
import Koa from 'koa'

const options: ClientOptions = {
  merchantId: '1000',
  apiKey: 'your-api-key',
  apiSecret: 'your-api-secret',
  environment: 'sandbox',
  timeoutMs: undefined,
}

export const app = new Koa<{}, {}>()
app.use(
  paystablecoinWebhook({
    apiSecret: 'your-api-secret',
    path: '/webhook/payment',
    callbackUrl: undefined,
    onEvent: (event) => void event.status,
  }),
)
app.use(paystablecoin(options)).use(async (ctx) => {
  const path = '/orders/ORDER_1738112345000'
  const requested: unknown = await ctx.paystablecoin.request({ method: 'GET', path })
  ctx.body = [await ctx.paystablecoin.orders.retrieve('ORDER_1738112345000'), requested]
})
