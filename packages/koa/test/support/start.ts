/**
 * The contract's app on Koa, for the adapter that is handed in: its source here, its packed package in every runtime.
 *
 * @module
 */
import { bodyParser } from '@koa/bodyparser'
import { startOnNode } from '@paystablecoin/adapter-contract'
import type { CreateNodeApp, StartAdapter } from '@paystablecoin/adapter-contract'
import type Koa from 'koa'
import type * as source from '../../src/index.ts'

type Adapter = Pick<typeof source, 'createWebhookReceiver' | 'paystablecoinWebhook'>

/** The app of a case, for any server of Node's. */
export function createNodeApp(
  { createWebhookReceiver, paystablecoinWebhook }: Adapter,
  createApp: () => Koa,
): CreateNodeApp {
  return async (webhooks) => {
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
    return { listener: (request, response) => void callback(request, response), drain }
  }
}

/** Serves the webhooks of a case on `node:http`: Node's, Bun's or Deno's. */
export function createStart(adapter: Adapter, createApp: () => Koa): StartAdapter {
  return startOnNode(createNodeApp(adapter, createApp))
}
