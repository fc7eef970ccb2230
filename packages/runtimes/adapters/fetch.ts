/**
 * No framework: `receiver.fetch` of the packed core on whatever serves a `fetch` handler.
 * Must not know a runtime.
 *
 * @module
 */
import type { MountedWebhook, StartAdapter } from '@paystablecoin/adapter-contract'
import { createWebhookReceiver } from '@paystablecoin/core'
import { serveApp } from './serve.ts'
import type { FetchHandler, Serve } from './serve.ts'

/** The contract's `start` on a server of this runtime. */
export function startFetchOn(serve: Serve): StartAdapter {
  return (webhooks) => {
    const receivers = new Map(webhooks.map(({ path, options }) => [path, toReceiver(options)]))
    const routes = new Map<string, FetchHandler>([
      ...[...receivers].map(
        ([path, { fetch }]) => [path, (request: Request) => fetch(request)] as const,
      ),
      ['/echo', async (request) => Response.json(await request.json())],
    ])
    const drain = async (): Promise<void> => {
      await Promise.all([...receivers.values()].map(({ idle }) => idle({ timeoutMs: 5000 })))
    }
    return serveApp(serve, (request) => findRoute(routes, request)(request), drain)
  }
}

function toReceiver(options: MountedWebhook['options']) {
  return createWebhookReceiver<unknown>(options)
}

function findRoute(routes: ReadonlyMap<string, FetchHandler>, request: Request): FetchHandler {
  const route = routes.get(new URL(request.url).pathname)
  return request.method === 'POST' && route !== undefined ? route : notFound
}

function notFound(): Response {
  return new Response('Not found', { status: 404 })
}
