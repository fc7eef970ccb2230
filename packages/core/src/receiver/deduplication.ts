/**
 * The interface of a deduplication store, and the bounded one in memory.
 * Knows keys and leases; must not know what an event is.
 *
 * @module
 */
import { toNumber } from '../shared/option-checks.ts'
import type { Now } from '../shared/types.ts'

/** What a claim found. */
export type Claim =
  | { readonly state: 'claimed'; readonly token: string }
  | { readonly state: 'in-flight' }
  | { readonly state: 'done' }

/**
 * Remembers which events are being handled and which are done. Instances that share the work need a shared store; `claim` must
 * then be one atomic step (an `INSERT … ON CONFLICT`, a Redis `SET NX PX`, a Durable Object).
 */
export interface DeduplicationStore {
  /**
   * Takes an event for this caller for `leaseMs`. `in-flight`: another holds it. `done`: it was completed before. When a
   * holder's lease has run out, the next claim gets it with a token of its own.
   */
  claim(key: string, leaseMs: number): Claim | Promise<Claim>
  /** Marks a claimed event as done. Does nothing for a token that no longer holds the lease. */
  complete(key: string, token: string): void | Promise<void>
  /** Gives a claimed event back, so that the next delivery is handled. Does nothing for a token that no longer holds it. */
  release(key: string, token: string): void | Promise<void>
}

/** How much the store in memory remembers, and for how long. */
export interface MemoryDeduplicationOptions {
  /** How many completed events are remembered; the oldest go first. @default 50000 */
  readonly maxEntries?: number | undefined
  /**
   * How long a completed event is remembered: longer than the receiver's `toleranceMs`, or a webhook can be replayed once it is
   * forgotten. @default 86400000 (24 hours)
   */
  readonly ttlMs?: number | undefined
  /** The clock. @default Date.now */
  readonly now?: Now | undefined
  /** Called when a completed event is forgotten before its time, because more than `maxEntries` came. */
  readonly onEarlyEviction?: ((key: string) => void) | undefined
}

interface Lease {
  readonly token: string
  readonly endsAtMs: number
}

/**
 * The store in memory: for one long-lived process. It forgets everything at a restart, and events that are in flight are never
 * evicted.
 *
 * @throws {TypeError} Names the option that is wrong.
 *
 * @example
 * ```ts
 * import { createMemoryDeduplication, createWebhookReceiver } from '@paystablecoin/core'
 *
 * const deduplication = createMemoryDeduplication({ maxEntries: 10_000 })
 * const receiver = createWebhookReceiver({
 *   apiSecret: 'your-api-secret',
 *   deduplication,
 *   onEvent: (event) => console.log(event.kind),
 * })
 * ```
 */
export function createMemoryDeduplication(
  options: MemoryDeduplicationOptions = {},
): DeduplicationStore {
  const { now = Date.now, onEarlyEviction } = options
  const maxEntries = toNumber('maxEntries', options.maxEntries, 50_000)
  const ttlMs = toNumber('ttlMs', options.ttlMs, 86_400_000)
  const leases = new Map<string, Lease>()
  // When each event is forgotten, the oldest first.
  const completed = new Map<string, number>()
  let claims = 0

  function claim(key: string, leaseMs: number): Claim {
    const nowMs = now()
    const forgottenAtMs = completed.get(key)
    if (forgottenAtMs !== undefined) {
      if (forgottenAtMs > nowMs) return { state: 'done' }
      forget(key)
    }
    const lease = leases.get(key)
    if (lease !== undefined) {
      if (lease.endsAtMs > nowMs) return { state: 'in-flight' }
      leases.delete(key)
    }
    forgetAbandoned(nowMs)
    const token = String(++claims)
    leases.set(key, { token, endsAtMs: nowMs + leaseMs })
    return { state: 'claimed', token }
  }

  function complete(key: string, token: string): void {
    if (!release(key, token)) return
    const nowMs = now()
    completed.set(key, nowMs + ttlMs)
    forgetOldest(nowMs)
  }

  function release(key: string, token: string): boolean {
    return leases.get(key)?.token === token && leases.delete(key)
  }

  // A holder that a runtime has killed never gives its lease back.
  function forgetAbandoned(nowMs: number): void {
    for (const [key, lease] of leases) {
      if (lease.endsAtMs + ttlMs > nowMs) return
      leases.delete(key)
    }
  }

  // One iterator for good: each new one steps over all that was deleted at the start, tens of thousands of entries.
  let entries = completed.entries()
  let oldest: readonly [key: string, forgottenAtMs: number] | undefined

  function forgetOldest(nowMs: number): void {
    while ((oldest ??= nextOldest()) !== undefined) {
      const [key, forgottenAtMs] = oldest
      const isEarly = forgottenAtMs > nowMs
      if (isEarly && completed.size <= maxEntries) return
      forget(key)
      if (isEarly) onEarlyEviction?.(key)
    }
  }

  function forget(key: string): void {
    completed.delete(key)
    if (oldest?.[0] === key) oldest = undefined
  }

  function nextOldest(): readonly [string, number] | undefined {
    const next = entries.next()
    if (next.done !== true) return next.value
    entries = completed.entries()
    return undefined
  }

  return { claim, complete, release: (key, token) => void release(key, token) }
}
