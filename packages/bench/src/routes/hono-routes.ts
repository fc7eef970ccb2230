/**
 * Hono on Node: our route, two by hand, and Polar's.
 *
 * @module
 */
import { serve } from '@hono/node-server'
import { paystablecoinWebhook } from '@paystablecoin/hono'
import { Hono } from 'hono'
import type { Handler } from 'hono'
import { loadPeer } from '../peers.ts'
import { honoFloor } from '../floors/hono-floor.ts'
import { createFloor } from '../webhooks/floor.ts'
import { PATH, SECRET } from '../webhooks/sample.ts'

/** Ours. */
export function startHono(): Promise<number> {
  const options = { apiSecret: SECRET, onEvent: async () => undefined }
  return listen(new Hono().post(PATH, paystablecoinWebhook(options)))
}

/** The same duties by hand. */
export function startHonoFloor(): Promise<number> {
  return listen(honoFloor(SECRET, PATH, async () => undefined))
}

/** The shortest by hand. */
export function startHonoByHand(): Promise<number> {
  const verify = createFloor(SECRET, 'request', PATH)
  const app = new Hono().post(PATH, async (c) => {
    const headers = {
      'x-timestamp': c.req.header('x-timestamp'),
      'x-signature': c.req.header('x-signature'),
    }
    verify({ headers, body: new Uint8Array(await c.req.arrayBuffer()) })
    return c.json({ code: '00000' })
  })
  return listen(app)
}

/** Polar's. */
export async function startHonoByPolar(): Promise<number> {
  type Webhooks = (options: { webhookSecret: string; onPayload: () => Promise<void> }) => Handler
  const { Webhooks } = await loadPeer<{ readonly Webhooks: Webhooks }>('polar')
  const route = Webhooks({ webhookSecret: SECRET, onPayload: async () => undefined })
  return listen(new Hono().post(PATH, route))
}

function listen(app: Hono): Promise<number> {
  return new Promise((resolve) => {
    serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => resolve(port))
  })
}
