// A merchant's app on Express.
import { paystablecoin, paystablecoinHandler, paystablecoinWebhook } from '@paystablecoin/express'
import type { ClientOptions } from '@paystablecoin/express'
import express from 'express'

const options: ClientOptions = {
  merchantId: '1000',
  apiKey: 'your-api-key',
  apiSecret: 'your-api-secret',
  environment: 'sandbox',
  timeoutMs: undefined,
}

export const app = express()
app.post(
  '/webhook/payment',
  paystablecoinWebhook({
    apiSecret: 'your-api-secret',
    callbackUrl: undefined,
    onEvent: (event, req) => void [event.status, req.originalUrl],
  }),
)
app.use(express.json(), paystablecoin(options))
app.get(
  '/orders/:id',
  paystablecoinHandler<{ id: string }>(async (req, res) => {
    res.json(await req.paystablecoin.orders.retrieve(req.params.id))
  }),
)
app.get(
  '/raw',
  paystablecoinHandler(async (req, res) => {
    res.json(await req.paystablecoin.request({ method: 'GET', path: '/orders' }))
  }),
)
app.get('/plain', (req, res) => {
  // @ts-expect-error a plain handler does not know that the middleware ran
  res.json(req.paystablecoin)
})
