/**
 * The interface of a deduplication store, and the bounded one in memory.
 * Knows keys and leases, and which keys say less of one change; must not know what an event is.
 *
 * @module
 */
import { changeOf, saysAll } from '../payment/event-key.ts'
import { toNumber } from '../shared/option-checks.ts'
import { createExpiryQueue } from './expiry-queue.ts'

/** What a claim found. */
export type ClaimResult =
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
  claim(key: string, leaseMs: number): ClaimResult | Promise<ClaimResult>
  /**
   * Marks a claimed event as done, and with it the keys in `poorer`: those of reports that say less of the same change, as a query
   * does that names no money. Does nothing for a token that no longer holds the lease.
   */
  complete(key: string, token: string, poorer: readonly string[]): void | Promise<void>
  /** Ends a claim, so that the next delivery is handled. Does nothing for a token that no longer holds the lease. */
  release(key: string, token: string): void | Promise<void>
  /**
   * Lets a lease end `leaseMs` from now, while its handler is still at work. Does nothing for a token that no longer holds it.
   * Without it a handler that takes longer than `leaseMs` may be run again by a resend.
   */
  extend?(key: string, token: string, leaseMs: number): void | Promise<void>
}

/** How much the store in memory remembers, and for how long. */
export interface MemoryDeduplicationOptions {
  /** How many keys of completed events are remembered; the oldest go first. @default 50000 */
  readonly maxEntries?: number | undefined
  /**
   * How long a completed event is remembered: longer than the receiver's `toleranceMs`, or a webhook can be replayed once it is
   * forgotten. @default 86400000 (24 hours)
   */
  readonly ttlMs?: number | undefined
  /** The clock. @default Date.now */
  readonly now?: (() => number) | undefined
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
  const completed = createExpiryQueue(maxEntries, onEarlyEviction)
  const leases = new Map<string, Lease>()
  let claims = 0

  function claim(key: string, leaseMs: number): ClaimResult {
    const nowMs = now()
    if (isDone(key, nowMs)) return { state: 'done' }
    const lease = leases.get(key)
    if (lease !== undefined && lease.endsAtMs > nowMs) return { state: 'in-flight' }
    leases.delete(key)
    forgetAbandoned(nowMs)
    const token = String(++claims)
    leases.set(key, { token, endsAtMs: nowMs + leaseMs })
    return { state: 'claimed', token }
  }

  function complete(key: string, token: string, poorer: readonly string[]): void {
    if (!endLease(key, token)) return
    const change = changeOf(key)
    // The key of a payment says by itself which are poorer: three more for each would take longer than all the rest.
    if (change === key) for (const other of poorer) remember(changeOf(other), other)
    remember(change, key)
  }

  function remember(change: string, key: string): void {
    const nowMs = now()
    completed.add(change, key, nowMs + ttlMs, nowMs)
  }

  function isDone(key: string, nowMs: number): boolean {
    return completed.some(changeOf(key), nowMs, (done) => saysAll(done, key))
  }

  function extend(key: string, token: string, leaseMs: number): void {
    if (endLease(key, token)) leases.set(key, { token, endsAtMs: now() + leaseMs })
  }

  function endLease(key: string, token: string): boolean {
    return leases.get(key)?.token === token && leases.delete(key)
  }

  // A holder that a runtime has killed never releases its lease.
  function forgetAbandoned(nowMs: number): void {
    for (const [key, lease] of leases) {
      if (lease.endsAtMs + ttlMs > nowMs) return
      leases.delete(key)
    }
  }

  return { claim, complete, extend, release: (key, token) => void endLease(key, token) }
}
