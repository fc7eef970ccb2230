/**
 * The contract's app on Fastify, for the adapter that is handed in: its source here, its packed package in every runtime.
 *
 * @module
 */
import { toAdapterServer } from '@paystablecoin/adapter-contract'
import type { CreateNodeApp, MountedWebhook, StartAdapter } from '@paystablecoin/adapter-contract'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import type * as source from '../../src/index.ts'

type Adapter = Pick<typeof source, 'paystablecoinWebhook'>

/** All webhooks of a case in one scope. */
function createApp(adapter: Adapter, webhooks: readonly MountedWebhook[]): FastifyInstance {
  const app = Fastify()
  for (const { path, options } of webhooks) {
    app.register(adapter.paystablecoinWebhook, { ...options, path: decodeURI(path) })
  }
  app.post('/echo', (request) => request.body)
  return app
}

/** The app of a case, for any server of Node's. */
export function createNodeApp(adapter: Adapter): CreateNodeApp {
  return async (webhooks) => {
    const app = createApp(adapter, webhooks)
    await app.ready()
    return {
      listener: (request, response) => app.routing(request, response),
      drain: () => app.close(),
    }
  }
}

/** Serves the webhooks of a case by Fastify's own `listen`, on `node:http`: Node's, Bun's or Deno's. */
export function createStart(adapter: Adapter): StartAdapter {
  return async (webhooks) => {
    const app = createApp(adapter, webhooks)
    const url = await app.listen({ host: '127.0.0.1', port: 0 })
    return toAdapterServer(Number(new URL(url).port), () => app.close())
  }
}
