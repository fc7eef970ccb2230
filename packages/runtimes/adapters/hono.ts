/**
 * The packed Hono adapter on whatever serves a `fetch` handler.
 * Must not know a runtime.
 *
 * @module
 */
import type { MountedWebhook, StartAdapter } from '@paystablecoin/adapter-contract'
import * as adapter from '@paystablecoin/hono'
import type { Hono } from 'hono'
import * as contract from '../../hono/test/support/app.ts'

/** Serves an app on a free port. `stop` stops listening and waits for the open requests. */
export type Serve = (
  app: Hono,
) => Promise<{ readonly port: number; readonly stop: () => Promise<void> }>

/** The contract's `start` on a server of this runtime. */
export function startHonoOn(serve: Serve): StartAdapter {
  return async (webhooks) => {
    const { app, drain } = createApp(webhooks)
    const { port, stop } = await serve(app)
    return {
      port,
      fetch: (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init),
      close: async () => {
        await stop()
        await drain()
      },
    }
  }
}

/** An app with these webhook routes, and how to wait for their handlers. */
export function createApp(webhooks: readonly MountedWebhook[]): contract.ContractApp {
  return contract.createApp(adapter, webhooks)
}
