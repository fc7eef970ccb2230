/**
 * What `createEmulator` and `startEmulator` share: the current state, which a reset replaces, and the routing of requests.
 * Knows no sockets, and no rule of any part.
 *
 * @module
 */
import { createDashboard, isDashboardPath } from '../dashboard/routes.ts'
import type { ApplyWireFault } from '../faults/call-fault.ts'
import type { EmulatorOptions } from '../state/options.ts'
import type { EmulatorSettings } from '../state/settings.ts'
import { toSettings } from '../state/settings.ts'
import type { EmulatorState } from '../state/state.ts'
import { createState } from '../state/state.ts'
import { assertNotProduction } from '../shared/urls.ts'
import type { Watchers } from '../shared/watchers.ts'
import { createWatchers } from '../shared/watchers.ts'

/** The emulator from inside. */
export interface Instance {
  readonly settings: EmulatorSettings
  readonly watchers: Watchers
  /** The state since the last reset. */
  readonly state: () => EmulatorState
  /** Handles a request. Wire faults are the caller's: only it knows the connection. */
  readonly handle: (request: Request, applyWireFault: ApplyWireFault) => Promise<Response>
  readonly reset: () => void
  readonly close: () => void
}

/** Creates the emulator from inside. */
export function createInstance(options: EmulatorOptions): Instance {
  const settings = toSettings(options)
  const watchers = createWatchers()
  let current = createState(settings, watchers.notify)
  let isClosed = false
  const state = (): EmulatorState => current

  const reset = (): void => {
    current.end()
    current = createState(settings, watchers.notify)
    watchers.notify()
  }

  const dashboard = createDashboard({ settings, watchers, state, reset })

  return {
    settings,
    watchers,
    state,
    reset,
    handle: async (request, applyWireFault) => {
      if (isClosed) throw new TypeError('the emulator is closed')
      assertNotProduction(request.url, 'The URL')
      if (isDashboardPath(new URL(request.url).pathname)) return dashboard.fetch(request)
      return current.app.fetch(request, { applyWireFault })
    },
    close: () => {
      isClosed = true
      current.end()
      watchers.end()
    },
  }
}
