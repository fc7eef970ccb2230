/**
 * Koa: our route, and two by hand.
 *
 * @module
 */
import { paystablecoinWebhook } from '@paystablecoin/koa'
import Koa from 'koa'
import type { AddressInfo } from 'node:net'
import { koaFloor } from '../floors/koa-floor.ts'
import { createFloor } from '../webhooks/floor.ts'
import { PATH, SECRET } from '../webhooks/sample.ts'

/** Ours. */
export function startKoa(): Promise<number> {
  const app = new Koa<{}, {}>()
  app.use(
    paystablecoinWebhook({
      path: PATH,
      apiSecret: SECRET,
      onEvent: async () => undefined,
    }),
  )
  return listen(app)
}

/** The same duties by hand. */
export function startKoaFloor(): Promise<number> {
  return listen(koaFloor(SECRET, PATH, async () => undefined))
}

/** The shortest by hand. */
export function startKoaByHand(): Promise<number> {
  const verify = createFloor(SECRET, 'request', PATH)
  const app = new Koa<{}, {}>()
  app.use(async (ctx, next) => {
    if (ctx.method !== 'POST' || ctx.path !== PATH) return next()
    const pieces: Uint8Array[] = []
    for await (const piece of ctx.req) pieces.push(piece as Uint8Array)
    verify({ headers: ctx.headers, body: Buffer.concat(pieces) })
    ctx.body = { code: '00000' }
    return undefined
  })
  return listen(app)
}

function listen(app: Koa<{}, {}>): Promise<number> {
  return new Promise((resolve) => {
    const server = app.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}
