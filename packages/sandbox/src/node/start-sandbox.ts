/**
 * `startSandbox`: listens on a port and hands each request to the sandbox.
 * Knows sockets, and nothing of payments.
 *
 * @module
 */
import type { Server } from 'node:http'
import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { SandboxOptions } from '../options.ts'
import type { Sandbox } from '../sandbox.ts'
import { createSandbox } from '../sandbox.ts'
import { assertNotProduction } from '../urls.ts'

/** Options of `startSandbox`. */
export interface StartSandboxOptions extends SandboxOptions {
  /** The port; 0 takes any free one. @default 4010 */
  readonly port?: number | undefined
  /** The address to listen on. Anything but loopback lets other machines in. @default '127.0.0.1' */
  readonly host?: string | undefined
}

/** A sandbox that listens. */
export interface RunningSandbox {
  /** Where it listens, such as `http://127.0.0.1:4010`: a client's `baseUrl`. */
  readonly url: string
  readonly sandbox: Sandbox
  /** Stops listening, ends connections and closes the sandbox. */
  readonly close: () => Promise<void>
}

/**
 * Starts a sandbox on a port.
 *
 * @throws {TypeError} An option is wrong, or names the provider's production.
 * @throws {Error} The port can't be had; `code` is `EADDRINUSE` when it is taken.
 *
 * @example
 * ```ts
 * import { startSandbox } from '@paystablecoin/sandbox/node'
 *
 * const { url, close } = await startSandbox({ port: 0 })
 * ```
 */
export async function startSandbox(options: StartSandboxOptions = {}): Promise<RunningSandbox> {
  const { port = 4010, host = '127.0.0.1', ...sandboxOptions } = options
  assertNotProduction(`http://${hostInUrl(host)}`, 'host')
  const sandbox = createSandbox(sandboxOptions)
  const server = createServer(
    getRequestListener((request) => sandbox.fetch(request), { overrideGlobalObjects: false }),
  )
  await listen(server, port, host)
  return {
    url: `http://${hostInUrl(host)}:${portOf(server)}`,
    sandbox,
    close: async () => {
      await sandbox.close()
      await closeServer(server)
    },
  }
}

function hostInUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)))
    server.closeAllConnections()
  })
}
