/**
 * What an adapter's test passes to the contract.
 * Must not know a case, a framework, a runtime or a test runner.
 *
 * @module
 */
import type { HandlerReceiverOptions } from '@paystablecoin/core'
import type { RequestListener } from 'node:http'

/** A webhook route of the app under test. The path is spelled as in a URL: `/hooks/a%20b`. */
export interface MountedWebhook {
  readonly path: string
  readonly options: HandlerReceiverOptions<unknown>
}

/** An app that runs. */
export interface AdapterServer {
  readonly fetch: (path: string, init?: RequestInit) => Promise<Response>
  /** Stops accepting requests; resolves when the last handler has finished. */
  readonly close: () => Promise<void>
  /** Its port on 127.0.0.1. Only the socket cases need it. */
  readonly port?: number | undefined
}

/**
 * Starts an app with these webhook routes, mounted as the adapter's README says, and with `POST /echo`, which answers with
 * the JSON that the framework's own parser read.
 */
export type StartAdapter = (webhooks: readonly MountedWebhook[]) => Promise<AdapterServer>

/** An app as a handler of Node's requests. */
export interface NodeApp {
  readonly listener: RequestListener
  /** Resolves when the last handler has finished. */
  readonly drain: () => Promise<void>
}

/** The same app as `StartAdapter` starts, for a server or a host that the contract brings. */
export type CreateNodeApp = (webhooks: readonly MountedWebhook[]) => Promise<NodeApp>

/** How a route of the app under test differs from the default. */
export type ShopOptions = Partial<HandlerReceiverOptions<unknown>> & {
  /** @default '/webhook/payment' */
  readonly path?: string | undefined
}
