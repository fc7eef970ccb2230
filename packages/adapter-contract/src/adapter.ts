/**
 * What the contract asks of an adapter's test.
 * Must not know a case, a framework, a runtime or a test runner.
 *
 * @module
 */
import type { WebhookReceiverOptions } from '@paystablecoin/core'

/** A webhook route of the app under test. The path is spelled as in a URL: `/hooks/a%20b`. */
export interface MountedWebhook {
  readonly path: string
  readonly options: WebhookReceiverOptions<unknown>
}

/** An app that runs. */
export interface AdapterServer {
  readonly fetch: (path: string, init?: RequestInit) => Promise<Response>
  /** Stops taking requests; resolves when no handler is at work any more. */
  readonly close: () => Promise<void>
  /** Where it listens on 127.0.0.1, if it listens at all: the socket cases need it. */
  readonly port?: number | undefined
}

/**
 * Starts an app with these webhook routes, mounted as the README of the adapter says, and with `POST /echo`: it answers the JSON
 * that the framework's own parser made of the body.
 */
export type StartAdapter = (webhooks: readonly MountedWebhook[]) => Promise<AdapterServer>

/** How a route of the app under test differs from the usual one. */
export type ShopOptions = Partial<WebhookReceiverOptions<unknown>> & {
  /** @default '/webhook/payment' */
  readonly path?: string | undefined
}
