/**
 * The contract on Fastify: each webhook route in a scope of its own, as two merchants are.
 *
 * @module
 */
import Fastify from 'fastify'
import { toAdapterServer } from '@paystablecoin/adapter-contract'
import type { AdapterServer, MountedWebhook } from '@paystablecoin/adapter-contract'
import { describeAdapter } from '@paystablecoin/adapter-contract/vitest'
import { paystablecoin } from '../src/index.ts'

async function start(webhooks: readonly MountedWebhook[]): Promise<AdapterServer> {
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

describeAdapter('Fastify', start)
