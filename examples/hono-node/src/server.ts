/**
 * The shop on a socket: listens, queries PayStablecoin at intervals, and closes everything in the right order.
 *
 * @module
 */
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { Reconciler } from '@paystablecoin/hono'
import { createShop } from './app.ts'
import type { Database } from './database.ts'
import { createOrdersStore } from './orders-store.ts'
import type { ShopSettings } from './settings.ts'

/** How the shop is started, over a database that is open. */
export interface StartShopOptions extends Omit<ShopSettings, 'database'> {
  readonly database: Database
  /** How often PayStablecoin is queried for what is open. @default 60000 (one minute) */
  readonly reconcileEveryMs?: number | undefined
}

/** A shop that listens. */
export interface RunningShop {
  /** Where it listens, such as `http://127.0.0.1:3000`. */
  readonly url: string
  /** It is running; `runOnce` queries at once. */
  readonly reconciler: Pick<Reconciler, 'runOnce'>
  /** Stops listening and finishes what is in progress. The database stays open. */
  readonly close: () => Promise<void>
}

/**
 * Starts the shop.
 *
 * @throws {Error} The port is not available; `code` is `EADDRINUSE` when it is taken.
 */
export async function startShop(options: StartShopOptions): Promise<RunningShop> {
  const { database, host, port, paystablecoin, reconcileEveryMs } = options
  const orders = await createOrdersStore(database)
  const server = createServer({ requestTimeout: 30_000 })
  const url = await listen(server, host, port)
  const publicUrl = options.publicUrl ?? url
  const shop = createShop({ orders, paystablecoin, publicUrl, reconcileEveryMs })
  const answer = getRequestListener(shop.fetch)
  server.on('request', (request, response) => void answer(request, response))
  const stop = new AbortController()
  const reconciling = shop.reconciler.run({ signal: stop.signal })
  return {
    url,
    reconciler: shop.reconciler,
    close: async () => {
      stop.abort()
      await reconciling
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
