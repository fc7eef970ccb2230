/**
 * The webhook route in a scope of its own: a webhook's bytes from Fastify to core, core's reply back through Fastify.
 * Must not know a signature, a status or an answer's text.
 *
 * @module
 */
import type { WaitUntil, WebhookBody, WebhookReceiver } from '@paystablecoin/core'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { IncomingMessage } from 'node:http'

/** What the route is made of. */
export interface WebhookRoute {
  readonly path: string
  readonly receiver: Pick<WebhookReceiver<FastifyRequest>, 'receive'>
  readonly waitUntil: WaitUntil | undefined
}

const BODY_GONE =
  'The body was read before the webhook route could: a hook or plugin of the app reads request.raw. Register @paystablecoin/fastify outside its scope, or let it skip this route.'

/** Adds the route to a scope. The parsers of the app neither reach into this scope nor change through it. */
export async function addWebhookRoute(scope: FastifyInstance, route: WebhookRoute): Promise<void> {
  scope.removeAllContentTypeParsers()
  // JSON by its name, too: to find out that only the wildcard is left takes Fastify longer.
  scope.addContentTypeParser(['application/json', '*'], (_request, _payload, done) => done(null))
  scope.setErrorHandler(async (error: HookError, request, reply) => {
    if (!isContentTypeError(error)) throw error
    return answer(request, reply)
  })
  // fastify-raw-body would read along, and leave nothing where a hook of the app takes its time.
  const config = { rawBody: false }
  scope.post(route.path, { config }, (request, reply) => answer(request, reply))

  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { status, headers, body } = await route.receiver.receive({
      headers: request.headers,
      body: toWebhookBody(request.raw),
      // rewriteUrl changes request.url; the provider signed what it called.
      path: request.originalUrl,
      context: request,
      waitUntil: route.waitUntil,
    })
    // As bytes: Fastify, or a hook of the app that wraps every text, would make another answer of it.
    return reply.code(status).headers(headers).send(Buffer.from(body))
  }
}

// A database's errors, which a hook of the app may throw, have numbers for codes.
type HookError = Error & { readonly code?: unknown }

// A webhook is judged by its bytes, so what Fastify makes of its content type does not matter.
function isContentTypeError({ code }: HookError): boolean {
  return typeof code === 'string' && code.startsWith('FST_ERR_CTP_')
}

function toWebhookBody(raw: IncomingMessage): WebhookBody {
  return raw.readableDidRead ? { unavailable: BODY_GONE } : raw
}
