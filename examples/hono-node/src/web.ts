/**
 * The shop on a socket: listens, and on closing finishes what it has begun to answer.
 *
 * @module
 */
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { createApp } from './app.ts'
import type { ShopParts } from './parts.ts'

/** Where the shop listens. */
export interface WebOptions {
  readonly host: string
  readonly port: number
  /** Where the shop is reached from outside. @default where it listens */
  readonly publicUrl?: string | undefined
}

/** A shop that listens. */
export interface RunningWeb {
  /** Where it listens, such as `http://127.0.0.1:3000`. */
  readonly url: string
  /** Stops listening and finishes what is in progress. */
  readonly close: () => Promise<void>
}

/**
 * Starts the web server.
 *
 * @throws {Error} The port is not available; `code` is `EADDRINUSE` when it is taken.
 */
export async function startWeb(parts: ShopParts, options: WebOptions): Promise<RunningWeb> {
  const { host, port, publicUrl } = options
  const server = createServer({ requestTimeout: 30_000 })
  const url = await listen(server, host, port)
  const answer = getRequestListener(createApp(parts, publicUrl ?? url))
  server.on('request', (request, response) => void answer(request, response))
  return {
    url,
    close: async () => {
      await closeServer(server)
      await parts.receiver.idle({ timeoutMs: 10_000 })
    },
  }
}

function listen(server: Server, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      const address = server.address()
      const listeningPort = typeof address === 'object' && address !== null ? address.port : port
      resolve(`http://${host}:${listeningPort}`)
    })
  })
}

// Requests that are being answered are let finish; a connection that only waits for another request is not waited for.
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)))
    server.closeIdleConnections()
  })
}
