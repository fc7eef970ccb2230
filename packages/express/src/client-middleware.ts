/**
 * `paystablecoin` and `paystablecoinHandler`: the client on `req.paystablecoin`, and handlers whose types know it.
 * Must not know how a call is made.
 *
 * @module
 */
import { createClientResolver } from '@paystablecoin/core'
import type { Client, ClientOptions } from '@paystablecoin/core'
import type { NextFunction, Request, Response } from 'express'
import type { PayStablecoinHandler } from './handler.ts'

/** A request on which `paystablecoin` has put the client. */
export type PayStablecoinRequest<P = Request['params']> = Request<P> & {
  readonly paystablecoin: Client
}

/** The client's options or, where secrets exist only per request (tenants), a function that makes them of the request. */
export type PayStablecoinOptions = ClientOptions | ((req: Request) => ClientOptions)

/**
 * Puts the client on `req.paystablecoin`. Given as a function, the options are made for each request; the client is used again
 * as long as they are the same.
 *
 * @throws {TypeError} Names the option that is missing or wrong; plain options are checked at once.
 *
 * @example
 * ```ts
 * import { paystablecoin, paystablecoinHandler } from '@paystablecoin/express'
 * import express from 'express'
 *
 * const app = express()
 * app.use(
 *   paystablecoin({
 *     merchantId: '1000',
 *     apiKey: 'your-api-key',
 *     apiSecret: 'your-api-secret',
 *     environment: 'sandbox',
 *   }),
 * )
 * app.get(
 *   '/orders/:id',
 *   paystablecoinHandler<{ id: string }>(async (req, res) => {
 *     const { status } = await req.paystablecoin.orders.retrieve(req.params.id)
 *     res.json({ status })
 *   }),
 * )
 * app.listen(3000)
 * ```
 */
export function paystablecoin(options: PayStablecoinOptions): PayStablecoinHandler {
  const clientFor = createClientResolver(options)
  return function paystablecoin(req, _res, next) {
    Object.assign(req, { paystablecoin: clientFor(req) })
    next()
  }
}

/**
 * A route's handler that knows `req.paystablecoin`; what it rejects with goes to `next`, which Express 4 does not do by itself.
 * In JavaScript on Express 5 a plain handler does as well.
 *
 * @example
 * ```ts
 * import { paystablecoinHandler } from '@paystablecoin/express'
 *
 * export const showOrder = paystablecoinHandler<{ id: string }>(async (req, res) => {
 *   res.json(await req.paystablecoin.orders.retrieve(req.params.id))
 * })
 * ```
 */
export function paystablecoinHandler<P extends Request['params'] = Request['params']>(
  handler: (req: PayStablecoinRequest<P>, res: Response, next: NextFunction) => unknown,
): PayStablecoinHandler {
  async function run(...[req, res, next]: Parameters<PayStablecoinHandler>): Promise<void> {
    try {
      await handler(toPayStablecoinRequest<P>(req), res, next)
    } catch (error) {
      next(error)
    }
  }

  return function paystablecoinHandler(req, res, next) {
    void run(req, res, next)
  }
}

function toPayStablecoinRequest<P extends Request['params']>(
  req: Request,
): PayStablecoinRequest<P> {
  if (hasClient<P>(req)) return req
  throw new TypeError('req.paystablecoin is missing: app.use(paystablecoin(…)) before this route.')
}

// Which parameters a route has is for its handler to say, here as on every `RequestHandler` of Express.
function hasClient<P extends Request['params']>(req: Request): req is PayStablecoinRequest<P> {
  return 'paystablecoin' in req
}
