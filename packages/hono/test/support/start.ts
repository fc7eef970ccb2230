/**
 * The contract's `start` on Hono, over @hono/node-server.
 *
 * @module
 */
import { getRequestListener } from '@hono/node-server'
import { listen } from '@paystablecoin/adapter-contract'
import type { StartAdapter } from '@paystablecoin/adapter-contract'
import { createServer } from 'node:http'
import { createApp } from './app.ts'
import type { Adapter } from './app.ts'

/** Serves the webhooks of a case on `node:http`. */
export function createStart(adapter: Adapter): StartAdapter {
  return (webhooks) => {
    const { app, drain } = createApp(adapter, webhooks)
    const listener = getRequestListener(app.fetch)
    const server = createServer((request, response) => void listener(request, response))
    return listen(server, drain)
  }
}
