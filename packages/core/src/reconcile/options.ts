/**
 * The options of a reconciler, and the same checked and with every default filled in.
 * Must not know how a round goes.
 *
 * @module
 */
import type { Client } from '../client/create-client.ts'
import type { WebhookReceiver } from '../receiver/create-receiver.ts'
import { toClock } from '../shared/clock.ts'
import { toLine } from '../shared/foreign-text.ts'
import type { Hooks } from '../shared/hooks.ts'
import { assertFunction, toInteger, toNumber } from '../shared/option-checks.ts'
import type { Clock } from '../shared/types.ts'

/** An order or a refund of the merchant's that is not final yet. */
export interface PendingItem {
  /** `payment` for an order, `refund` for a refund: as in events. */
  readonly kind: 'payment' | 'refund'
  /** The `merchantOrderId` or `merchantRefundOrderId`. */
  readonly id: string
  /**
   * When its creation was last sent (Unix milliseconds), if it may not have arrived. It lets a "not found" become a proof: ten minutes
   * later, or more where this client ever corrected its clock by more. And an order that exists is handed over even when nobody has
   * paid yet: an event with the status `INIT`.
   */
  readonly lastSentAtMs?: number | undefined
  /** The `absenceProvableAtMs` of the `TransportError` that the creation ended in, where you stored it: it beats the computed one. */
  readonly absenceProvableAtMs?: number | undefined
}

/** What one round did. */
export interface ReconcileRound {
  /** Listed as pending, and queried. */
  readonly queried: number
  /** Delivered to the handler as an event, unless it had been before. */
  readonly delivered: number
  /** Not known to the provider, and reported to `onMissing`. */
  readonly missing: number
  /** Reported to `onError`, the list itself included. */
  readonly failed: number
  /** Claimed by another delivery, or by one that crashed: the next round queries them again. */
  readonly inFlight: number
}

/** What one round did, and how long it took. */
export interface EndedRound extends ReconcileRound {
  readonly durationMs: number
}

/** An item that the provider does not know. */
export interface MissingItem extends PendingItem {
  /** Whether its creation can no longer arrive, so that it will never exist. Always `false` without `lastSentAtMs` or `absenceProvableAtMs`. */
  readonly absenceProven: boolean
}

/** What went wrong while reconciling. */
export interface ReconcileProblem {
  /** `undefined` when the list of pending items itself failed. */
  readonly item: PendingItem | undefined
  readonly error: unknown
}

/** How a reconciler works. `context` is what the handler gets as its context. */
export type ReconcilerOptions<Context = undefined> = ReconcilerParts<Context> &
  (undefined extends Context
    ? { readonly context?: Context | undefined }
    : { readonly context: Context })

interface ReconcilerParts<Context> {
  readonly client: Client
  /** Events go through its handler and its deduplication: a late webhook and a poll make one effect. */
  readonly receiver: Pick<WebhookReceiver<Context>, 'deliver'>
  /** Lists what is not final, from your own database. */
  readonly pending: () => AsyncIterable<PendingItem> | Iterable<PendingItem>
  /** Is notified of each item that the provider does not know. @default it goes to `onError` */
  readonly onMissing?: ((item: MissingItem) => void | Promise<void>) | undefined
  /** Is notified of each failure; none stops the others. @default writes a line to console.error */
  readonly onError?: ((problem: ReconcileProblem) => void | Promise<void>) | undefined
  /** Called with what each round did, when it has ended: for logs and metrics. @default nothing */
  readonly onRound?: Hooks<EndedRound> | undefined
  /** How many items are queried at once. @default 4 */
  readonly concurrency?: number | undefined
  /** The pause between two rounds of `run`. @default 60000 (one minute) */
  readonly intervalMs?: number | undefined
  /** Time and timers, to replace in tests. @default the runtime's */
  readonly clock?: Clock | undefined
}

/** What a reconciler works with. */
export interface ReconcilerSettings<Context> {
  readonly client: Client
  readonly receiver: Pick<WebhookReceiver<Context>, 'deliver'>
  readonly pending: () => AsyncIterable<PendingItem> | Iterable<PendingItem>
  readonly context: Context
  readonly onMissing: ((item: MissingItem) => void | Promise<void>) | undefined
  readonly onError: (problem: ReconcileProblem) => void | Promise<void>
  readonly onRound: Hooks<EndedRound> | undefined
  readonly concurrency: number
  readonly intervalMs: number
  readonly clock: Clock
}

/**
 * Checks options and fills in the defaults.
 *
 * @throws {TypeError} Names the option that is missing or wrong.
 */
export function toReconcilerSettings<Context>(
  options: ReconcilerOptions<Context>,
): ReconcilerSettings<Context> {
  const { client, receiver, pending, onMissing, onError = writeProblem, onRound } = options
  assertFunction('client.orders.retrieve', client?.orders?.retrieve)
  assertFunction('client.refunds.retrieve', client.refunds?.retrieve)
  assertFunction('receiver.deliver', receiver?.deliver)
  assertFunction('pending', pending)
  if (onMissing !== undefined) assertFunction('onMissing', onMissing)
  assertFunction('onError', onError)
  for (const hook of [onRound ?? []].flat()) assertFunction('onRound', hook)
  return {
    client,
    receiver,
    pending,
    // The type of the options lets a caller leave the context out only where it may be undefined.
    context: options.context as Context,
    onMissing,
    onError,
    onRound,
    concurrency: toInteger('concurrency', options.concurrency, 4, 1),
    intervalMs: toNumber('intervalMs', options.intervalMs, 60_000),
    clock: toClock(options.clock),
  }
}

function writeProblem({ item, error }: ReconcileProblem): void {
  const what = item === undefined ? 'the list' : `${item.kind} ${item.id}`
  // oxlint-disable-next-line no-console
  console.error('[paystablecoin] not reconciled:', toLine(what), error)
}
