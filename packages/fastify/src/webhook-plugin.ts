/**
 * `paystablecoinWebhook`: a webhook's bytes from Fastify to core, core's reply back through Fastify.
 * Must not know a signature, a status or a response's text.
 *
 * @module
 */
import { createWebhookReceiver, toLogFields } from '@paystablecoin/core'
import type {
  TenantReceiverOptions,
  WaitUntil,
  WebhookBody,
  WebhookProblem,
  WebhookReceiver,
  WebhookReceiverOptions,
} from '@paystablecoin/core'
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'

/** Where the webhook is, and how its work is kept alive. */
export interface PayStablecoinWebhookRoute {
  /** The route's path, after the prefix. */
  readonly path: string
  /** How long `app.close()` waits for handlers; it rejects when that was too short. @default 10000 (10 seconds) */
  readonly idleTimeoutMs?: number | undefined
  /** Keeps the work after the response alive where the process may be frozen. @default a process that lives on */
  readonly waitUntil?: WaitUntil | undefined
}

/**
 * The route, and the receiver's options, a function that makes them of the request (tenants' secrets), or a receiver of your
 * own, for its `deliver`. What `onEvent` gets as its second argument is Fastify's request.
 */
export type PayStablecoinWebhookOptions = PayStablecoinWebhookRoute &
  (
    | (WebhookReceiverOptions<FastifyRequest> & {
        readonly options?: undefined
        readonly receiver?: undefined
      })
    | {
        /** Makes the receiver's options of a request. */
        readonly options: (request: FastifyRequest) => TenantReceiverOptions<FastifyRequest>
        readonly receiver?: undefined
      }
    | { readonly receiver: Pick<WebhookReceiver<FastifyRequest>, 'receive' | 'idle'> }
  )

const MOUNT_HINT =
  'The body was read before the webhook route could: a hook or plugin of the app reads request.raw. Register paystablecoinWebhook outside its scope, or let it skip this route.'

/**
 * Registers the webhook route. It accepts only what PayStablecoin signed, responds, and hands new events to `onEvent`. It has a
 * scope of its own, so the app's parsers do not reach it, and it may be registered several times: a path for each merchant.
 * `app.close()` waits for the handlers in progress.
 *
 * @throws {TypeError} At boot: names the option that is missing or wrong.
 *
 * @example
 * ```ts
 * import { paystablecoinWebhook } from '@paystablecoin/fastify'
 * import Fastify from 'fastify'
 *
 * const app = Fastify()
 * await app.register(paystablecoinWebhook, {
 *   path: '/webhook/payment',
 *   apiSecret: 'your-api-secret',
 *   onEvent: (event) => {
 *     if (event.kind === 'payment') console.log(event.data.merchantOrderId, event.status)
 *   },
 * })
 * await app.listen({ port: 3000 })
 * ```
 */
export const paystablecoinWebhook: FastifyPluginAsync<PayStablecoinWebhookOptions> = fastifyPlugin(
  registerWebhook,
  { fastify: '5.x', name: '@paystablecoin/fastify/webhook', encapsulate: true },
)

async function registerWebhook(
  scope: FastifyInstance,
  options: PayStablecoinWebhookOptions,
): Promise<void> {
  const { path, waitUntil, idleTimeoutMs = 10_000 } = options
  if (!(idleTimeoutMs >= 0)) throw new TypeError('idleTimeoutMs must be a number of at least 0')
  const receiver = toReceiver(options, hasLogger(scope))
  const bodyOf = leaveBodiesUnparsed(scope)
  scope.setErrorHandler(async (error: HookError, request, reply) => {
    if (!isContentTypeError(error)) throw error
    return answer(request, reply)
  })
  // fastify-raw-body would read along, and leave nothing where a hook of the app takes its time.
  const config = { rawBody: false }
  scope.post(path, { config }, (request, reply) => answer(request, reply))
  scope.addHook('onClose', () => receiver.idle({ timeoutMs: idleTimeoutMs }))

  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<Uint8Array> {
    const { status, headers, body } = await receiver.receive({
      headers: request.headers,
      body: bodyOf(request),
      // rewriteUrl or a host changes request.url; the provider signed what it called.
      path: request.originalUrl,
      context: request,
      mountHint: MOUNT_HINT,
      waitUntil,
    })
    reply.code(status).headers(headers)
    // As bytes: Fastify, or a hook of the app that wraps every text, would change the response. And not `reply`, which is a thenable
    // that listens to the end of the response.
    return Buffer.from(body)
  }
}

function toReceiver(
  options: PayStablecoinWebhookOptions,
  canLog: boolean,
): Pick<WebhookReceiver<FastifyRequest>, 'receive' | 'idle'> {
  if (options.receiver !== undefined) return options.receiver
  const withLog = <Options extends WebhookReceiverOptions<FastifyRequest>>(given: Options) =>
    canLog && given.onError === undefined ? { ...given, onError: logProblem } : given
  const { options: makeOptions } = options
  if (makeOptions === undefined) return createWebhookReceiver(withLog(options))
  return createWebhookReceiver((request) => withLog(makeOptions(request)))
}

/** Whether the app has a logger. One of Fastify's own that does nothing is none: problems would be lost in silence. */
function hasLogger({ log }: FastifyInstance): boolean {
  return Reflect.get(log, 'level') !== undefined || log.fatal !== log.error
}

// What a stranger sent is no error of the app.
function logProblem(problem: WebhookProblem, { log }: FastifyRequest): void {
  const fields = { ...toLogFields(problem), err: problem.error }
  const message = `PayStablecoin webhook ${problem.outcome}`
  if (problem.outcome === 'rejected') log.warn(fields, message)
  else log.error(fields, message)
}

/** Returns what finds the body of a request: the payload, which the app's hooks may have replaced. */
function leaveBodiesUnparsed(scope: FastifyInstance): (request: FastifyRequest) => WebhookBody {
  // Not on the request: hooks of the app may walk through that. Only where a hook replaced what there is on it anyway: an entry for
  // each request costs the garbage collector as much as all the rest of a webhook.
  const replaced = new WeakMap<FastifyRequest, WebhookBody>()
  scope.removeAllContentTypeParsers()
  // JSON by its name, too: to find out that only the wildcard is left takes Fastify longer.
  scope.addContentTypeParser(['application/json', '*'], (request, payload, done) => {
    if (payload !== request.raw) replaced.set(request, payload)
    done(null)
  })
  return (request) => replaced.get(request) ?? request.raw
}

// A database's errors, which a hook of the app may throw, have numbers for codes.
type HookError = Error & { readonly code?: unknown }

// A webhook is verified by its bytes, so what Fastify makes of its content type does not matter.
function isContentTypeError({ code }: HookError): boolean {
  return typeof code === 'string' && code.startsWith('FST_ERR_CTP_')
}
