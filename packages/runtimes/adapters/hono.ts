/**
 * Hono with the webhook routes of a case, on whatever serves a `fetch` handler.
 * Must not know a runtime.
 *
 * @module
 */
import type { MountedWebhook, StartAdapter } from '@paystablecoin/adapter-contract'
import { createWebhookReceiver, paystablecoinWebhook } from '@paystablecoin/hono'
import { Hono } from 'hono'

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
export function createApp(webhooks: readonly MountedWebhook[]): {
  readonly app: Hono
  readonly drain: () => Promise<void>
} {
  const app = new Hono()
  const receivers = webhooks.map(({ path, options }) => {
    const receiver = createWebhookReceiver(options)
    app.post(decodeURI(path), paystablecoinWebhook({ receiver }))
    return receiver
  })
  app.post('/echo', async (c) => c.json(await c.req.json()))
  const drain = async (): Promise<void> => {
    await Promise.all(receivers.map((receiver) => receiver.idle({ timeoutMs: 5000 })))
  }
  return { app, drain }
}
