/**
 * Bun's own server.
 *
 * @module
 */
import type { Serve } from './serve.ts'

declare const Bun: {
  serve(options: { port: number; hostname: string; maxRequestBodySize: number; fetch: unknown }): {
    readonly port: number
    stop(): Promise<void>
  }
}

export const serve: Serve = async (fetch) => {
  // Bun's own limit of 128 MiB would answer first, and without a body.
  const maxRequestBodySize = Number.MAX_SAFE_INTEGER
  const server = Bun.serve({ port: 0, hostname: '127.0.0.1', maxRequestBodySize, fetch })
  return { port: server.port, stop: () => server.stop() }
}
