/**
 * Deno's own server.
 *
 * @module
 */
import type { FetchHandler, Serve } from './serve.ts'

declare const Deno: {
  serve(
    options: { port: number; hostname: string; onListen: () => void },
    handler: FetchHandler,
  ): { readonly addr: { readonly port: number }; shutdown(): Promise<void> }
}

export const serve: Serve = async (fetch) => {
  const options = { port: 0, hostname: '127.0.0.1', onListen: () => undefined }
  const server = Deno.serve(options, (request) => fetch(request))
  return { port: server.addr.port, stop: () => server.shutdown() }
}
