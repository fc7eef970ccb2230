/**
 * What an inbox on BullMQ offers, and its options.
 * Runs no code; must not know how BullMQ is called.
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
import type { ConnectionOptions } from 'bullmq'

/** How an inbox works. */
export interface BullMqInboxOptions {
  /**
   * How long a handled entry is kept in Redis: as long it is known that a resend is one. The dead are kept until they are replayed.
   * @default 2592000000 (30 days)
   */
  readonly keepKeysMs?: number | undefined
  /** How often an event is tried again after its handler failed, before it is dead. @default 20 */
  readonly retryLimit?: number | undefined
  /** The longest pause before the next try; the first is about a second, and each is longer than the one before. @default 3600000 (1 hour) */
  readonly retryDelayMaxMs?: number | undefined
  /** How long a worker may go without a sign of life, before its events are tried elsewhere. @default 30000 (30 seconds) */
  readonly heartbeatMs?: number | undefined
  /**
   * The longest a handler may take; then the event is tried again. A handler that does not heed its `signal` goes on meanwhile.
   * @default 300000 (5 minutes)
   */
  readonly handlerTimeoutMs?: number | undefined
  /** Called with everything that went wrong in a worker of this process. @default writes a line to console.error */
  readonly onError?: ((problem: InboxProblem) => void | Promise<void>) | undefined
  /** Functions that are called as a worker of this process handles events: for logs, metrics and traces. @default none */
  readonly hooks?: InboxHooks | undefined
}

/** What a handler is given beside the event. */
export interface WorkContext {
  /** The `namespace` of the receiver that put the event. */
  readonly namespace: string
  /** Which try this is, from 1. */
  readonly attempt: number
  /** Aborts when the handler has taken `handlerTimeoutMs`. */
  readonly signal: AbortSignal
}

/** How a worker works. */
export interface WorkOptions {
  /** The worker's own connection to the queue's Redis. */
  readonly connection: ConnectionOptions
  /** How many events are handled at once. @default 4 */
  readonly concurrency?: number | undefined
  /**
   * A client, to ask about events of an unknown shape: the provider's answer goes into the inbox in their place. Where several
   * merchants share the inbox, a function that gives the client for a `namespace`. @default none: they are handed over as `unknown`
   */
  readonly resolveUnknown?: InboxQueries | undefined
}

/** An inbox on BullMQ. Its functions can be passed around on their own. */
export interface BullMqInbox extends Inbox {
  /** Resolves once Redis has the entry. */
  readonly put: (entry: InboxEntry) => Promise<void>
  /** Handles events: at least once each, so the handler's effect must be idempotent. */
  readonly workAtLeastOnce: (
    options: WorkOptions,
    onEvent: (event: WebhookEvent, context: WorkContext) => void | Promise<void>,
  ) => Promise<void>
  /**
   * Takes no more events and waits for the running ones. Rejects when that takes longer than `timeoutMs`; the events are then
   * tried elsewhere once their lock is over. Leaves the queue to you.
   */
  readonly stop: (options?: { readonly timeoutMs?: number | undefined }) => Promise<void>
  /** How the inbox is doing. */
  readonly health: () => Promise<InboxHealth>
  /** The dead, the oldest first. */
  readonly dead: () => AsyncIterable<DeadEntry>
  /** Lets a dead entry be tried again. `false` when there is none with this id. */
  readonly replay: (id: string) => Promise<boolean>
}
