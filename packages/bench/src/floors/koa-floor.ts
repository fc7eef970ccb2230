/**
 * The floor of equal duties on Koa.
 *
 * @module
 */
import Koa from 'koa'
import { createDuties, RECEIVED } from './duties.ts'
import type { FloorEvent } from './duties.ts'
import { readStream } from './read-stream.ts'

/** An app with a webhook route by hand. */
export function koaFloor(
  secret: string,
  path: string,
  onEvent: (event: FloorEvent) => Promise<void>,
): Koa<{}, {}> {
  const receive = createDuties(secret, path, onEvent)
  const app = new Koa<{}, {}>()
  app.use(async (ctx, next) => {
    if (ctx.method !== 'POST' || ctx.path !== path) return next()
    try {
      receive(ctx.req.headers, await readStream(ctx.req))
      ctx.body = RECEIVED
    } catch {
      ctx.status = 401
      ctx.body = { error: 'rejected' }
    }
    return undefined
  })
  return app
}
