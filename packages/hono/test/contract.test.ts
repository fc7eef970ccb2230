/**
 * The contract on Hono, over @hono/node-server.
 *
 * @module
 */
import { getRequestListener } from '@hono/node-server'
import { listen } from '@paystablecoin/adapter-contract'
import type { AdapterServer, MountedWebhook } from '@paystablecoin/adapter-contract'
import { describeAdapter } from '@paystablecoin/adapter-contract/vitest'
import { Hono } from 'hono'
import { createServer } from 'node:http'
import { createWebhookReceiver, paystablecoinWebhook } from '../src/index.ts'

function start(webhooks: readonly MountedWebhook[]): Promise<AdapterServer> {
  const app = new Hono()
  const receivers = webhooks.map(({ path, options }) => {
    const receiver = createWebhookReceiver(options)
    app.post(decodeURI(path), paystablecoinWebhook({ receiver }))
    return receiver
  })
  app.post('/echo', async (c) => c.json(await c.req.json()))
  const drain = async (): Promise<void> => {
    await Promise.all(receivers.map((receiver) => receiver.idle({ timeoutMs: 5000 })))
  }
  const listener = getRequestListener(app.fetch)
  const server = createServer((request, response) => void listener(request, response))
  return listen(server, drain)
}

describeAdapter('Hono', start)
