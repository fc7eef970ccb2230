/**
 * Querying what no webhook reports, and delivering it to the same handler through the receiver.
 * Must not know where a merchant keeps orders, nor how a call is made.
 *
 * @module
 */
import { isApiError } from '../client/api-error.ts'
import { maxSkewMsOf } from '../client/clock-skew.ts'
import type { Client } from '../client/create-client.ts'
import type { PaymentEvent, RefundEvent } from '../payment/events.ts'
import { eventFromOrder, eventFromRefund } from '../payment/parse-event.ts'
import { isDeliveryError } from '../receiver/errors.ts'
import { runHooks } from '../shared/hooks.ts'
import { onAbort } from '../shared/on-abort.ts'
import { assertSignal } from '../shared/option-checks.ts'
import { wait } from '../shared/timers.ts'
import type { Clock } from '../shared/types.ts'
import { DEFAULT_TOLERANCE_MS } from '../signing/timestamp.ts'
import { toReconcilerSettings } from './options.ts'
import type {
  PendingItem,
  ReconcileProblem,
  ReconcileRound,
  ReconcilerOptions,
  ReconcilerSettings,
} from './options.ts'

/** What one round may set for itself. */
interface RoundOptions {
  /** Ends the round when it aborts: what is at work then is waited for, ten seconds at most. */
  readonly signal?: AbortSignal | undefined
}

/** Queries what is not final. */
export interface Reconciler {
  /** One round: for cron and for Workers' scheduled handler. Never rejects for a failing item. */
  readonly runOnce: (options?: RoundOptions) => Promise<ReconcileRound>
  /** Round after round until the signal aborts; then it resolves, ten seconds later at most though a handler or a list may hang. */
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
    const counts = { queried: 0, delivered: 0, missing: 0, failed: 0, inFlight: 0 }
    if (signal?.aborted === true) return counts
    const startedAtMs = settings.clock.now()
    const items = listPending(settings, counts, signal)
    const work = async (): Promise<void> => {
      for await (const item of items) await reconcileItem(settings, counts, item, signal)
    }
    const round = Promise.all(Array.from({ length: settings.concurrency }, work))
    await untilAborted(round, settings.clock, signal)
    runHooks(settings.onRound, { ...counts, durationMs: settings.clock.now() - startedAtMs })
    // What hangs may go on some day, and count.
    return { ...counts }
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

const GRACE_MS = 10_000

/** Waits for work that never rejects; once the signal has aborted, for a while. */
function untilAborted(
  work: Promise<unknown>,
  { startTimer }: Clock,
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve) => {
    let cancel = (): void => undefined
    const stop = onAbort(signal, () => {
      cancel = startTimer(end, GRACE_MS)
    })
    function end(): void {
      stop()
      cancel()
      resolve()
    }
    void work.then(end)
  })
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
      counts.queried += 1
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
  // A "not found" is as old as its query: the process may sleep before it reads the response.
  const queriedAtMs = settings.clock.now()
  let event: PaymentEvent | RefundEvent | undefined
  try {
    event = await queryEvent(settings.client, item, signal)
  } catch (error) {
    if (signal?.aborted === true) return
    if (!isNotFound(error) || settings.onMissing === undefined) {
      return fail(settings, counts, item, error)
    }
    counts.missing += 1
    return notifyMissing(settings, item, isAbsenceProven(settings, item, queriedAtMs))
  }
  if (event === undefined) return
  // Apart from the query: a handler may make calls of its own, whose "not found" is not this item's.
  try {
    await settings.receiver.deliver(event, settings.context)
    counts.delivered += 1
  } catch (error) {
    if (isInFlight(error)) counts.inFlight += 1
    else await fail(settings, counts, item, error)
  }
}

async function fail<Context>(
  settings: ReconcilerSettings<Context>,
  counts: Counts,
  item: PendingItem,
  error: unknown,
): Promise<void> {
  counts.failed += 1
  await report(settings, { item, error })
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

function isInFlight(error: unknown): boolean {
  return isDeliveryError(error) && error.reason === 'in-flight'
}

function isNotFound(error: unknown): boolean {
  return isApiError(error) && error.category === 'not-found'
}

function isAbsenceProven(
  { client }: Pick<ReconcilerSettings<never>, 'client'>,
  { lastSentAtMs, absenceProvableAtMs }: PendingItem,
  queriedAtMs: number,
): boolean {
  if (absenceProvableAtMs !== undefined) return queriedAtMs > absenceProvableAtMs
  // The window of the signature, and for what the two clocks may differ as much again, or what is known.
  const skewMs = Math.max(DEFAULT_TOLERANCE_MS, maxSkewMsOf(client.orders))
  return lastSentAtMs !== undefined && queriedAtMs > lastSentAtMs + DEFAULT_TOLERANCE_MS + skewMs
}

async function notifyMissing<Context>(
  settings: ReconcilerSettings<Context>,
  item: PendingItem,
  absenceProven: boolean,
): Promise<void> {
  try {
    await settings.onMissing?.({ ...item, absenceProven })
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
