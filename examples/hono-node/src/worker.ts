/**
 * The worker: handles the events in the inbox, and queries PayStablecoin at intervals for what no webhook is sent for.
 * Knows nothing of HTTP.
 *
 * @module
 */
import { createReconciler } from '@paystablecoin/hono'
import type { Reconciler } from '@paystablecoin/hono'
import { createMissingRecorder, recordEvent } from './events.ts'
import { createOrdersStore } from './orders-store.ts'
import type { ShopParts } from './parts.ts'

const HANDLERS_MAY_TAKE_MS = 10_000

/** How a worker works. */
export interface WorkerOptions {
  /** How often PayStablecoin is queried for what is open. @default 60000 (one minute) */
  readonly reconcileEveryMs?: number | undefined
}

/** A worker that runs. */
export interface RunningWorker {
  /** It is running; `runOnce` queries at once. */
  readonly reconciler: Pick<Reconciler, 'runOnce'>
  /** Takes no more events, and finishes those in progress. */
  readonly close: () => Promise<void>
}

/** Starts the worker. */
export async function startWorker(
  { database, orders, client, inbox, receiver }: ShopParts,
  { reconcileEveryMs }: WorkerOptions = {},
): Promise<RunningWorker> {
  // In the transaction in which its job completes: after a crash either both are there or none. So only statements by `tx`
  // belong in here, and no call to anybody else, which would hold the transaction open.
  await inbox.work({ transaction: database.transaction, resolveUnknown: client }, (event, { tx }) =>
    recordEvent(createOrdersStore(tx), event),
  )
  const reconciler = createReconciler({
    client,
    receiver,
    pending: () => orders.listOpen(),
    onMissing: createMissingRecorder(orders),
    intervalMs: reconcileEveryMs,
  })
  const stop = new AbortController()
  const reconciling = reconciler.run({ signal: stop.signal })
  return {
    reconciler,
    close: async () => {
      stop.abort()
      await reconciling
      await inbox.stop({ timeoutMs: HANDLERS_MAY_TAKE_MS })
    },
  }
}
