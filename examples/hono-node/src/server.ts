/**
 * The shop on a socket: opens the database, listens, and closes everything in the right order.
 *
 * @module
 */
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { createShop } from './app.ts'
import type { Database } from './database.ts'
import { createOrdersStore } from './orders-store.ts'
import type { ShopSettings } from './settings.ts'

/** How the shop is started, over a database that is open. */
export interface StartShopOptions extends Omit<ShopSettings, 'database'> {
  readonly database: Database
}

/** A shop that listens. */
export interface RunningShop {
  /** Where it listens, such as `http://127.0.0.1:3000`. */
  readonly url: string
  /** Stops listening and finishes what is in work. The database stays open. */
  readonly close: () => Promise<void>
}

/**
 * Starts the shop.
 *
 * @throws {Error} The port can't be had; `code` is `EADDRINUSE` when it is taken.
 */
export async function startShop(options: StartShopOptions): Promise<RunningShop> {
  const { database, host, port, paystablecoin } = options
  const orders = await createOrdersStore(database)
  const server = createServer({ requestTimeout: 30_000 })
  const url = await listen(server, host, port)
  const shop = createShop({ orders, paystablecoin, publicUrl: options.publicUrl ?? url })
  const answer = getRequestListener(shop.fetch)
  server.on('request', (request, response) => void answer(request, response))
  return {
    url,
    close: async () => {
      await closeServer(server)
      await shop.idle({ timeoutMs: 10_000 })
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
