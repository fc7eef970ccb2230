/**
 * The contract's app on Express, for the adapter that is handed in: its source here, its packed package in every runtime.
 *
 * @module
 */
import { startOnNode } from '@paystablecoin/adapter-contract'
import type { CreateNodeApp, StartAdapter } from '@paystablecoin/adapter-contract'
import type express from 'express'
import type * as source from '../../src/index.ts'

type Adapter = Pick<typeof source, 'createWebhookReceiver' | 'paystablecoinWebhook'>

/** The app of a case, for any server of Node's. */
export function createNodeApp(
  { createWebhookReceiver, paystablecoinWebhook }: Adapter,
  createApp: typeof express,
): CreateNodeApp {
  return async (webhooks) => {
    const app = createApp()
    const receivers = webhooks.map(({ path, options }) => {
      const receiver = createWebhookReceiver(options)
      app.post(path, paystablecoinWebhook({ receiver }))
      return receiver
    })
    app.use(createApp.json())
    app.post('/echo', (req, res) => res.json(req.body))
    const drain = async (): Promise<void> => {
      await Promise.all(receivers.map((receiver) => receiver.idle({ timeoutMs: 5000 })))
    }
    return { listener: app, drain }
  }
}

/** Serves the webhooks of a case on `node:http`: Node's, Bun's or Deno's. */
export function createStart(adapter: Adapter, createApp: typeof express): StartAdapter {
  return startOnNode(createNodeApp(adapter, createApp))
}
