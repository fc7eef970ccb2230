/**
 * `paystablecoin`: the client on `app.paystablecoin` and `request.paystablecoin`.
 * Must not know how a call is made.
 *
 * @module
 */
import { createClient, createClientResolver } from '@paystablecoin/core'
import type { Client, ClientOptions } from '@paystablecoin/core'
import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyInstance {
    /** The client that the plugin `paystablecoin` made. Throws where its options depend on the request. */
    readonly paystablecoin: Client
  }
  interface FastifyRequest {
    /** The client that the plugin `paystablecoin` made, for this request where its options depend on it. */
    readonly paystablecoin: Client
  }
}

/** The client's options or, where secrets exist only per request (tenants), a function that makes them of the request. */
export type PayStablecoinOptions =
  | (ClientOptions & { readonly options?: undefined })
  | {
      /** Makes the client's options of a request. The client is used again as long as they are the same. */
      readonly options: (request: FastifyRequest) => ClientOptions
    }

/**
 * Decorates `app.paystablecoin` and `request.paystablecoin` with the client. With `options`, a function of the request, there
 * is only `request.paystablecoin`.
 *
 * @throws {TypeError} Names the option that is missing or wrong: at boot or, with `options`, when the client is used.
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
 * })
 * app.get<{ Params: { id: string } }>('/orders/:id', async (request) => {
 *   const { status } = await app.paystablecoin.orders.retrieve(request.params.id)
 *   return { status }
 * })
 * await app.listen({ port: 3000 })
 * ```
 */
export const paystablecoin: FastifyPluginAsync<PayStablecoinOptions> = fastifyPlugin(decorate, {
  fastify: '5.x',
  name: '@paystablecoin/fastify',
})

// Getters, since a value would not go over the getter of an outer scope.
async function decorate(app: FastifyInstance, options: PayStablecoinOptions): Promise<void> {
  if (options.options === undefined) {
    const client = createClient(options)
    app.decorate('paystablecoin', { getter: () => client })
    app.decorateRequest('paystablecoin', { getter: () => client })
    return
  }
  const clientFor = createClientResolver(options.options)
  app.decorate('paystablecoin', { getter: throwDependsOnRequest })
  app.decorateRequest('paystablecoin', {
    getter() {
      return clientFor(this)
    },
  })
}

function throwDependsOnRequest(): never {
  throw new TypeError('The options depend on the request: use request.paystablecoin.')
}
