/**
 * What `createSandbox` and `startSandbox` share: the sandbox's lives, one after the other, and their doors.
 * Knows no sockets, and no part of a life beyond its doors.
 *
 * @module
 */
import type { Watchers } from './activity.ts'
import { createWatchers } from './activity.ts'
import type { WireSlot } from './api/routes.ts'
import { createDashboard } from './dashboard/routes.ts'
import type { WireFault } from './faults/call-fault.ts'
import { imitateWire } from './faults/in-process-wire.ts'
import type { FaultSwitches } from './faults/fault-list.ts'
import type { Life } from './life.ts'
import { beginLife } from './life.ts'
import type { SandboxOptions, SandboxSettings } from './options.ts'
import { toSettings } from './options.ts'
import type { Sandbox } from './sandbox.ts'
import { assertNotProduction } from './urls.ts'

/** An answer, and what the wire is to make of it. */
export interface Handled {
  readonly response: Response
  readonly wireFault: WireFault | undefined
}

/** The sandbox from inside. */
export interface Kernel {
  readonly settings: SandboxSettings
  readonly sandbox: Sandbox
  readonly watchers: Watchers
  readonly life: () => Life
  /** Answers a request, and leaves the faults of the wire to the caller. */
  readonly handle: (request: Request) => Promise<Handled>
}

/** Creates the sandbox from inside. `isTrustedHost` tells under which names the dashboard may be called. */
export function createKernel(
  options: SandboxOptions,
  isTrustedHost: (hostname: string) => boolean = () => true,
): Kernel {
  const settings = toSettings(options)
  const watchers = createWatchers()
  let current = beginLife(settings, watchers)
  let isClosed = false
  const life = (): Life => current

  const handle = async (request: Request): Promise<Handled> => {
    if (isClosed) throw new TypeError('the sandbox is closed')
    assertNotProduction(request.url, 'The URL')
    const slot: WireSlot = {}
    const response = await front.fetch(request, slot)
    return { response, wireFault: slot.wireFault }
  }

  const reset = (): void => {
    current.end()
    current = beginLife(settings, watchers)
    watchers.changed()
  }

  const front = createDashboard({ settings, watchers, life, reset, isTrustedHost })
  front.all('*', (c) => current.app.fetch(c.req.raw, c.env))

  const close = async (): Promise<void> => {
    isClosed = true
    current.end()
    watchers.end()
  }

  const sandbox: Sandbox = {
    fetch: createFetch(handle, settings),
    reset,
    close,
    deliveries: () => current.news.log.list(),
    calls: () => current.calls.list(),
    resend: (id) => current.news.resend(id),
    advance: (ms) => current.clock.advance(ms),
    faults: delegateFaults(life),
  }
  return { settings, sandbox, watchers, life, handle }
}

function createFetch(handle: Kernel['handle'], settings: SandboxSettings): Sandbox['fetch'] {
  return async (input, init) => {
    const isReady = input instanceof Request && init === undefined
    const request = isReady ? input : new Request(input, init)
    request.signal.throwIfAborted()
    const { response, wireFault } = await handle(request)
    if (wireFault === undefined) return response
    // The caller's own signal: once a request is collected as garbage, Node aborts its copy no more.
    const signal = init?.signal ?? request.signal
    return imitateWire(response, wireFault, signal, settings.startTimer)
  }
}

// A reset replaces the faults with the rest of the life, so whoever holds the switches must be led to the current ones.
function delegateFaults(life: () => Life): FaultSwitches {
  return {
    add: (rule) => life().faults.add(rule),
    remove: (faultId) => life().faults.remove(faultId),
    list: () => life().faults.list(),
    setRates: (rates) => life().faults.setRates(rates),
    clear: () => life().faults.clear(),
  }
}
