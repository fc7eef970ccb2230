/**
 * Asking for what webhooks do not tell, and handing it to the same handler through the receiver.
 * Must not know where a merchant keeps orders, nor how a call is made.
 *
 * @module
 */
import type { Client } from './client/create-client.ts'
import { isApiError } from './client/errors.ts'
import { eventFromOrder, eventFromRefund } from './payment/events.ts'
import type { PaymentEvent, RefundEvent } from './payment/events.ts'
import type { WebhookReceiver } from './receiver/create-receiver.ts'
import { assertNumber } from './shared/option-checks.ts'
import { startRealTimer, wait } from './shared/timers.ts'
import type { Now, StartTimer } from './shared/types.ts'
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
  /** Hears of an item that the provider does not know. @default it goes to `onError` */
  readonly onMissing?: ((item: MissingItem) => void | Promise<void>) | undefined
  /** Hears of every failure; none stops the others. @default writes a line to console.error */
  readonly onError?: ((problem: ReconcileProblem) => void | Promise<void>) | undefined
  /** How many items are asked for at once. @default 4 */
  readonly concurrency?: number | undefined
  /** The pause between two rounds of `run`. @default 60000 (one minute) */
  readonly intervalMs?: number | undefined
  /** The clock. @default Date.now */
  readonly now?: Now | undefined
  /** Starts a timer and returns its cancel. @default setTimeout */
  readonly startTimer?: StartTimer | undefined
}

/** What one round did. */
export interface ReconcileRound {
  readonly asked: number
  readonly delivered: number
  readonly missing: number
  readonly failed: number
}

/** Asks for what is not final. */
export interface Reconciler {
  /** One round: for cron and for Workers' scheduled handler. Never rejects for a failing item. */
  readonly runOnce: (options?: {
    readonly signal?: AbortSignal | undefined
  }) => Promise<ReconcileRound>
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
  const { concurrency = 4, intervalMs = 60_000, startTimer = startRealTimer } = options
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new TypeError('concurrency must be a whole number of at least 1')
  }
  assertNumber('intervalMs', intervalMs)

  async function runOnce(
    round: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<ReconcileRound> {
    const counts = { asked: 0, delivered: 0, missing: 0, failed: 0 }
    const items = listPending(options, counts, round.signal)
    const work = async (): Promise<void> => {
      for await (const item of items) await reconcileItem(options, counts, item, round.signal)
    }
    await Promise.all(Array.from({ length: concurrency }, work))
    return counts
  }

  async function run({ signal }: { readonly signal: AbortSignal }): Promise<void> {
    while (!signal.aborted) {
      await runOnce({ signal })
      // The only rejection is the signal's, and the loop sees it.
      await wait(intervalMs, startTimer, signal).catch(() => undefined)
    }
  }

  return { runOnce, run }
}

type Counts = { -readonly [Key in keyof ReconcileRound]: number }

// The workers share this one generator, so each item goes to one of them.
async function* listPending<Context>(
  options: ReconcilerOptions<Context>,
  counts: Counts,
  signal: AbortSignal | undefined,
): AsyncGenerator<PendingItem, void, undefined> {
  try {
    for await (const item of options.pending()) {
      if (signal?.aborted === true) return
      counts.asked += 1
      yield item
    }
  } catch (error) {
    counts.failed += 1
    await tell(options, { item: undefined, error })
  }
}

async function reconcileItem<Context>(
  options: ReconcilerOptions<Context>,
  counts: Counts,
  item: PendingItem,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    const event = await queryEvent(options.client, item, signal)
    if (event === undefined) return
    // The type of the options lets a caller leave the context out only where it may be undefined.
    await options.receiver.deliver(event, options.context as Context)
    counts.delivered += 1
  } catch (error) {
    if (signal?.aborted === true) return
    if (isNotFound(error) && options.onMissing !== undefined) {
      counts.missing += 1
      await tellMissing(options, item, options.onMissing)
    } else {
      counts.failed += 1
      await tell(options, { item, error })
    }
  }
}

// What has not begun is no news, unless its creation was in doubt: then that it exists is. All else is news, a status that is
// not known included.
async function queryEvent(
  client: Client,
  { kind, id, lastSentAtMs }: PendingItem,
  signal: AbortSignal | undefined,
): Promise<PaymentEvent | RefundEvent | undefined> {
  if (kind === 'refund') return eventFromRefund(id, await client.refunds.retrieve(id, { signal }))
  const order = await client.orders.retrieve(id, { signal })
  const isNews = order.status !== 'INIT' || lastSentAtMs !== undefined
  return isNews ? eventFromOrder(id, order) : undefined
}

function isNotFound(error: unknown): boolean {
  return isApiError(error) && error.category === 'not-found'
}

async function tellMissing<Context>(
  options: ReconcilerOptions<Context>,
  item: PendingItem,
  onMissing: (item: MissingItem) => void | Promise<void>,
): Promise<void> {
  const { now = Date.now } = options
  const { lastSentAtMs } = item
  // The window of the signature, and as much again for what the two clocks may differ.
  const absenceProven =
    lastSentAtMs !== undefined && now() > lastSentAtMs + 2 * DEFAULT_TOLERANCE_MS
  try {
    await onMissing({ ...item, absenceProven })
  } catch (error) {
    await tell(options, { item, error })
  }
}

async function tell<Context>(
  options: ReconcilerOptions<Context>,
  problem: ReconcileProblem,
): Promise<void> {
  try {
    await (options.onError ?? writeProblem)(problem)
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
