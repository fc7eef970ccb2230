/**
 * The contract's `start` on Fastify, for the adapter that is handed in: its source here, its packed package in every runtime.
 *
 * @module
 */
import { toAdapterServer } from '@paystablecoin/adapter-contract'
import type { StartAdapter } from '@paystablecoin/adapter-contract'
import Fastify from 'fastify'
import type * as source from '../../src/index.ts'

/** Serves all webhooks of a case in one scope, on `node:http`: Node's, Bun's or Deno's. */
export function createStart({
  paystablecoinWebhook,
}: Pick<typeof source, 'paystablecoinWebhook'>): StartAdapter {
  return async (webhooks) => {
    const app = Fastify()
    for (const { path, options } of webhooks) {
      app.register(paystablecoinWebhook, { ...options, path: decodeURI(path) })
    }
    app.post('/echo', (request) => request.body)
    const url = await app.listen({ host: '127.0.0.1', port: 0 })
    return toAdapterServer(Number(new URL(url).port), () => app.close())
  }
}
