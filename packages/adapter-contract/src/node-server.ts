/**
 * A Node server for the contract, on a free port of 127.0.0.1.
 * Must not know a framework.
 *
 * @module
 */
import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import type { AdapterServer, CreateNodeApp, StartAdapter } from './adapter.ts'

/** What stands between the server and the app: Express, a cloud platform. */
export type Host = (listener: RequestListener) => RequestListener

/** Starts an app on `node:http`: Node's, Bun's or Deno's. */
export function startOnNode(
  createApp: CreateNodeApp,
  host: Host = (listener) => listener,
): StartAdapter {
  return async (webhooks) => {
    const { listener, drain } = await createApp(webhooks)
    return listen(createServer(host(listener)), drain)
  }
}

/** Makes an `AdapterServer` of a server that listens on this port. */
export function toAdapterServer(port: number, close: () => Promise<void>): AdapterServer {
  return {
    port,
    fetch: (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init),
    close,
  }
}

/** Listens with a Node server. Closing it waits for the open requests, then for `drain`. */
export async function listen(server: Server, drain: () => Promise<void>): Promise<AdapterServer> {
  // A connection that was in use when `close` was called would be kept open for seconds.
  server.on('request', (_request, response) => {
    response.once('close', () => server.listening || server.closeIdleConnections())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return toAdapterServer(address.port, async () => {
    await new Promise<void>((resolve, reject) => {
      server.close((error) => (error === undefined ? resolve() : reject(error)))
    })
    await drain()
  })
}
