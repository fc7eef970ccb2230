/**
 * Hono on Node, through @hono/node-server.
 *
 * @module
 */
import { getRequestListener } from '@hono/node-server'
import { listen } from '@paystablecoin/adapter-contract'
import type { StartAdapter } from '@paystablecoin/adapter-contract'
import { createServer } from 'node:http'
import { createApp } from './hono.ts'

export const startHono: StartAdapter = (webhooks) => {
  const { app, drain } = createApp(webhooks)
  const listener = getRequestListener(app.fetch)
  const server = createServer((request, response) => void listener(request, response))
  return listen(server, drain)
}
