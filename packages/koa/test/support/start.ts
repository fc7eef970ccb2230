/**
 * The contract's `start` on Koa, for the adapter that is handed in: its source here, its packed package in every runtime.
 *
 * @module
 */
import { bodyParser } from '@koa/bodyparser'
import { listen } from '@paystablecoin/adapter-contract'
import type { StartAdapter } from '@paystablecoin/adapter-contract'
import type Koa from 'koa'
import { createServer } from 'node:http'
import type * as source from '../../src/index.ts'

type Adapter = Pick<typeof source, 'createWebhookReceiver' | 'paystablecoinWebhook'>

/** Serves the webhooks of a case on `node:http`: Node's, Bun's or Deno's. */
export function createStart(
  { createWebhookReceiver, paystablecoinWebhook }: Adapter,
  createApp: () => Koa,
): StartAdapter {
  return (webhooks) => {
    const app = createApp()
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
}
