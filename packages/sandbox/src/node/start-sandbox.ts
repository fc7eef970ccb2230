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
import type { Instance } from '../instance.ts'
import { createInstance } from '../instance.ts'
import { toInteger, toText } from '../option-checks.ts'
import type { SandboxOptions } from '../options.ts'
import type { Sandbox } from '../sandbox.ts'
import { toSandbox } from '../sandbox.ts'
import { assertNotProduction } from '../urls.ts'
import { closePort, closePortFor, openPort, portOf } from './port.ts'
import { applyFault } from './wire.ts'

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
 * @throws {Error} The port is not available; `code` is `EADDRINUSE` when it is taken.
 *
 * @example
 * ```ts
 * import { startSandbox } from '@paystablecoin/sandbox/node'
 *
 * const { url, close } = await startSandbox({ port: 0 })
 * ```
 */
export async function startSandbox(options: StartSandboxOptions = {}): Promise<RunningSandbox> {
  const { port: portOption, host: hostOption = '127.0.0.1', ...sandboxOptions } = options
  const port = toInteger('port', portOption, { atLeast: 0, atMost: 65_535, byDefault: 4010 })
  const host = toText('host', hostOption)
  assertNotProduction(`http://${hostInUrl(host)}`, 'host')
  const instance = createInstance(sandboxOptions, isLocalName(host))
  const { server, checkRefusal, stop } = createPort(instance)
  await openPort(server, port, host)
  const url = `http://${hostInUrl(host)}:${portOf(server)}`
  checkRefusal()
  const unwatch = instance.watchers.watch(checkRefusal, () => undefined)
  return {
    url,
    sandbox: toSandbox(instance),
    close: async () => {
      unwatch()
      stop()
      instance.close()
      await closePort(server)
    },
  }
}

interface Port {
  readonly server: Server
  /** Checks for a rule that refuses connections: it can't wait for a request. */
  readonly checkRefusal: () => void
  /** Cancels the reopening of a closed port. */
  readonly stop: () => void
}

function createPort({ settings, state, handle }: Instance): Port {
  const { startTimer } = settings.clock
  let stop = (): void => undefined
  let isRefusing = false

  const refuseFor = (forMs: number): void => {
    if (isRefusing) return
    isRefusing = true
    stop = closePortFor(server, forMs, startTimer, () => {
      isRefusing = false
      checkRefusal()
    })
  }
  const checkRefusal = (): void => {
    const refusal = isRefusing ? undefined : state().faults.nextRefusal()
    if (refusal !== undefined) refuseFor(refusal.forMs)
  }
  const server = createServer((incoming, outgoing) => {
    const deps = { incoming, outgoing, startTimer, closePort: refuseFor }
    const respond = (request: Request): Promise<Response> =>
      handle(toPlatformRequest(request), (response, fault) => applyFault(response, fault, deps))
    void getRequestListener(respond, { overrideGlobalObjects: false })(incoming, outgoing)
  })
  return { server, checkRefusal, stop: () => stop() }
}

// The listener's request is not the platform's, and only the platform's constructor takes it apart: Hono's limit of a body
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
