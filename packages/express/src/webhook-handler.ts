/**
 * `paystablecoinWebhook`: a webhook's bytes from Express to core, core's reply back through Express.
 * Must not know a signature, a status or a response's text.
 *
 * @module
 */
import { createWebhookReceiver, toNodeHandler } from '@paystablecoin/core'
import type {
  TenantReceiverOptions,
  WaitUntil,
  WebhookReceiver,
  WebhookReceiverOptions,
} from '@paystablecoin/core'
import type { Request } from 'express'
import type { PayStablecoinHandler } from './handler.ts'

/** How the webhook's work is kept alive. */
export interface PayStablecoinWebhookRoute {
  /** Keeps the work after the response alive where the process may be frozen. @default a process that lives on */
  readonly waitUntil?: WaitUntil | undefined
}

/**
 * The receiver's options, a function that makes them of the request (tenants' secrets), or a receiver of your own: to call its
 * `idle` at a shutdown, or its `deliver`. What `onEvent` gets as its second argument is Express's `req`.
 */
export type PayStablecoinWebhookOptions =
  | ((req: Request) => TenantReceiverOptions<Request>)
  | (PayStablecoinWebhookRoute & WebhookReceiverOptions<Request>)
  | (PayStablecoinWebhookRoute & { readonly receiver: Pick<WebhookReceiver<Request>, 'receive'> })

/**
 * The webhook route's handler, for `app.post(path, …)` and routers, before any body parser. It accepts only what PayStablecoin
 * signed, responds, and hands new events to `onEvent`.
 *
 * @throws {TypeError} Names the option that is missing or wrong; plain options are checked at once.
 *
 * @example
 * ```ts
 * import { paystablecoinWebhook } from '@paystablecoin/express'
 * import express from 'express'
 *
 * const app = express()
 * app.post(
 *   '/webhook/payment',
 *   paystablecoinWebhook({
 *     apiSecret: 'your-api-secret',
 *     onEvent: (event) => {
 *       if (event.kind === 'payment') console.log(event.data.merchantOrderId, event.status)
 *     },
 *   }),
 * )
 * app.use(express.json())
 * app.listen(3000)
 * ```
 */
export function paystablecoinWebhook(options: PayStablecoinWebhookOptions): PayStablecoinHandler {
  const receiver = 'receiver' in options ? options.receiver : createWebhookReceiver(options)
  const waitUntil = typeof options === 'function' ? undefined : options.waitUntil
  return toNodeHandler(receiver, { context: (req: Request) => req, waitUntil })
}
