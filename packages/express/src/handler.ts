/**
 * The type of every handler of this package.
 *
 * @module
 */
import type { NextFunction, Request, Response } from 'express'

/**
 * A handler or middleware, for apps and routers. An interface of its own, since the declarations of an app cannot name the types
 * that Express's `RequestHandler` is spelled with.
 */
export interface PayStablecoinHandler {
  (req: Request, res: Response, next: NextFunction): void
}
