/**
 * `createEmulator`: the emulator as its user sees it.
 * Knows no part of it beyond its public functions.
 *
 * @module
 */
import type { CallRecord } from '../api/call-log.ts'
import type { FaultSwitches } from '../faults/fault-registry.ts'
import { imitateWireFault } from '../faults/in-process-wire.ts'
import type { Customer } from './customer.ts'
import { createCustomer } from './customer.ts'
import type { Instance } from './instance.ts'
import { createInstance } from './instance.ts'
import type { EmulatorOptions } from '../state/options.ts'
import type { Delivery } from '../webhooks/delivery.ts'

/** PayStablecoin in this process. */
export interface Emulator extends Customer {
  /** Responds as the provider's API and checkout page do. Takes what the global `fetch` takes. */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>
  /** Forgets every order, webhook and fault, and starts again from the same seed and time. */
  readonly reset: () => void
  /** The webhooks so far, the oldest first, each with its attempts. */
  readonly deliveries: () => readonly Delivery[]
  /** The API calls so far, the oldest first. */
  readonly calls: () => readonly CallRecord[]
  /** Sends a webhook again, now and without faults. Resolves to `false` when the id is unknown or forgotten. */
  readonly resend: (deliveryId: string) => Promise<boolean>
  /**
   * Moves the emulator's clock forward: payments are confirmed, orders expire, webhooks are retried. Resolves when everything
   * that was due has finished; `advance(0)` waits for what is in progress. Signatures keep the real time, so clients and
   * handlers need no clock of their own. Do not await it inside a webhook handler: it waits for that handler. Rejects with a
   * `TypeError` for less than 0 or more than 100 years.
   */
  readonly advance: (ms: number) => Promise<void>
  /** Switches faults on and off. */
  readonly faults: FaultSwitches
  /** Stops timers and ends attempts in progress. After that the emulator no longer responds. */
  readonly close: () => Promise<void>
}

/**
 * Creates an emulator: the provider's API, checkout page and webhooks in this process, without a port.
 *
 * @throws {TypeError} An option is wrong, or names the provider's production.
 *
 * @example
 * ```ts
 * import { createClient } from '@paystablecoin/core'
 * import { createEmulator, EMULATOR_MERCHANT } from '@paystablecoin/emulator'
 *
 * const emulator = createEmulator()
 * const client = createClient({
 *   ...EMULATOR_MERCHANT,
 *   baseUrl: 'http://emulator.test',
 *   fetch: emulator.fetch,
 * })
 * ```
 */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  return toEmulator(createInstance(options))
}

/** The public functions of an instance. */
export function toEmulator(instance: Instance): Emulator {
  const { state, reset } = instance
  return {
    ...createCustomer(instance),
    fetch: createFetch(instance),
    reset,
    deliveries: () => state().notifier.log.list(),
    calls: () => state().calls.list(),
    resend: (id) => state().notifier.resend(id),
    advance: (ms) => state().clock.advance(ms),
    faults: delegateFaults(instance),
    close: async () => instance.close(),
  }
}

function createFetch({ handle, settings }: Instance): Emulator['fetch'] {
  return async (input, init) => {
    const request = isRequest(input) && init === undefined ? input : new Request(input, init)
    request.signal.throwIfAborted()
    // The caller's own signal: once a request is garbage-collected, Node no longer aborts its copy.
    const signal = init?.signal ?? request.signal
    return handle(request, (response, fault) =>
      imitateWireFault(response, fault, signal, settings.clock.startTimer),
    )
  }
}

// Not by instanceof: the request may be of another realm, as a test runner's.
function isRequest(input: string | URL | Request): input is Request {
  return typeof input === 'object' && 'headers' in input
}

// A reset replaces the registry, so whoever holds these switches must reach the current one.
function delegateFaults({ state }: Instance): FaultSwitches {
  return {
    add: (rule) => state().faults.add(rule),
    remove: (faultId) => state().faults.remove(faultId),
    list: () => state().faults.list(),
    setRates: (rates) => state().faults.setRates(rates),
    clear: () => state().faults.clear(),
  }
}
