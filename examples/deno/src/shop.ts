/**
 * The shop: the client, the webhooks' receiver and the reconciliation, around one handler.
 * Must not know a server.
 *
 * @module
 */
import {
  checkPayment,
  createClient,
  createReconciler,
  createWebhookReceiver,
} from '@paystablecoin/core'
import type { Amount, ClientOptions, WebhookEvent } from '@paystablecoin/core'
import type { openOrders } from './orders.ts'

type Orders = ReturnType<typeof openOrders>

const PRICE: Amount = { value: '4.50', currency: 'USD' }
const AMOUNT = `${PRICE.value} ${PRICE.currency}`
const EXPECTED = { price: PRICE, currencies: ['USDT', 'USDC'] }
const MINUTE_MS = 60_000

/** Puts the shop together. `publicUrl` is where customers and PayStablecoin reach it. */
export function createShop(options: ClientOptions, orders: Orders, publicUrl: string) {
  const client = createClient(options)

  // A long-lived process may respond first. What a crash loses, the reconciliation finds.
  const receiver = createWebhookReceiver({
    apiSecret: options.apiSecret,
    merchantId: options.merchantId,
    resolveUnknown: client,
    onEvent: (event) => recordEvent(orders, event),
  })

  // No webhook is sent for orders that fail, expire or are closed, and a closed one may still be paid: they are queried.
  const reconciler = createReconciler({
    client,
    receiver,
    pending: orders.listOpen,
    onMissing: ({ id, absenceProven }) => {
      if (absenceProven) orders.record(id, { status: 'CLOSED', paid: false })
    },
  })

  /** Creates an order, and returns where to pay it. */
  async function buy(): Promise<string> {
    const merchantOrderId = `ORDER_${crypto.randomUUID()}`
    orders.add(merchantOrderId, Date.now() + MINUTE_MS)
    const { checkoutUrl } = await client.orders.create({
      merchantOrderId,
      orderAmount: PRICE,
      expiresAt: new Date(Date.now() + 30 * MINUTE_MS),
      returnUrl: `${publicUrl}/orders/${merchantOrderId}`,
      callbackUrl: `${publicUrl}/webhook/payment`,
    })
    console.log(`order ${merchantOrderId} (${AMOUNT}): to be paid at ${checkoutUrl}`)
    return checkoutUrl
  }

  return { buy, receiver, reconciler }
}

// SUCCEEDED says that money arrived; the shop checks whether it is the right amount.
function recordEvent(orders: Orders, { kind, data }: WebhookEvent): void {
  if (kind !== 'payment' && kind !== 'checkout') return
  const paid = data.status === 'SUCCEEDED' && checkPayment(data, EXPECTED) === 'covered'
  const { merchantOrderId: id, status } = data
  const isKnown = orders.record(id, { status, paid })
  if (isKnown) console.log(`order ${id} (${AMOUNT}): ${status}, ${paid ? 'paid' : 'not paid'}`)
  else console.warn('a payment for an unknown order', id)
}
