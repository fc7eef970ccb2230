/**
 * The routes that are compared, by framework: ours, the shortest by hand, and peers.
 *
 * @module
 */
import { startFastify, startFastifyByClerk, startFastifyByHand } from './fastify-routes.ts'
import { startHono, startHonoByHand, startHonoByPolar } from './hono-routes.ts'
import { startKoa, startKoaByHand } from './koa-routes.ts'

const ROUTES: Readonly<Record<string, () => Promise<number>>> = {
  'Hono ours': startHono,
  'Hono hand': startHonoByHand,
  'Hono peer': startHonoByPolar,
  'Koa ours': startKoa,
  'Koa hand': startKoaByHand,
  'Fastify ours': startFastify,
  'Fastify hand': startFastifyByHand,
  'Fastify peer': startFastifyByClerk,
}

/** Starts a route on a port of its own, and returns the port. */
export function startRoute(framework: string, whose: string): Promise<number> {
  const start = ROUTES[`${framework} ${whose}`]
  if (start === undefined) throw new Error(`no such route: ${framework} ${whose}`)
  return start()
}
