/**
 * What the stores of this package have in common, in types.
 * Must not know an engine.
 *
 * @module
 */

/** What a claim found. */
export type ClaimResult =
  | { readonly state: 'claimed'; readonly token: string }
  | { readonly state: 'in-flight' }
  | { readonly state: 'done' }

/** A deduplication store for the option `deduplication` of a receiver, shared by all instances that use the same database. */
export interface SharedDeduplication {
  /** Takes an event for this caller for `leaseMs`, by the database's clock. */
  readonly claim: (key: string, leaseMs: number) => Promise<ClaimResult>
  /** Marks a claimed event as done, and with it the keys in `poorer`, in one step. Does nothing for a lost claim. */
  readonly complete: (key: string, token: string, poorer: readonly string[]) => Promise<void>
  /** Ends a claim, so that the next delivery is handled. Does nothing for a lost claim. */
  readonly release: (key: string, token: string) => Promise<void>
  /** Lets a claim end `leaseMs` from now. Does nothing for a lost claim. */
  readonly extend: (key: string, token: string, leaseMs: number) => Promise<void>
}

/** A store whose expired rows somebody has to delete. */
export interface SweptDeduplication extends SharedDeduplication {
  /**
   * Deletes all expired rows, 2,000 a statement, and returns their number. One completion in 256 does this for up to 2,000 rows,
   * which is enough unless webhooks stop altogether.
   */
  readonly sweep: () => Promise<number>
}

/** What every store can be given. */
export interface SharedDeduplicationOptions {
  /**
   * How long a completed event is remembered: longer than the receiver's `toleranceMs`, or a webhook can be replayed once it is
   * forgotten. @default 86400000 (24 hours)
   */
  readonly ttlMs?: number | undefined
  /** How long the database may take, before the webhook is answered with 500. @default 5000 */
  readonly timeoutMs?: number | undefined
}
