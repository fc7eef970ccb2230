/**
 * The contract on Koa 3 and on Koa 2.
 *
 * @module
 */
import Koa from 'koa'
import KoaTwo from 'koa-2'
import { bodyParser } from '@koa/bodyparser'
import { listen } from '@paystablecoin/adapter-contract'
import type { AdapterServer, MountedWebhook } from '@paystablecoin/adapter-contract'
import { describeAdapter } from '@paystablecoin/adapter-contract/vitest'
import { createServer } from 'node:http'
import { createWebhookReceiver, paystablecoinWebhook } from '../src/index.ts'

function startOn(app: Koa, webhooks: readonly MountedWebhook[]): Promise<AdapterServer> {
  const receivers = webhooks.map(({ path, options }) => {
    const receiver = createWebhookReceiver(options)
    app.use(paystablecoinWebhook({ path, receiver }))
    return receiver
  })
  // Koa would print the error of a client that hangs up.
  app.silent = true
  app.use(bodyParser())
  app.use((ctx) => {
    if (ctx.path === '/echo') ctx.body = ctx.request.body
  })
  const drain = async (): Promise<void> => {
    await Promise.all(receivers.map((receiver) => receiver.idle({ timeoutMs: 5000 })))
  }
  const callback = app.callback()
  const server = createServer((request, response) => void callback(request, response))
  return listen(server, drain)
}

describeAdapter('Koa 3', (webhooks) => startOn(new Koa(), webhooks))
describeAdapter('Koa 2', (webhooks) => startOn(new KoaTwo(), webhooks))
