/**
 * Koa with the webhook routes of a case, on `node:http`: Node's, Bun's or Deno's.
 *
 * @module
 */
import { bodyParser } from '@koa/bodyparser'
import { listen } from '@paystablecoin/adapter-contract'
import type { StartAdapter } from '@paystablecoin/adapter-contract'
import { createWebhookReceiver, paystablecoinWebhook } from '@paystablecoin/koa'
import Koa from 'koa'
import { createServer } from 'node:http'

export const startKoa: StartAdapter = (webhooks) => {
  const app = new Koa()
  const receivers = webhooks.map(({ path, options }) => {
    const receiver = createWebhookReceiver(options)
    app.use(paystablecoinWebhook({ path, receiver }))
    return receiver
  })
  app.use(bodyParser())
  app.use((ctx) => {
    if (ctx.path === '/echo') ctx.body = ctx.request.body
  })
  const drain = async (): Promise<void> => {
    await Promise.all(receivers.map((receiver) => receiver.idle({ timeoutMs: 5000 })))
  }
  const answer = app.callback()
  const server = createServer((request, response) => void answer(request, response))
  return listen(server, drain)
}
