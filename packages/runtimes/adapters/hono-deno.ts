/**
 * Hono on Deno's own server.
 *
 * @module
 */
import type { StartAdapter } from '@paystablecoin/adapter-contract'
import { startHonoOn } from './hono.ts'

declare const Deno: {
  serve(
    options: { port: number; hostname: string; onListen: () => void },
    handler: (request: Request) => Response | Promise<Response>,
  ): { readonly addr: { readonly port: number }; shutdown(): Promise<void> }
}

export const startHono: StartAdapter = startHonoOn(async ({ fetch }) => {
  const options = { port: 0, hostname: '127.0.0.1', onListen: () => undefined }
  const server = Deno.serve(options, (request) => fetch(request))
  return { port: server.addr.port, stop: () => server.shutdown() }
})
