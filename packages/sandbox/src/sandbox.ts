/**
 * `createSandbox`: what a user holds in hand.
 * Knows how it is used, not how it is done.
 *
 * @module
 */
import type { CallRecord } from './activity.ts'
import type { FaultSwitches } from './faults/fault-list.ts'
import { createKernel } from './kernel.ts'
import type { SandboxOptions } from './options.ts'
import type { Delivery } from './webhooks/delivery.ts'

/** PayStablecoin in this process. */
export interface Sandbox {
  /** Answers as the provider's API and checkout page do: takes what the global `fetch` takes. */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>
  /** Forgets every order, webhook and fault, and starts again from the same seed and time. */
  readonly reset: () => void
  /** The webhooks so far, the oldest first, each with its attempts. */
  readonly deliveries: () => readonly Delivery[]
  /** The API calls so far, the oldest first. */
  readonly calls: () => readonly CallRecord[]
  /** Sends a webhook again, now and without faults. `false` when the id is not known (any more). */
  readonly resend: (deliveryId: string) => Promise<boolean>
  /**
   * Moves the sandbox's clock forward: payments are confirmed, orders expire, webhooks are sent again. Resolves when all
   * that became due is done; `advance(0)` waits for what is under way. Signatures keep the time outside, so clients and
   * handlers need no clock of their own. Not to be awaited inside a webhook's handler, which it waits for. Rejects with a `TypeError`
   * for less than 0 or more than 100 years.
   */
  readonly advance: (ms: number) => Promise<void>
  /** Switches faults on and off. */
  readonly faults: FaultSwitches
  /** Stops timers and attempts under way. The sandbox answers no more. */
  readonly close: () => Promise<void>
}

/**
 * Creates a sandbox: the provider's API, checkout page and webhooks in this process, without a port.
 *
 * @throws {TypeError} An option is wrong, or names the provider's production.
 *
 * @example
 * ```ts
 * import { createClient } from '@paystablecoin/core'
 * import { createSandbox, SANDBOX_MERCHANT } from '@paystablecoin/sandbox'
 *
 * const sandbox = createSandbox()
 * const client = createClient({
 *   ...SANDBOX_MERCHANT,
 *   baseUrl: 'http://sandbox.test',
 *   fetch: sandbox.fetch,
 * })
 * ```
 */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  return createKernel(options).sandbox
}
