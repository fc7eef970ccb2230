/**
 * The options of a webhook receiver, and what they mean.
 * Must not know how they are checked, nor how a webhook is handled; runs no code.
 *
 * @module
 */
import type { Inbox } from '../inbox/entry.ts'
import type { WebhookEvent } from '../payment/events.ts'
import type { ApiSecret, Clock, WebhookScheme } from '../shared/types.ts'
import type { DeduplicationStore } from './deduplication.ts'
import type { ReceiverHooks } from './hooks.ts'
import type { StatusQueries } from './resolve-unknown.ts'

/** When the provider is told that a webhook was received. */
export type Acknowledge = 'immediately' | 'after-handler'

/** What went wrong with a webhook, for `onError`. */
export interface WebhookProblem {
  /**
   * `rejected`: answered 4xx, nothing was believed. `unavailable`: answered 5xx before the handler, the provider may send again.
   * `failed`: the handler failed and the answer was 500, the provider may send again. `undelivered`: the handler failed in every
   * try after the answer was 200, or `onStale` did; nobody sends it again, so query the order. `unrecorded`: the store could
   * not be told how the handler ended; the event may be handled once more. `unrecognized`: an authentic event of an unknown shape
   * is final or names an order or refund, and nobody asked the provider about it (see `resolveUnknown`), or it is not known there.
   */
  readonly outcome:
    | 'rejected'
    | 'unavailable'
    | 'failed'
    | 'undelivered'
    | 'unrecorded'
    | 'unrecognized'
  /** What was thrown. */
  readonly error: unknown
  /** The event; `undefined` when it did not get that far. */
  readonly event: WebhookEvent | undefined
}

/** How a receiver works: with a handler of this process, or with an inbox whose worker has the handler. */
export type WebhookReceiverOptions<Context = undefined> =
  | HandlerReceiverOptions<Context>
  | InboxReceiverOptions<Context>

interface ReceiverBasics<Context> {
  /** The API secret, or several during a rotation: any of them verifies. */
  readonly apiSecret: ApiSecret
  /** Your merchant id: the default of `namespace`. An event that names another merchant is rejected. */
  readonly merchantId?: string | undefined
  /** Keeps merchants apart that share one deduplication store or inbox. @default merchantId, or '' */
  readonly namespace?: string | undefined
  /** Pins the signature scheme; the provider documents two. @default 'auto' */
  readonly scheme?: WebhookScheme | 'auto' | undefined
  /**
   * The callback URL or URLs that you gave to the provider. Needed behind a proxy that rewrites paths: the `request` scheme signs
   * the pathname that the provider called. @default the pathname of the request
   */
  readonly callbackUrl?: string | readonly string[] | undefined
  /**
   * How far a timestamp may lie from now, either way: less than `deduplication` remembers, or a webhook can be replayed once it
   * is forgotten. @default 300000 (5 minutes)
   */
  readonly toleranceMs?: number | undefined
  /** A larger body is answered 413 and not read on; `Infinity` is no limit. @default 262144 (256 KiB) */
  readonly maxBodyBytes?: number | undefined
  /**
   * How many bodies may be read at once; one more is answered 503 and not read. With `maxBodyBytes` it bounds what strangers can
   * make this process hold. `Infinity` is no limit. @default 1024
   */
  readonly maxBodiesInFlight?: number | undefined
  /** A body that is not there in time is answered 408. @default 10000 (10 seconds) */
  readonly bodyTimeoutMs?: number | undefined
  /**
   * How many events may be in progress at once, 1 or more; what is beyond is answered 503. A handler that never ends keeps its
   * place: give what it waits for a time-out. `Infinity` is no limit. @default 1024
   */
  readonly maxInFlight?: number | undefined
  /** Called with everything that went wrong. @default writes a line to console.error */
  readonly onError?:
    | ((problem: WebhookProblem, context: Context) => void | Promise<void>)
    | undefined
  /**
   * Called with an event that is authentic but outside the window (it is answered 401): query the order, and act on the answer
   * alone. Whoever captured a webhook can call this as often as they like.
   */
  readonly onStale?: ((event: WebhookEvent, context: Context) => void | Promise<void>) | undefined
  /** Functions that are called as webhooks come and are handled: for logs, metrics and traces. @default none */
  readonly hooks?: ReceiverHooks | undefined
  /** Time, for tests. @default Date.now and setTimeout */
  readonly clock?: Clock | undefined
}

/** How a receiver works whose handler runs in this process. */
export interface HandlerReceiverOptions<Context = undefined> extends ReceiverBasics<Context> {
  /**
   * Called once for each authentic, new event. May be called again after a crash or a failure, and for a query and a webhook that
   * tell of one change at the same time, so make its effect idempotent.
   * The context is the framework's own.
   */
  readonly onEvent: (event: WebhookEvent, context: Context) => void | Promise<void>
  /**
   * `immediately`: 200 first, the handler after, tried again in process when it fails. Only for a process that lives on, or with
   * `waitUntil`; a crash in between loses the event unless a reconciler runs. `after-handler`: 200 only after success, 500 after
   * failure, so that the provider sends again. @default 'immediately'
   */
  readonly acknowledge?: Acknowledge | undefined
  /**
   * A client, to ask about events of an unknown shape: what the provider says of the order or refund that one names is handed to
   * `onEvent` in its place, through the same deduplication. @default none: they are handed over as `unknown`
   */
  readonly resolveUnknown?: StatusQueries | undefined
  /** Where it is remembered what was handled. @default in memory: 50,000 keys (up to four for a payment), 24 hours, this process only */
  readonly deduplication?: DeduplicationStore | undefined
  /**
   * How long an event stays claimed after its holder's last sign of life; then the holder counts as crashed, and the next
   * delivery is handled. It is extended while the handler runs, where the store has `extend`; without, make it longer than your
   * handler ever takes, its tries and pauses included. @default 60000 (one minute)
   */
  readonly leaseMs?: number | undefined
  /** The pauses before a failed handler is run again under `immediately`. @default [200, 2000]: three tries */
  readonly retryDelaysMs?: readonly number[] | undefined
  readonly inbox?: undefined
  readonly putTimeoutMs?: undefined
}

/**
 * How a receiver works with an inbox instead of a handler: a webhook is answered 200 once its event is in there, and 500 while
 * that fails.
 */
export interface InboxReceiverOptions<Context = undefined> extends ReceiverBasics<Context> {
  /** Keeps the events until a worker has handled them; `@paystablecoin/pg-boss` and `@paystablecoin/bullmq` make one. */
  readonly inbox: Inbox
  /** How long the inbox may take to keep an event, before the provider is asked to send it again. @default 5000 (5 seconds) */
  readonly putTimeoutMs?: number | undefined
  readonly onEvent?: undefined
  readonly acknowledge?: undefined
  readonly resolveUnknown?: undefined
  readonly deduplication?: undefined
  readonly leaseMs?: undefined
  readonly retryDelaysMs?: undefined
}

/**
 * The options where they depend on the context, as secrets of several merchants do: with the merchant or a namespace, so that no
 * merchant's event passes for a duplicate of another's.
 */
export type TenantReceiverOptions<Context = undefined> = WebhookReceiverOptions<Context> &
  ({ readonly merchantId: string } | { readonly namespace: string })
