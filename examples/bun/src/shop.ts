/**
 * The shop: the client, the webhooks' receiver and the reconciliation, around one handler.
 * Must not know a server.
 *
 * @module
 */
import {
  coversAmount,
  createClient,
  createReconciler,
  createWebhookReceiver,
  sameAmount,
} from '@paystablecoin/core'
import type { Amount, ClientOptions, PaymentData } from '@paystablecoin/core'
import type { openOrders } from './orders.ts'

const PRICE: Amount = { value: '4.50', currency: 'USD' }
const MINUTE_MS = 60_000

/** Puts the shop together. */
export function createShop(options: ClientOptions, orders: ReturnType<typeof openOrders>) {
  const client = createClient(options)

  // A long-lived process may respond first. What a crash loses, the reconciliation finds.
  const receiver = createWebhookReceiver({
    apiSecret: options.apiSecret,
    merchantId: options.merchantId,
    onEvent: ({ kind, data }) => {
      if (kind !== 'payment') return
      orders.record(data.merchantOrderId, { status: data.status, paid: isPaid(data) })
    },
  })

  // No webhook is sent for orders that fail, expire or are closed: they are queried.
  const reconciler = createReconciler({
    client,
    receiver,
    pending: orders.listOpen,
    onMissing: ({ id, absenceProven }) => {
      if (absenceProven) orders.record(id, { status: 'CLOSED', paid: false })
    },
  })

  /** Creates an order, and returns where to pay it. */
  async function buy(origin: string): Promise<string> {
    const merchantOrderId = `ORDER_${crypto.randomUUID()}`
    orders.add(merchantOrderId, Date.now() + MINUTE_MS)
    const { checkoutUrl } = await client.orders.create({
      merchantOrderId,
      orderAmount: PRICE,
      expiresAt: new Date(Date.now() + 30 * MINUTE_MS),
      returnUrl: `${origin}/orders/${merchantOrderId}`,
      callbackUrl: `${origin}/webhook/payment`,
    })
    return checkoutUrl
  }

  return { buy, receiver, reconciler }
}

// SUCCEEDED says that money arrived; the shop checks whether it is the right amount.
function isPaid({ status, orderAmount, cryptoPaidAmount, cryptoPaymentAmount }: PaymentData) {
  const isCovered = coversAmount(cryptoPaidAmount, cryptoPaymentAmount)
  return status === 'SUCCEEDED' && isCovered && sameAmount(orderAmount, PRICE)
}
