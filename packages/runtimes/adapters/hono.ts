/**
 * The packed Hono adapter on whatever serves a `fetch` handler.
 * Must not know a runtime.
 *
 * @module
 */
import type { MountedWebhook, StartAdapter } from '@paystablecoin/adapter-contract'
import * as adapter from '@paystablecoin/hono'
import * as contract from '../../hono/test/support/app.ts'
import { serveApp } from './serve.ts'
import type { Serve } from './serve.ts'

/** The contract's `start` on a server of this runtime. */
export function startHonoOn(serve: Serve): StartAdapter {
  return (webhooks) => {
    const { app, drain } = createApp(webhooks)
    return serveApp(serve, (request) => app.fetch(request), drain)
  }
}

/** An app with these webhook routes, and how to wait for their handlers. */
export function createApp(webhooks: readonly MountedWebhook[]): contract.ContractApp {
  return contract.createApp(adapter, webhooks)
}
