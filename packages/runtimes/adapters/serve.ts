/**
 * What serves a `fetch` handler on a free port.
 * Must not know a runtime, nor what it serves.
 *
 * @module
 */
import { toAdapterServer } from '@paystablecoin/adapter-contract'
import type { AdapterServer } from '@paystablecoin/adapter-contract'

/** A `fetch` handler. */
export type FetchHandler = (request: Request) => Response | Promise<Response>

/** Serves a handler. `stop` stops listening and waits for the open requests. */
export type Serve = (
  fetch: FetchHandler,
) => Promise<{ readonly port: number; readonly stop: () => Promise<void> }>

/** Serves a handler for the contract. Closing it waits for the open requests, then for `drain`. */
export async function serveApp(
  serve: Serve,
  fetch: FetchHandler,
  drain: () => Promise<void>,
): Promise<AdapterServer> {
  const { port, stop } = await serve(fetch)
  return toAdapterServer(port, async () => {
    await stop()
    await drain()
  })
}
