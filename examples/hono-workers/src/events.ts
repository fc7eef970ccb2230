/**
 * Events of payments: from webhooks, and from queries on a schedule. Both end in one handler.
 *
 * @module
 */
import { createReconciler } from '@paystablecoin/core'
import { checkPayment, createClient, createWebhookReceiver } from '@paystablecoin/hono'
import type { Amount, WebhookEvent, WebhookReceiver } from '@paystablecoin/hono'
import { toClientOptions } from './bindings.ts'
import type { Bindings } from './bindings.ts'
import { createD1Deduplication } from './d1-deduplication.ts'
import { listOpen, recordStatus } from './orders.ts'

export const PRICE: Amount = { value: '4.50', currency: 'USD' }
const EXPECTED = { price: PRICE, currencies: ['USDT', 'USDC'] }

/** What the handler needs of a context: Hono's `c` has it, and so has the schedule. */
interface WithBindings {
  readonly env: Bindings
}

// The response is sent first; the handler goes on under the request's waitUntil. What a crash loses, the schedule finds.
export const receiver: WebhookReceiver<WithBindings> = createWebhookReceiver(
  ({ env }: WithBindings) => ({
    apiSecret: env.PSC_API_SECRET,
    merchantId: env.PSC_MERCHANT_ID,
    deduplication: createD1Deduplication(env.DB),
    resolveUnknown: createClient(toClientOptions(env)),
    onEvent: (event) => recordEvent(env.DB, event),
  }),
)

// SUCCEEDED says that money arrived; the shop checks whether it is the right amount.
async function recordEvent(db: D1Database, { kind, data }: WebhookEvent): Promise<void> {
  if (kind !== 'payment' && kind !== 'checkout') return
  const paid = data.status === 'SUCCEEDED' && checkPayment(data, EXPECTED) === 'covered'
  const isKnown = await recordStatus(db, data.merchantOrderId, { status: data.status, paid })
  if (!isKnown) console.warn('a payment for an unknown order', data.merchantOrderId)
}

/** Queries every order that may still be paid: no webhook is sent for those that fail, expire or are closed. */
export async function reconcile(env: Bindings): Promise<void> {
  const reconciler = createReconciler({
    client: createClient(toClientOptions(env)),
    receiver,
    context: { env },
    pending: () => listOpen(env.DB),
    onMissing: async ({ id, absenceProven }) => {
      if (absenceProven) await recordStatus(env.DB, id, { status: 'CLOSED', paid: false })
    },
  })
  console.log('reconciled', await reconciler.runOnce())
}
