/**
 * `paystablecoin`: the client on `c.var.paystablecoin`.
 * Must not know how a call is made.
 *
 * @module
 */
import { createClientResolver } from '@paystablecoin/core'
import type { Client, ClientOptions } from '@paystablecoin/core'
import type { Context, Env, MiddlewareHandler } from 'hono'

/**
 * What `paystablecoin` adds to an app. A chained `.use()` infers it; without chaining, name it:
 * `new Hono<PayStablecoinEnv>()`.
 */
export interface PayStablecoinEnv {
  Variables: { paystablecoin: Client }
}

/** The client's options or, where secrets exist only per request (Workers), a function that makes them of the context. */
export type PayStablecoinOptions<E extends Env = Env> =
  | ClientOptions
  | ((c: Context<E>) => ClientOptions)

/**
 * Puts the client on `c.var.paystablecoin`. Given as a function, the options are made for each request; the client is
 * used again as long as they are the same.
 *
 * @throws {TypeError} Names the option that is missing or wrong; plain options are checked at once.
 *
 * @example
 * ```ts
 * import { paystablecoin } from '@paystablecoin/hono'
 * import { Hono } from 'hono'
 *
 * type Env = { Bindings: { PSC_API_KEY: string; PSC_API_SECRET: string } }
 *
 * const app = new Hono<Env>()
 *   .use(
 *     paystablecoin<Env>((c) => ({
 *       merchantId: '1000',
 *       apiKey: c.env.PSC_API_KEY,
 *       apiSecret: c.env.PSC_API_SECRET,
 *       environment: 'production',
 *     })),
 *   )
 *   .get('/orders/:id', async (c) => {
 *     const order = await c.var.paystablecoin.orders.retrieve(c.req.param('id'))
 *     return c.json({ status: order.status })
 *   })
 * export default app
 * ```
 */
export function paystablecoin<E extends Env = Env>(
  options: PayStablecoinOptions<E>,
): MiddlewareHandler<E & PayStablecoinEnv> {
  const clientFor = createClientResolver(options)
  return async function paystablecoin(c: Context, next) {
    c.set('paystablecoin', clientFor(c))
    await next()
  }
}
