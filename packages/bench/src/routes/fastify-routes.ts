/**
 * Fastify: our route, two by hand, and one with Clerk's `verifyWebhook`.
 *
 * @module
 */
import { paystablecoinWebhook } from '@paystablecoin/fastify'
import Fastify from 'fastify'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { AddressInfo } from 'node:net'
import { loadPeer } from '../peers.ts'
import { fastifyFloor } from '../floors/fastify-floor.ts'
import { createFloor } from '../webhooks/floor.ts'
import { PATH, SECRET } from '../webhooks/sample.ts'

/** Ours. */
export async function startFastify(): Promise<number> {
  const app = Fastify()
  await app.register(paystablecoinWebhook, {
    path: PATH,
    apiSecret: SECRET,
    onEvent: async () => undefined,
  })
  return listen(app)
}

/** The same duties by hand. */
export function startFastifyFloor(): Promise<number> {
  return listen(fastifyFloor(SECRET, PATH, async () => undefined))
}

/** The shortest by hand. */
export function startFastifyByHand(): Promise<number> {
  const verify = createFloor(SECRET, 'request', PATH)
  const app = Fastify()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body)
  })
  app.post<{ Body: Buffer }>(PATH, async ({ headers, body }) => {
    verify({ headers, body })
    return { code: '00000' }
  })
  return listen(app)
}

/** With Clerk's function, as its page shows. */
export async function startFastifyByClerk(): Promise<number> {
  type Verify = (request: FastifyRequest, options: { signingSecret: string }) => Promise<unknown>
  const { verifyWebhook } = await loadPeer<{ readonly verifyWebhook: Verify }>('clerk')
  const signingSecret = `whsec_${Buffer.from(SECRET).toString('base64')}`
  const app = Fastify()
  app.route({
    method: 'POST',
    url: PATH,
    handler: async (request) => {
      await verifyWebhook(request, { signingSecret })
      return { code: '00000' }
    },
  })
  return listen(app)
}

async function listen(app: FastifyInstance): Promise<number> {
  await app.listen({ port: 0, host: '127.0.0.1' })
  return (app.server.address() as AddressInfo).port
}
