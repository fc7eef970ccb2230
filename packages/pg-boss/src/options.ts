/**
 * What an inbox on pg-boss offers, and its options.
 * Runs no code; must not know how pg-boss is called.
 *
 * @module
 */
import type {
  DeadEntry,
  Inbox,
  InboxEntry,
  InboxHealth,
  InboxHooks,
  InboxProblem,
  InboxQueries,
  WebhookEvent,
} from '@paystablecoin/core'
import type { Db } from 'pg-boss'

/** How an inbox works. */
export interface PgBossInboxOptions {
  /** The name of the queue. The dead are in one beside it, whose name ends in `_dead`. @default 'paystablecoin' */
  readonly queue?: string | undefined
  /**
   * How long the key of an entry is held once it is handled or dead: as long it is known that a resend is one. The dead are listed
   * for 90 days at least; one whose key is no longer held is run by a resend, and then no longer listed. @default 7776000000 (90 days)
   */
  readonly keepKeysMs?: number | undefined
  /** How often an event is tried again after its handler failed, before it is dead. @default 20 */
  readonly retryLimit?: number | undefined
  /** The longest pause before the next try; the first is about a second, and each is longer than the one before. @default 3600000 (1 hour) */
  readonly retryDelayMaxMs?: number | undefined
  /** How long a worker may go without a sign of life, before its events are tried elsewhere: 10 seconds or more. @default 30000 (30 seconds) */
  readonly heartbeatMs?: number | undefined
  /** The longest a handler may take; then the event is tried again. @default 300000 (5 minutes) */
  readonly handlerTimeoutMs?: number | undefined
  /** Called with everything that went wrong in a worker of this process. @default writes a line to console.error */
  readonly onError?: ((problem: InboxProblem) => void | Promise<void>) | undefined
  /** Functions that are called as a worker of this process handles events: for logs, metrics and traces. @default none */
  readonly hooks?: InboxHooks | undefined
}

/** Runs something in a transaction of yours, and hands pg-boss a way into it. Commits when it resolves, rolls back when it rejects. */
export type Transaction<Tx> = (run: (tx: Tx, db: Db) => Promise<void>) => Promise<void>

/** What a handler is given beside the event. */
export interface WorkContext {
  /** The `namespace` of the receiver that put the event. */
  readonly namespace: string
  /** Which try this is, from 1. */
  readonly attempt: number
  /** Aborts when the event is no longer this worker's, or the worker stops and does not wait any longer. */
  readonly signal: AbortSignal
}

/** How a worker works. */
export interface WorkOptions {
  /** How many events are handled at once, 4 or more. Your pool needs as many connections, and some for the rest of the app. @default 4 */
  readonly concurrency?: number | undefined
  /**
   * A client, to ask about events of an unknown shape: the provider's answer goes into the inbox in their place. Where several
   * merchants share the inbox, a function that gives the client for a `namespace`. @default none: they are handed over as `unknown`
   */
  readonly resolveUnknown?: InboxQueries | undefined
}

/** An inbox on pg-boss. Its functions can be passed around on their own. */
export interface PgBossInbox extends Inbox {
  /** Resolves once the entry is committed; puts that come at the same time share one insert. */
  readonly put: (entry: InboxEntry) => Promise<void>
  /**
   * Starts pg-boss, unless you did, and creates the queues. Safe to repeat, and in several processes. For the process that
   * receives and for the one that works.
   */
  readonly start: () => Promise<void>
  /**
   * Handles events, each in a transaction of yours in which its job completes as well: what the handler writes through `tx` is
   * there once, whatever crashes. What it does elsewhere, such as an e-mail, may be done again.
   */
  readonly work: <Tx>(
    options: WorkOptions & { readonly transaction: Transaction<Tx> },
    onEvent: (
      event: WebhookEvent,
      context: WorkContext & { readonly tx: Tx },
    ) => void | Promise<void>,
  ) => Promise<void>
  /** Handles events without a transaction: at least once each, so the handler's effect must be idempotent. */
  readonly workAtLeastOnce: (
    options: WorkOptions,
    onEvent: (event: WebhookEvent, context: WorkContext) => void | Promise<void>,
  ) => Promise<void>
  /**
   * Takes no more events and waits for the running ones. Rejects when that takes longer than `timeoutMs`; the events are then
   * tried elsewhere once their heartbeat is over. Leaves pg-boss and your pool to you.
   */
  readonly stop: (options?: { readonly timeoutMs?: number | undefined }) => Promise<void>
  /** How the inbox is doing. pg-boss counts at most once a minute. */
  readonly health: () => Promise<InboxHealth>
  /** The dead, the oldest first. */
  readonly dead: () => AsyncIterable<DeadEntry>
  /** Lets a dead entry be tried again. `false` when there is none with this id. */
  readonly replay: (id: string) => Promise<boolean>
}
