/**
 * The routes that are compared, by framework: ours, the same duties by hand, the shortest by hand, and peers.
 *
 * @module
 */
import { startExpress, startExpressByHand, startExpressFloor } from './express-routes.ts'
import {
  startFastify,
  startFastifyByClerk,
  startFastifyByHand,
  startFastifyFloor,
} from './fastify-routes.ts'
import { startHono, startHonoByHand, startHonoByPolar, startHonoFloor } from './hono-routes.ts'
import { startKoa, startKoaByHand, startKoaFloor } from './koa-routes.ts'

const ROUTES: Readonly<Record<string, () => Promise<number>>> = {
  'Hono ours': startHono,
  'Hono floor': startHonoFloor,
  'Hono hand': startHonoByHand,
  'Hono peer': startHonoByPolar,
  'Koa ours': startKoa,
  'Koa floor': startKoaFloor,
  'Koa hand': startKoaByHand,
  'Fastify ours': startFastify,
  'Fastify floor': startFastifyFloor,
  'Fastify hand': startFastifyByHand,
  'Fastify peer': startFastifyByClerk,
  'Express ours': startExpress,
  'Express floor': startExpressFloor,
  'Express hand': startExpressByHand,
}

/** Starts a route on a port of its own, and returns the port. */
export function startRoute(framework: string, whose: string): Promise<number> {
  const start = ROUTES[`${framework} ${whose}`]
  if (start === undefined) throw new Error(`no such route: ${framework} ${whose}`)
  return start()
}
