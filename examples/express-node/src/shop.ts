/**
 * The smallest honest shop: creates an order, receives its webhooks, shows its status. Must not know ports or the environment.
 *
 * @module
 */
import * as psc from '@paystablecoin/express'
import express from 'express'

const PRICE: psc.Amount = { value: '4.50', currency: 'USD' }
const AMOUNT = `${PRICE.value} ${PRICE.currency}`
const EXPECTED = { price: PRICE, currencies: ['USDT', 'USDC'] }

/** Creates the app, and the receiver to wait for at a shutdown. */
export function createShop(options: psc.ClientOptions, publicUrl: string) {
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

  const receiver = psc.createWebhookReceiver<unknown>({
    ...options,
    acknowledge: 'after-handler',
    resolveUnknown: psc.createClient(options),
    onEvent: ({ kind, data }) => {
      if (kind === 'payment' || kind === 'checkout') recordOrder(data.merchantOrderId, data)
    },
  })

  const createOrder = psc.paystablecoinHandler(async (req, res) => {
    const merchantOrderId = `ORDER_${crypto.randomUUID()}`
    orders.set(merchantOrderId, { status: 'INIT', paid: false })
    const { checkoutUrl } = await req.paystablecoin.orders.create({
      merchantOrderId,
      orderAmount: PRICE,
      expiresAt: new Date(Date.now() + 30 * 60_000),
      returnUrl: `${publicUrl}/orders/${merchantOrderId}`,
      callbackUrl: `${publicUrl}/webhook/payment`,
    })
    console.log(`order ${merchantOrderId} (${AMOUNT}): to be paid at ${checkoutUrl}`)
    res.json({ merchantOrderId, checkoutUrl })
  })
  const showOrder = psc.paystablecoinHandler<{ id: string }>(async (req, res, next) => {
    const { id } = req.params
    const order = orders.get(id)
    if (order === undefined) return next()
    // No webhook is sent for orders that fail, expire or are closed, and a closed one may still be paid: query them.
    if (!order.paid) {
      recordOrder(id, await req.paystablecoin.orders.retrieve(id))
    }
    res.json(order)
  })

  const app = express()
  app.post('/webhook/payment', psc.paystablecoinWebhook({ receiver }))
  app.use(psc.paystablecoin(options))
  app.post('/orders', createOrder).get('/orders/:id', showOrder)
  return { app, receiver }
}
