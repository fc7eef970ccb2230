/**
 * Fastify with the webhook routes of a case, each in a scope of its own, on `node:http`: Node's, Bun's or Deno's.
 *
 * @module
 */
import { toAdapterServer } from '@paystablecoin/adapter-contract'
import type { StartAdapter } from '@paystablecoin/adapter-contract'
import { paystablecoin } from '@paystablecoin/fastify'
import Fastify from 'fastify'

export const startFastify: StartAdapter = async (webhooks) => {
  const app = Fastify()
  for (const { path, options } of webhooks) {
    const { apiSecret, merchantId = '1000', ...webhook } = options
    const credentials = { merchantId, apiSecret, apiKey: 'key', baseUrl: 'http://127.0.0.1:9' }
    app.register(async (scope) => {
      await scope.register(paystablecoin, {
        ...credentials,
        webhook: { path: decodeURI(path), ...webhook },
      })
    })
  }
  app.post('/echo', (request) => request.body)
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return toAdapterServer(Number(new URL(url).port), () => app.close())
}
