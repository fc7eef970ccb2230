/**
 * `createSandbox`: what a user holds in hand. A reset ends one life of the sandbox and begins the next.
 * Knows no part of a life beyond its doors.
 *
 * @module
 */
import type { CallRecord } from './activity.ts'
import { createWatchers } from './activity.ts'
import { beginLife } from './life.ts'
import type { SandboxOptions } from './options.ts'
import { toSettings } from './options.ts'
import { assertNotProduction } from './urls.ts'
import type { Delivery } from './webhooks/delivery.ts'

/** PayStablecoin in this process. */
export interface Sandbox {
  /** Answers as the provider's API and checkout page do: takes what the global `fetch` takes. */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>
  /** Forgets every order, webhook and fault, and starts again from the same seed. */
  readonly reset: () => void
  /** The webhooks so far, the oldest first, each with its attempts. */
  readonly deliveries: () => readonly Delivery[]
  /** The API calls so far, the oldest first. */
  readonly calls: () => readonly CallRecord[]
  /** Sends a webhook again, now. `false` when the id is not known. */
  readonly resend: (deliveryId: string) => Promise<boolean>
  /**
   * Moves the sandbox's clock forward and waits until everything that became due is done. `advance(0)` waits for what is
   * under way.
   */
  readonly advance: (ms: number) => Promise<void>
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
  const settings = toSettings(options)
  const { changed } = createWatchers()
  let life = beginLife(settings, changed)
  let isClosed = false

  return {
    fetch: async (input, init) => {
      const request =
        input instanceof Request && init === undefined ? input : new Request(input, init)
      if (isClosed) throw new TypeError('the sandbox is closed')
      assertNotProduction(request.url, 'The URL')
      return life.app.fetch(request)
    },
    reset: () => {
      life.end()
      life = beginLife(settings, changed)
      changed()
    },
    deliveries: () => life.news.log.list(),
    calls: () => life.calls.list(),
    resend: (id) => life.news.resend(id),
    advance: (ms) => life.clock.advance(ms),
    close: async () => {
      isClosed = true
      life.end()
    },
  }
}
