/**
 * `paystablecoin`: the client on `ctx.paystablecoin`.
 * Must not know how a call is made.
 *
 * @module
 */
import { createClientResolver } from '@paystablecoin/core'
import type { Client, ClientOptions } from '@paystablecoin/core'
import type { Middleware, ParameterizedContext } from 'koa'

/**
 * What `paystablecoin` adds to a context. A chained `.use()` on a `new Koa<{}, {}>()` infers it; without chaining, and for a
 * router, name it: `new Koa<{}, PayStablecoinContext>()`.
 */
export interface PayStablecoinContext {
  paystablecoin: Client
}

/** The client's options or, where secrets exist only per request (tenants), a function that makes them of the context. */
export type PayStablecoinOptions<StateT = {}, ContextT = {}> =
  | ClientOptions
  | ((ctx: ParameterizedContext<StateT, ContextT>) => ClientOptions)

/**
 * Puts the client on `ctx.paystablecoin`. Given as a function, the options are made for each request; the client is used
 * again as long as they are the same.
 *
 * @throws {TypeError} Names the option that is missing or wrong; plain options are checked at once.
 *
 * @example
 * ```ts
 * import { paystablecoin } from '@paystablecoin/koa'
 * import Koa from 'koa'
 *
 * const app = new Koa<{}, {}>()
 *   .use(
 *     paystablecoin({
 *       merchantId: '1000',
 *       apiKey: 'your-api-key',
 *       apiSecret: 'your-api-secret',
 *       environment: 'sandbox',
 *     }),
 *   )
 *   .use(async (ctx) => {
 *     const order = await ctx.paystablecoin.orders.retrieve('ORDER_1738112345000')
 *     ctx.body = { status: order.status }
 *   })
 * app.listen(3000)
 * ```
 */
export function paystablecoin<StateT = {}, ContextT = {}>(
  options: PayStablecoinOptions<StateT, ContextT>,
): Middleware<StateT, ContextT & PayStablecoinContext> {
  const clientFor = createClientResolver(options)
  return async function paystablecoin(ctx, next) {
    ctx.paystablecoin = clientFor(ctx)
    await next()
  }
}
