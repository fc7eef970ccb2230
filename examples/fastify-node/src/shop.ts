/**
 * The smallest honest shop: creates an order, receives its webhooks, shows its status. Must not know ports or the environment.
 *
 * @module
 */
import * as psc from '@paystablecoin/fastify'
import Fastify from 'fastify'

const PRICE: psc.Amount = { value: '4.50', currency: 'USD' }
const AMOUNT = `${PRICE.value} ${PRICE.currency}`
const EXPECTED = { price: PRICE, currencies: ['USDT', 'USDC'] }

/** Creates the app. Closing it waits for the webhooks in progress. */
export async function createShop(options: psc.ClientOptions, publicUrl: string) {
  // For the example only: a shop keeps its orders in a database.
  const orders = new Map<string, { status: string; paid: boolean }>()

  // Webhooks and queries may repeat a state, come late and in any order: no order moves backwards.
  function recordOrder(merchantOrderId: string, data: psc.Order): void {
    const order = orders.get(merchantOrderId)
    if (order === undefined) return console.warn('a payment for an unknown order', merchantOrderId)
    const { status, paid } = order
    const isCovered = psc.checkPayment(data, EXPECTED) === 'covered'
    order.paid ||= data.status === 'SUCCEEDED' && isCovered
    order.status = psc.advanceOrderStatus(status, data.status)
    if (order.status === status && order.paid === paid) return
    const isPaid = order.paid ? 'paid' : 'not paid'
    console.log(`order ${merchantOrderId} (${AMOUNT}): ${order.status}, ${isPaid}`)
  }

  // By default Fastify lets a slow request take as long as it wants.
  const app = Fastify({ requestTimeout: 30_000 })
  await app.register(psc.paystablecoin, options)
  await app.register(psc.paystablecoinWebhook, {
    ...options,
    path: '/webhook/payment',
    acknowledge: 'after-handler',
    resolveUnknown: psc.createClient(options),
    onEvent: ({ kind, data }) => {
      if (kind === 'payment' || kind === 'checkout') recordOrder(data.merchantOrderId, data)
    },
  })

  app.post('/orders', async () => {
    const merchantOrderId = `ORDER_${crypto.randomUUID()}`
    orders.set(merchantOrderId, { status: 'INIT', paid: false })
    const { checkoutUrl } = await app.paystablecoin.orders.create({
      merchantOrderId,
      orderAmount: PRICE,
      expiresAt: new Date(Date.now() + 30 * 60_000),
      returnUrl: `${publicUrl}/orders/${merchantOrderId}`,
      callbackUrl: `${publicUrl}/webhook/payment`,
    })
    console.log(`order ${merchantOrderId} (${AMOUNT}): to be paid at ${checkoutUrl}`)
    return { merchantOrderId, checkoutUrl }
  })

  app.get<{ Params: { id: string } }>('/orders/:id', async ({ params: { id } }, reply) => {
    const order = orders.get(id)
    if (order === undefined) return reply.callNotFound()
    // No webhook is sent for orders that fail, expire or are closed, and a closed one may still be paid: query them.
    if (!order.paid) {
      recordOrder(id, await app.paystablecoin.orders.retrieve(id))
    }
    return order
  })
  return app
}
