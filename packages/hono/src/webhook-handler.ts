/**
 * `paystablecoinWebhook`: a webhook's bytes from Hono to core, core's reply back through Hono.
 * Must not know a signature, a status or a response's text.
 *
 * @module
 */
import { createWebhookReceiver } from '@paystablecoin/core'
import type {
  TenantReceiverOptions,
  WaitUntil,
  WebhookReceiver,
  WebhookReceiverOptions,
  WebhookRequest,
} from '@paystablecoin/core'
import type { Context, Env, Handler } from 'hono'
import type { StatusCode } from 'hono/utils/http-status'
import { findMessage, isUntouched } from './node-message.ts'
import { createWaitUntilFinder } from './wait-until.ts'
import type { FindWaitUntil } from './wait-until.ts'

/** How the webhook's work is kept alive. */
export interface PayStablecoinWebhookRoute {
  /** Keeps the work after the response alive where the process may be frozen. @default the execution context's, where there is one */
  readonly waitUntil?: WaitUntil | undefined
}

/**
 * The receiver's options, a function that makes them of the context (Workers' secrets), or a receiver of your own: to call
 * its `idle` at a shutdown, or its `deliver`. What `onEvent` gets as its second argument is Hono's `c`.
 */
export type PayStablecoinWebhookOptions<E extends Env = Env> =
  | ((c: Context<E>) => TenantReceiverOptions<Context<E>>)
  | (PayStablecoinWebhookRoute & WebhookReceiverOptions<Context<E>>)
  | (PayStablecoinWebhookRoute & {
      readonly receiver: Pick<WebhookReceiver<Context<E>>, 'receive'>
    })

const MOUNT_HINT =
  'The body was read before the webhook route could: mount the route before anything that reads, parses or validates bodies (c.req.json(), c.req.text(), a validator).'

/**
 * The webhook route's handler, for `.post(path, …)`. It accepts only what PayStablecoin signed, responds, and hands new events
 * to `onEvent`. Where the runtime has an execution context, the work after the response goes through its `waitUntil`.
 *
 * @throws {TypeError} Names the option that is missing or wrong; plain options are checked at once.
 *
 * @example
 * ```ts
 * import { paystablecoinWebhook } from '@paystablecoin/hono'
 * import { Hono } from 'hono'
 *
 * const app = new Hono().post(
 *   '/webhook/payment',
 *   paystablecoinWebhook({
 *     apiSecret: 'your-api-secret',
 *     onEvent: (event) => {
 *       if (event.kind === 'payment') console.log(event.data.merchantOrderId, event.status)
 *     },
 *   }),
 * )
 * export default app
 * ```
 */
export function paystablecoinWebhook<E extends Env = Env>(
  options: PayStablecoinWebhookOptions<E>,
): Handler<E> {
  const receiver = 'receiver' in options ? options.receiver : createWebhookReceiver(options)
  const findWaitUntil = toWaitUntilFinder(options)
  return async function paystablecoinWebhook(c) {
    const reply = await receiver.receive(toWebhookRequest(c, findWaitUntil))
    // Hono's type lists the statuses there are; all of core's are among them.
    return c.newResponse(reply.body, reply.status as StatusCode, reply.headers)
  }
}

function toWaitUntilFinder<E extends Env>(options: PayStablecoinWebhookOptions<E>): FindWaitUntil {
  const waitUntil = typeof options === 'function' ? undefined : options.waitUntil
  return waitUntil === undefined ? createWaitUntilFinder() : () => waitUntil
}

function toWebhookRequest<E extends Env>(
  c: Context<E>,
  findWaitUntil: FindWaitUntil,
): WebhookRequest<Context<E>> {
  const message = findMessage(c)
  const request = c.req.raw
  const source = message !== undefined && isUntouched(request, message) ? message : request
  return {
    headers: source.headers,
    body: source,
    // A host such as Express strips its prefix; the provider signed what it called.
    path: message?.originalUrl ?? source.url,
    context: c,
    mountHint: MOUNT_HINT,
    waitUntil: findWaitUntil(c, message),
  }
}
