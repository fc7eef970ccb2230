/**
 * Events of payments: from webhooks, and from queries on a schedule. Both end in one handler.
 *
 * @module
 */
import { createReconciler } from '@paystablecoin/core'
import { coversAmount, createClient, createWebhookReceiver, sameAmount } from '@paystablecoin/hono'
import type { Amount, PaymentData, WebhookReceiver } from '@paystablecoin/hono'
import { toClientOptions } from './bindings.ts'
import type { Bindings } from './bindings.ts'
import { createD1Deduplication } from './d1-deduplication.ts'
import { listOpen, recordStatus } from './orders.ts'

export const PRICE: Amount = { value: '4.50', currency: 'USD' }

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
    onEvent: async ({ kind, data }) => {
      if (kind !== 'payment') return
      const state = { status: data.status, paid: isPaid(data) }
      await recordStatus(env.DB, data.merchantOrderId, state)
    },
  }),
)

// SUCCEEDED says that money arrived; the shop checks whether it is the right amount.
function isPaid({ status, orderAmount, cryptoPaidAmount, cryptoPaymentAmount }: PaymentData) {
  const isCovered = coversAmount(cryptoPaidAmount, cryptoPaymentAmount)
  return status === 'SUCCEEDED' && isCovered && sameAmount(orderAmount, PRICE)
}

/** Queries every open order: no webhook is sent for those that fail, expire or are closed. */
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
