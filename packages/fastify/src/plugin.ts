/**
 * The Fastify plugin: the client on `app.paystablecoin` and, when asked for, the webhook route and its draining at close.
 * Must not know how a call is made or a webhook is judged.
 *
 * @module
 */
import { createClient, createWebhookReceiver } from '@paystablecoin/core'
import type {
  Client,
  ClientOptions,
  WaitUntil,
  WebhookReceiver,
  WebhookReceiverOptions,
} from '@paystablecoin/core'
import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { addWebhookRoute } from './webhook-route.ts'

declare module 'fastify' {
  interface FastifyInstance {
    paystablecoin: Client
  }
}

/** Where the webhook is, and how its work is kept alive. */
export interface PayStablecoinWebhookRoute {
  /** The route's path, after the prefix. */
  readonly path: string
  /** How long `app.close()` waits for handlers; it rejects when that was too short. @default 10000 (10 seconds) */
  readonly idleTimeoutMs?: number | undefined
  /** Keeps the work after the answer alive where the process may be frozen. @default a process that lives on */
  readonly waitUntil?: WaitUntil | undefined
}

/**
 * The route, and the receiver's options or a receiver of your own, for its `deliver`. The credentials are the client's. What
 * `onEvent` gets as its second argument is Fastify's request.
 */
export type PayStablecoinWebhookOptions = PayStablecoinWebhookRoute &
  (
    | (Omit<WebhookReceiverOptions<FastifyRequest>, 'apiSecret' | 'merchantId'> & {
        readonly receiver?: undefined
      })
    | { readonly receiver: Pick<WebhookReceiver<FastifyRequest>, 'receive' | 'idle'> }
  )

/** The client's options, and the webhook's when there is one. */
export type PayStablecoinOptions = ClientOptions & {
  /** The webhook route. @default none */
  readonly webhook?: PayStablecoinWebhookOptions | undefined
  /** Stands before the webhook's path, as Fastify's `register` takes it. @default the prefix of the scope */
  readonly prefix?: string
}

/**
 * Decorates `app.paystablecoin` with the client and, with `webhook`, registers the route that lets in only what PayStablecoin
 * signed. `app.close()` waits for the handlers that are still at work. Two merchants are two scopes.
 *
 * @throws {TypeError} At boot: names the option that is missing or wrong.
 *
 * @example
 * ```ts
 * import { paystablecoin } from '@paystablecoin/fastify'
 * import Fastify from 'fastify'
 *
 * const app = Fastify({ requestTimeout: 30_000 })
 * await app.register(paystablecoin, {
 *   merchantId: '1000',
 *   apiKey: 'your-api-key',
 *   apiSecret: 'your-api-secret',
 *   environment: 'sandbox',
 *   webhook: {
 *     path: '/webhook/payment',
 *     onEvent: (event) => {
 *       if (event.kind === 'payment') console.log(event.data.merchantOrderId, event.status)
 *     },
 *   },
 * })
 * await app.listen({ port: 3000 })
 * ```
 */
export const paystablecoin: FastifyPluginAsync<PayStablecoinOptions> = fastifyPlugin(
  registerPayStablecoin,
  { fastify: '5.x', name: '@paystablecoin/fastify' },
)

async function registerPayStablecoin(
  app: FastifyInstance,
  options: PayStablecoinOptions,
): Promise<void> {
  const { webhook, prefix = '' } = options
  app.decorate('paystablecoin', createClient(options))
  if (webhook === undefined) return
  const { path, waitUntil, idleTimeoutMs = 10_000 } = webhook
  if (!(idleTimeoutMs >= 0)) throw new TypeError('idleTimeoutMs must be a number of at least 0')
  const receiver = toReceiver(webhook, options)
  // Fastify ignores the prefix of a plugin that has no scope of its own.
  await app.register((scope) => addWebhookRoute(scope, { path, receiver, waitUntil }), { prefix })
  app.addHook('onClose', () => receiver.idle({ timeoutMs: idleTimeoutMs }))
}

function toReceiver(
  webhook: PayStablecoinWebhookOptions,
  { merchantId, apiSecret }: ClientOptions,
): Pick<WebhookReceiver<FastifyRequest>, 'receive' | 'idle'> {
  if (webhook.receiver !== undefined) return webhook.receiver
  return createWebhookReceiver({ ...webhook, merchantId, apiSecret })
}
