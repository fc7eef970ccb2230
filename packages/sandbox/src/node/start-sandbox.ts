/**
 * `startSandbox`: listens on a port and hands each request to the sandbox.
 * Knows sockets, and nothing of payments.
 *
 * @module
 */
import type { Server } from 'node:http'
import { createServer } from 'node:http'
import { isIP } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Kernel } from '../kernel.ts'
import { createKernel } from '../kernel.ts'
import type { SandboxOptions } from '../options.ts'
import type { Sandbox } from '../sandbox.ts'
import { assertNotProduction } from '../urls.ts'
import { closePort, closePortFor, openPort, portOf } from './port.ts'
import type { Connection } from './wire.ts'
import { answerWithFault } from './wire.ts'

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
  const kernel = createKernel(sandboxOptions, isLocalName(host))
  const { server, look, stop } = createPort(kernel)
  await openPort(server, port, host)
  const url = `http://${hostInUrl(host)}:${portOf(server)}`
  look()
  const unwatch = kernel.watchers.watch(look, () => undefined)
  return {
    url,
    sandbox: kernel.sandbox,
    close: async () => {
      unwatch()
      stop()
      await kernel.sandbox.close()
      await closePort(server)
    },
  }
}

interface Port {
  readonly server: Server
  /** Looks for a rule that refuses connections: it can't wait for a request. */
  readonly look: () => void
  /** Forgets a port that would be opened again. */
  readonly stop: () => void
}

function createPort(kernel: Kernel): Port {
  const { startTimer } = kernel.settings
  let stop = (): void => undefined
  let isRefusing = false

  const refuseFor = (forMs: number): void => {
    if (isRefusing) return
    isRefusing = true
    stop = closePortFor(server, forMs, startTimer, () => {
      isRefusing = false
      look()
    })
  }
  const look = (): void => {
    const refusal = isRefusing ? undefined : kernel.life().faults.takeRefusal()
    if (refusal !== undefined) refuseFor(refusal.forMs)
  }
  const answer = async (request: Request, connection: Connection): Promise<Response> => {
    const { response, wireFault } = await kernel.handle(toPlatformRequest(request))
    if (wireFault === undefined) return response
    return answerWithFault(response, wireFault, { ...connection, startTimer, closePort: refuseFor })
  }
  const server = createServer((incoming, outgoing) => {
    const respond = (request: Request): Promise<Response> => answer(request, { incoming, outgoing })
    void getRequestListener(respond, { overrideGlobalObjects: false })(incoming, outgoing)
  })
  return { server, look, stop: () => stop() }
}

// What the listener gives is not the platform's Request, whose constructor is all that takes it apart: Hono's limit of a body
// without Content-Length needs it.
function toPlatformRequest({ url, method, headers, body }: Request): Request {
  const init: RequestInit & { readonly duplex: 'half' } = { method, headers, body, duplex: 'half' }
  return new Request(url, init)
}

/** Names that a page from elsewhere can't have: addresses, localhost, and the name that was asked for. */
function isLocalName(host: string): (hostname: string) => boolean {
  return (hostname) =>
    hostname === host ||
    isIP(hostname.replace(/^\[(.*)\]$/, '$1')) !== 0 ||
    /^(?:.+\.)?localhost$/.test(hostname)
}

function hostInUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}
