/**
 * The contract's app on Hono, over @hono/node-server.
 *
 * @module
 */
import { getRequestListener } from '@hono/node-server'
import { startOnNode } from '@paystablecoin/adapter-contract'
import type { CreateNodeApp, StartAdapter } from '@paystablecoin/adapter-contract'
import { createApp } from './app.ts'
import type { Adapter } from './app.ts'

/** The app of a case, for any server of Node's. */
export function createNodeApp(adapter: Adapter): CreateNodeApp {
  return async (webhooks) => {
    const { app, drain } = createApp(adapter, webhooks)
    const listener = getRequestListener(app.fetch)
    return { listener: (request, response) => void listener(request, response), drain }
  }
}

/** Serves the webhooks of a case on `node:http`. */
export function createStart(adapter: Adapter): StartAdapter {
  return startOnNode(createNodeApp(adapter))
}
