/**
 * `startEmulator`: listens on a port and hands each request to the emulator.
 * Knows sockets, and nothing of payments.
 *
 * @module
 */
import type { Server } from 'node:http'
import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { ActivityEntry } from '../activity/entry.ts'
import { createActivityTail } from '../activity/tail.ts'
import type { Instance } from '../instance/instance.ts'
import { createInstance } from '../instance/instance.ts'
import { assertFunction, toInteger, toText } from '../shared/option-checks.ts'
import type { EmulatorOptions } from '../state/options.ts'
import type { Emulator } from '../instance/emulator.ts'
import { toEmulator } from '../instance/emulator.ts'
import { assertNotProduction } from '../shared/urls.ts'
import type { CheckHost } from './host-check.ts'
import { createHostCheck, toHostNames } from './host-check.ts'
import { closePort, closePortFor, openPort, portOf } from './port.ts'
import { createWebhookFetch } from './webhook-fetch.ts'
import { applyFault } from './wire.ts'

/** Options of `startEmulator`. */
export interface StartEmulatorOptions extends EmulatorOptions {
  /** The port; 0 takes any free one. @default 4010 */
  readonly port?: number | undefined
  /** The address to listen on. Anything but loopback lets other machines in. @default '127.0.0.1' */
  readonly host?: string | undefined
  /**
   * Further host names under which requests are accepted, besides addresses, `localhost`, names without a dot and the name
   * of `publicUrl`. Others get a 403, so that no website can reach the emulator by DNS rebinding. @default []
   */
  readonly allowHosts?: readonly string[] | undefined
  /** Called with each API call and each attempt to deliver a webhook, soon after it: for a log. */
  readonly onActivity?: ((entry: ActivityEntry) => void) | undefined
}

/** An emulator that listens. */
export interface RunningEmulator {
  /** Where it listens, such as `http://127.0.0.1:4010`: a client's `baseUrl`. */
  readonly url: string
  readonly emulator: Emulator
  /** Stops listening, ends connections and closes the emulator. */
  readonly close: () => Promise<void>
}

/**
 * Starts an emulator on a port.
 *
 * @throws {TypeError} An option is wrong, or names the provider's production.
 * @throws {Error} The port is not available; `code` is `EADDRINUSE` when it is taken.
 *
 * @example
 * ```ts
 * import { startEmulator } from '@paystablecoin/emulator/node'
 *
 * const { url, close } = await startEmulator({ port: 0 })
 * ```
 */
export async function startEmulator(options: StartEmulatorOptions = {}): Promise<RunningEmulator> {
  const { port: portOption, host = '127.0.0.1', allowHosts = [], ...rest } = options
  const { onActivity, ...emulatorOptions } = rest
  const port = toInteger('port', portOption, { atLeast: 0, atMost: 65_535, byDefault: 4010 })
  toText('host', host)
  if (onActivity !== undefined) assertFunction('onActivity', onActivity)
  assertNotProduction(`http://${hostInUrl(host)}`, 'host')
  const hostNames = toHostNames(allowHosts)
  const instance = createInstance(withWebhookFetch(emulatorOptions))
  const { publicUrl } = instance.settings
  const checkHost = createHostCheck({ host, allowHosts: hostNames, publicUrl })
  const { server, checkRefusal, stop } = createPort(instance, checkHost)
  await openPort(server, port, host)
  const url = `http://${hostInUrl(host)}:${portOf(server)}`
  checkRefusal()
  const unwatch = instance.watchers.watch(checkRefusal, () => undefined)
  const untell = onActivity === undefined ? () => undefined : tellActivity(instance, onActivity)
  return {
    url,
    emulator: toEmulator(instance),
    close: async () => {
      unwatch()
      untell()
      stop()
      instance.close()
      await closePort(server)
    },
  }
}

// Many changes at once are looked at once. What is still untold at the end is told then.
function tellActivity(
  { state, settings, watchers }: Instance,
  onActivity: (entry: ActivityEntry) => void,
): () => void {
  const tail = createActivityTail(state, settings.merchants)
  let planned: NodeJS.Immediate | undefined
  const tell = (): void => {
    planned = undefined
    for (const entry of tail.take()) onActivity(entry)
  }
  const unwatch = watchers.watch(
    () => (planned ??= setImmediate(tell)),
    () => undefined,
  )
  return () => {
    unwatch()
    clearImmediate(planned)
    tell()
  }
}

interface Port {
  readonly server: Server
  /** Checks for a rule that refuses connections: it can't wait for a request. */
  readonly checkRefusal: () => void
  /** Cancels the reopening of a closed port. */
  readonly stop: () => void
}

function createPort({ settings, state, handle }: Instance, checkHost: CheckHost): Port {
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
    const respond = (request: Request): Response | Promise<Response> =>
      checkHost(request) ??
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

// Without a fetch of the user's own, names are resolved before a webhook is sent.
function withWebhookFetch(options: EmulatorOptions): EmulatorOptions {
  const isOwn = options.webhookFetch !== undefined || options.allowLinkLocal === true
  return isOwn ? options : { ...options, webhookFetch: createWebhookFetch() }
}

function hostInUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}
