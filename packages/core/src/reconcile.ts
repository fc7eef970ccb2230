/**
 * Querying what no webhook reports, and delivering it to the same handler through the receiver.
 * Must not know where a merchant keeps orders, nor how a call is made.
 *
 * @module
 */
import { isApiError } from './client/api-error.ts'
import type { Client } from './client/create-client.ts'
import type { PaymentEvent, RefundEvent } from './payment/events.ts'
import { eventFromOrder, eventFromRefund } from './payment/parse-event.ts'
import type { WebhookReceiver } from './receiver/create-receiver.ts'
import { toClock } from './shared/clock.ts'
import { assertFunction, assertSignal, toInteger, toNumber } from './shared/option-checks.ts'
import { wait } from './shared/timers.ts'
import type { Clock } from './shared/types.ts'
import { DEFAULT_TOLERANCE_MS } from './signing/timestamp.ts'

/** An order or a refund of the merchant's that is not final yet. */
export interface PendingItem {
  /** `payment` for an order, `refund` for a refund: as in events. */
  readonly kind: 'payment' | 'refund'
  /** The `merchantOrderId` or `merchantRefundOrderId`. */
  readonly id: string
  /**
   * When its creation was last sent (Unix milliseconds), if it may not have arrived. It lets a "not found" become a proof, and an
   * order that exists is handed over even when nobody has paid yet: an event with the status `INIT`.
   */
  readonly lastSentAtMs?: number | undefined
}

/** An item that the provider does not know. */
export interface MissingItem extends PendingItem {
  /** Whether its creation can no longer arrive, so that it will never exist. Always `false` without `lastSentAtMs`. */
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
  /** How many items are queried at once. @default 4 */
  readonly concurrency?: number | undefined
  /** The pause between two rounds of `run`. @default 60000 (one minute) */
  readonly intervalMs?: number | undefined
  /** Time and timers, to replace in tests. @default the runtime's */
  readonly clock?: Clock | undefined
}

/** What one round did. */
export interface ReconcileRound {
  readonly asked: number
  readonly delivered: number
  readonly missing: number
  readonly failed: number
}

/** What one round may set for itself. */
interface RoundOptions {
  /** Ends the round when it aborts. */
  readonly signal?: AbortSignal | undefined
}

/** Queries what is not final. */
export interface Reconciler {
  /** One round: for cron and for Workers' scheduled handler. Never rejects for a failing item. */
  readonly runOnce: (options?: RoundOptions) => Promise<ReconcileRound>
  /** Round after round until the signal aborts; then it resolves. */
  readonly run: (options: { readonly signal: AbortSignal }) => Promise<void>
}

/**
 * Creates a reconciler. The provider sends no webhook for orders that fail, expire or are closed: without one they stay open.
 *
 * @throws {TypeError} Names the option that is wrong.
 *
 * @example
 * ```ts
 * import { createClient, createReconciler, createWebhookReceiver } from '@paystablecoin/core'
 *
 * declare const database: { openOrders(): AsyncIterable<{ id: string }> }
 * const apiSecret = 'your-api-secret'
 * const client = createClient({ merchantId: '1000', apiKey: 'your-api-key', apiSecret, environment: 'sandbox' })
 * const receiver = createWebhookReceiver({ apiSecret, onEvent: (event) => console.log(event.status) })
 * const reconciler = createReconciler({
 *   client,
 *   receiver,
 *   pending: async function* () {
 *     for await (const { id } of database.openOrders()) yield { kind: 'payment' as const, id }
 *   },
 * })
 * await reconciler.run({ signal: AbortSignal.timeout(60_000) })
 * ```
 */
export function createReconciler<Context = undefined>(
  options: ReconcilerOptions<Context>,
): Reconciler {
  const settings = toReconcilerSettings(options)

  async function runOnce({ signal }: RoundOptions = {}): Promise<ReconcileRound> {
    assertSignal(signal)
    const counts = { asked: 0, delivered: 0, missing: 0, failed: 0 }
    const items = listPending(settings, counts, signal)
    const work = async (): Promise<void> => {
      for await (const item of items) await reconcileItem(settings, counts, item, signal)
    }
    await Promise.all(Array.from({ length: settings.concurrency }, work))
    return counts
  }

  async function run({ signal }: { readonly signal: AbortSignal }): Promise<void> {
    assertSignal(signal)
    while (!signal.aborted) {
      await runOnce({ signal })
      // The only rejection is the signal's, and the loop sees it.
      await wait(settings.intervalMs, settings.clock.startTimer, signal).catch(() => undefined)
    }
  }

  return { runOnce, run }
}

interface ReconcilerSettings<Context> {
  readonly client: Client
  readonly receiver: Pick<WebhookReceiver<Context>, 'deliver'>
  readonly pending: () => AsyncIterable<PendingItem> | Iterable<PendingItem>
  readonly context: Context
  readonly onMissing: ((item: MissingItem) => void | Promise<void>) | undefined
  readonly onError: (problem: ReconcileProblem) => void | Promise<void>
  readonly concurrency: number
  readonly intervalMs: number
  readonly clock: Clock
}

function toReconcilerSettings<Context>(
  options: ReconcilerOptions<Context>,
): ReconcilerSettings<Context> {
  const { client, receiver, pending, onMissing, onError = writeProblem } = options
  assertFunction('client.orders.retrieve', client?.orders?.retrieve)
  assertFunction('client.refunds.retrieve', client.refunds?.retrieve)
  assertFunction('receiver.deliver', receiver?.deliver)
  assertFunction('pending', pending)
  if (onMissing !== undefined) assertFunction('onMissing', onMissing)
  assertFunction('onError', onError)
  return {
    client,
    receiver,
    pending,
    // The type of the options lets a caller leave the context out only where it may be undefined.
    context: options.context as Context,
    onMissing,
    onError,
    concurrency: toInteger('concurrency', options.concurrency, 4, 1),
    intervalMs: toNumber('intervalMs', options.intervalMs, 60_000),
    clock: toClock(options.clock),
  }
}

type Counts = { -readonly [Key in keyof ReconcileRound]: number }

// The workers share this one generator, so each item goes to one of them.
async function* listPending<Context>(
  settings: ReconcilerSettings<Context>,
  counts: Counts,
  signal: AbortSignal | undefined,
): AsyncGenerator<PendingItem, void, undefined> {
  try {
    for await (const item of settings.pending()) {
      if (signal?.aborted === true) return
      counts.asked += 1
      yield item
    }
  } catch (error) {
    counts.failed += 1
    await report(settings, { item: undefined, error })
  }
}

async function reconcileItem<Context>(
  settings: ReconcilerSettings<Context>,
  counts: Counts,
  item: PendingItem,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    const event = await queryEvent(settings.client, item, signal)
    if (event === undefined) return
    await settings.receiver.deliver(event, settings.context)
    counts.delivered += 1
  } catch (error) {
    if (signal?.aborted === true) return
    if (isNotFound(error) && settings.onMissing !== undefined) {
      counts.missing += 1
      await notifyMissing(settings, item, settings.onMissing)
    } else {
      counts.failed += 1
      await report(settings, { item, error })
    }
  }
}

// An order that has not begun is no event, unless its creation was in doubt: then its existence is one. Every other status is an
// event, an unknown one included.
async function queryEvent(
  client: Client,
  { kind, id, lastSentAtMs }: PendingItem,
  signal: AbortSignal | undefined,
): Promise<PaymentEvent | RefundEvent | undefined> {
  if (kind === 'refund') return eventFromRefund(id, await client.refunds.retrieve(id, { signal }))
  const order = await client.orders.retrieve(id, { signal })
  const isEvent = order.status !== 'INIT' || lastSentAtMs !== undefined
  return isEvent ? eventFromOrder(id, order) : undefined
}

function isNotFound(error: unknown): boolean {
  return isApiError(error) && error.category === 'not-found'
}

async function notifyMissing<Context>(
  settings: ReconcilerSettings<Context>,
  item: PendingItem,
  onMissing: (item: MissingItem) => void | Promise<void>,
): Promise<void> {
  const { lastSentAtMs } = item
  // The window of the signature, and as much again for what the two clocks may differ.
  const absenceProven =
    lastSentAtMs !== undefined && settings.clock.now() > lastSentAtMs + 2 * DEFAULT_TOLERANCE_MS
  try {
    await onMissing({ ...item, absenceProven })
  } catch (error) {
    await report(settings, { item, error })
  }
}

async function report<Context>(
  settings: ReconcilerSettings<Context>,
  problem: ReconcileProblem,
): Promise<void> {
  try {
    await settings.onError(problem)
  } catch (error) {
    // oxlint-disable-next-line no-console
    console.error('[paystablecoin] onError of the reconciler failed', error)
  }
}

function writeProblem({ item, error }: ReconcileProblem): void {
  const what = item === undefined ? 'the list' : `${item.kind} ${item.id}`
  // oxlint-disable-next-line no-console
  console.error(`[paystablecoin] not reconciled: ${what}`, error)
}
