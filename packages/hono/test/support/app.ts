/**
 * A Hono app with the webhook routes of a case, for the adapter that is handed in: its source here, its packed package in every
 * runtime.
 * Must not know what serves it.
 *
 * @module
 */
import type { MountedWebhook } from '@paystablecoin/adapter-contract'
import { Hono } from 'hono'
import type * as source from '../../src/index.ts'

/** The functions of the adapter that an app is made of. */
export type Adapter = Pick<typeof source, 'createWebhookReceiver' | 'paystablecoinWebhook'>

/** An app, and how to wait for its handlers. */
export interface ContractApp {
  readonly app: Hono
  readonly drain: () => Promise<void>
}

/** Creates an app with these webhook routes. */
export function createApp(
  { createWebhookReceiver, paystablecoinWebhook }: Adapter,
  webhooks: readonly MountedWebhook[],
): ContractApp {
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
