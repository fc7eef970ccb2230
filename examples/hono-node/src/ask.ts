/**
 * Asking PayStablecoin about one order now, so that a customer who comes back reads what is true and not what was: no webhook is
 * sent when a payment was cancelled, failed or expired. Knows nothing of HTTP.
 *
 * @module
 */
import { setTimeout as wait } from 'node:timers/promises'
import { createReconciler } from '@paystablecoin/hono'
import type { ShopParts } from './parts.ts'
import type { ShopOrder } from './shop-order.ts'

/** The customer waits for the page meanwhile. */
const ANSWER_WITHIN_MS = 3_000
const HANDLE_WITHIN_MS = 2_000
const LOOK_EVERY_MS = 20

type AskParts = Pick<ShopParts, 'orders' | 'client' | 'receiver'>

/** Asks about an order. What is new goes through the inbox, as a webhook would; then it waits for the worker, but not for long. */
export async function askAbout(parts: AskParts, order: ShopOrder): Promise<void> {
  const { client, receiver } = parts
  const { merchantOrderId: id, status } = order
  let isNews = false
  const reconciler = createReconciler({
    client,
    pending: () => [{ kind: 'payment', id }],
    receiver: {
      deliver: async (event, context) => {
        await receiver.deliver(event, context)
        isNews = event.status !== status
      },
    },
    // What it means that an order is missing is for the worker's rounds to say.
    onMissing: () => undefined,
  })
  await reconciler.runOnce({ signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })
  if (isNews) await untilRecorded(parts, order)
}

// Without a worker the event stays in the inbox, and the page shows it later.
async function untilRecorded(
  { orders }: AskParts,
  { merchantOrderId, status }: ShopOrder,
): Promise<void> {
  const giveUpAtMs = Date.now() + HANDLE_WITHIN_MS
  while (Date.now() < giveUpAtMs) {
    if ((await orders.find(merchantOrderId))?.status !== status) return
    await wait(LOOK_EVERY_MS)
  }
}
