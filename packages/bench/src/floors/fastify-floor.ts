/**
 * The floor of equal duties on Fastify.
 *
 * @module
 */
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import { BODY_TIMEOUT_MS, createDuties, MAX_BODY_BYTES, RECEIVED } from './duties.ts'
import type { FloorEvent } from './duties.ts'

declare module 'fastify' {
  interface FastifyRequest {
    bodyTimer: NodeJS.Timeout | undefined
  }
}

/** An app with a webhook route by hand. */
export function fastifyFloor(
  secret: string,
  path: string,
  onEvent: (event: FloorEvent) => Promise<void>,
): FastifyInstance {
  const receive = createDuties(secret, path, onEvent)
  const app = Fastify({ bodyLimit: MAX_BODY_BYTES })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    ['application/json', '*'],
    { parseAs: 'buffer' },
    (_request, body, done) => done(null, body),
  )
  app.decorateRequest('bodyTimer', undefined)
  app.addHook('onRequest', (request, _reply, done) => {
    request.bodyTimer = setTimeout(() => request.raw.destroy(), BODY_TIMEOUT_MS)
    done()
  })
  app.addHook('preValidation', (request, _reply, done) => {
    clearTimeout(request.bodyTimer)
    done()
  })
  app.post<{ Body: Buffer }>(path, async ({ headers, body }, reply) => {
    try {
      receive(headers, body)
      return RECEIVED
    } catch {
      return reply.code(401).send({ error: 'rejected' })
    }
  })
  return app
}
