/**
 * Events of payments: from webhooks, and from queries on a schedule. Both go through the queue.
 *
 * @module
 */
import { createReconciler } from '@paystablecoin/core'
import { checkPayment, createClient, createWebhookReceiver } from '@paystablecoin/hono'
import type { Amount, WebhookEvent, WebhookReceiver } from '@paystablecoin/hono'
import { toClientOptions } from './bindings.ts'
import type { Bindings } from './bindings.ts'
import { MAX_BODY_BYTES } from './max-body.ts'
import { listOpen, recordStatus } from './orders.ts'
import { createQueueInbox } from './queue.ts'

export const PRICE: Amount = { value: '4.50', currency: 'USD' }
export const AMOUNT: string = `${PRICE.value} ${PRICE.currency}`
const EXPECTED = { price: PRICE, currencies: ['USDT', 'USDC'] }

/** What the receiver needs of a context: Hono's `c` has it, and so has the schedule. */
interface WithBindings {
  readonly env: Bindings
}

// A webhook is answered 200 once its event is in the queue.
export const receiver: WebhookReceiver<WithBindings> = createWebhookReceiver(
  ({ env }: WithBindings) => ({
    apiSecret: env.PSC_API_SECRET,
    merchantId: env.PSC_MERCHANT_ID,
    inbox: createQueueInbox(env),
    maxBodyBytes: MAX_BODY_BYTES,
  }),
)

/** What an event changes. SUCCEEDED says that money arrived; the shop checks whether it is the right amount. */
export function toEffects(db: D1Database, { kind, data }: WebhookEvent): D1PreparedStatement[] {
  if (kind !== 'payment' && kind !== 'checkout') return []
  const paid = data.status === 'SUCCEEDED' && checkPayment(data, EXPECTED) === 'covered'
  const { merchantOrderId: id, status } = data
  console.log(`order ${id} (${AMOUNT}): ${status}, ${paid ? 'paid' : 'not paid'}`)
  return [recordStatus(db, id, { status, paid })]
}

/** Queries every order that may still be paid: no webhook is sent for those that fail, expire or are closed. */
export async function reconcile(env: Bindings): Promise<void> {
  const reconciler = createReconciler({
    client: createClient(toClientOptions(env)),
    receiver,
    context: { env },
    pending: () => listOpen(env.DB),
    onMissing: async ({ id, absenceProven }) => {
      if (absenceProven) await recordStatus(env.DB, id, { status: 'CLOSED', paid: false }).run()
    },
  })
  console.log('reconciled', await reconciler.runOnce())
}
