/**
 * `paystablecoinWebhook`: a webhook's bytes from Koa to core, core's reply back through Koa.
 * Must not know a signature, a status or a response's text.
 *
 * @module
 */
import { createWebhookReceiver } from '@paystablecoin/core'
import type {
  NodeRequest,
  TenantReceiverOptions,
  WaitUntil,
  WebhookReceiver,
  WebhookReceiverOptions,
} from '@paystablecoin/core'
import type { Middleware, ParameterizedContext } from 'koa'

/** Where the webhook is, and how its work is kept alive. */
export interface PayStablecoinWebhookRoute {
  /**
   * The path that is answered; POSTs to others, and other methods, go to the next middleware. Under `koa-mount` it is what
   * follows the prefix. @default every POST that reaches the middleware: for use in a router
   */
  readonly path?: string | undefined
  /** Keeps the work after the response alive where the process may be frozen. @default a process that lives on */
  readonly waitUntil?: WaitUntil | undefined
}

/**
 * The receiver's options, a function that makes them of the context (tenants' secrets; for use in a router, since it names no
 * path), or a receiver of your own: to call its `idle` at a shutdown, or its `deliver`. What `onEvent` gets as its second
 * argument is Koa's `ctx`.
 */
export type PayStablecoinWebhookOptions<StateT = {}, ContextT = {}> =
  | ((
      ctx: ParameterizedContext<StateT, ContextT>,
    ) => TenantReceiverOptions<ParameterizedContext<StateT, ContextT>>)
  | (PayStablecoinWebhookRoute & WebhookReceiverOptions<ParameterizedContext<StateT, ContextT>>)
  | (PayStablecoinWebhookRoute & {
      readonly receiver: Pick<WebhookReceiver<ParameterizedContext<StateT, ContextT>>, 'receive'>
    })

const MOUNT_HINT =
  'The body was read before the webhook route could: app.use(paystablecoinWebhook(…)) before the body parser, or let the parser skip its path.'

/**
 * The webhook route. It accepts only what PayStablecoin signed, responds, and hands new events to `onEvent`.
 *
 * @throws {TypeError} Names the option that is missing or wrong; plain options are checked at once.
 *
 * @example
 * ```ts
 * import { paystablecoinWebhook } from '@paystablecoin/koa'
 * import Koa from 'koa'
 *
 * const app = new Koa<{}, {}>()
 * app.use(
 *   paystablecoinWebhook({
 *     path: '/webhook/payment',
 *     apiSecret: 'your-api-secret',
 *     onEvent: (event) => {
 *       if (event.kind === 'payment') console.log(event.data.merchantOrderId, event.status)
 *     },
 *   }),
 * )
 * app.listen(3000)
 * ```
 */
export function paystablecoinWebhook<StateT = {}, ContextT = {}>(
  options: PayStablecoinWebhookOptions<StateT, ContextT>,
): Middleware<StateT, ContextT> {
  const receiver = 'receiver' in options ? options.receiver : createWebhookReceiver(options)
  const { path, waitUntil } = toRoute(options)
  return async function paystablecoinWebhook(ctx, next) {
    const isWebhook = ctx.method === 'POST' && (path === undefined || ctx.path === path)
    if (!isWebhook) {
      await next()
      return
    }
    // koa-mount strips ctx.path, a host such as Express what Koa gets; the provider signed what it called.
    const { originalUrl = ctx.originalUrl }: NodeRequest = ctx.req
    const reply = await receiver.receive({
      headers: ctx.headers,
      body: ctx.req,
      path: originalUrl,
      context: ctx,
      mountHint: MOUNT_HINT,
      waitUntil,
    })
    ctx.status = reply.status
    ctx.set(reply.headers)
    ctx.body = reply.body
  }
}

function toRoute<StateT, ContextT>(
  options: PayStablecoinWebhookOptions<StateT, ContextT>,
): PayStablecoinWebhookRoute {
  if (typeof options === 'function') return {}
  const { path, waitUntil } = options
  return { path: path === undefined ? undefined : toPathname(path), waitUntil }
}

// Koa does not decode ctx.path, so the option is compared as a URL spells it: '/a b' is '/a%20b'.
function toPathname(path: string): string {
  if (!path.startsWith('/')) throw new TypeError('path must start with "/"')
  return new URL(path, 'http://localhost').pathname
}
