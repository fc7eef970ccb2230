/**
 * The Worker: a shop with one thing for sale, the consumer of its queue, and a schedule.
 *
 * @module
 */
import { paystablecoin, paystablecoinWebhook } from '@paystablecoin/hono'
import { Hono } from 'hono'
import { html } from 'hono/html'
import { toClientOptions } from './bindings.ts'
import type { Bindings } from './bindings.ts'
import { AMOUNT, PRICE, receiver, reconcile, toEffects } from './events.ts'
import { addOrder, findOrder, recordCreated } from './orders.ts'
import { consume, keepDead, replayDead, sweep } from './queue.ts'

const MINUTE_MS = 60_000

interface ShopEnv {
  Bindings: Bindings
}

const app = new Hono<ShopEnv>()
  .post('/webhook/payment', paystablecoinWebhook<ShopEnv>({ receiver }))
  .use(paystablecoin<ShopEnv>((c) => toClientOptions(c.env)))
  .get('/', (c) =>
    c.html(
      html`<form method="post" action="/orders"><button>Buy a coffee for $4.50</button></form>`,
    ),
  )
  .post('/orders', async (c) => {
    const merchantOrderId = `ORDER_${crypto.randomUUID()}`
    const { PUBLIC_URL } = c.env
    await addOrder(c.env.DB, merchantOrderId, Date.now() + MINUTE_MS)
    const { checkoutUrl } = await c.var.paystablecoin.orders.create({
      merchantOrderId,
      orderAmount: PRICE,
      expiresAt: new Date(Date.now() + 30 * MINUTE_MS),
      returnUrl: `${PUBLIC_URL}/orders/${merchantOrderId}`,
      callbackUrl: `${PUBLIC_URL}/webhook/payment`,
    })
    await recordCreated(c.env.DB, merchantOrderId, checkoutUrl)
    console.log(`order ${merchantOrderId} (${AMOUNT}): to be paid at ${checkoutUrl}`)
    return c.redirect(checkoutUrl, 303)
  })
  .get('/orders/:id', async (c) => {
    const order = await findOrder(c.env.DB, c.req.param('id'))
    return order === undefined ? c.notFound() : c.json(order)
  })

export default {
  fetch: app.fetch,
  queue: (batch, env) =>
    batch.queue === 'shop-dead' ? keepDead(batch, env) : consume(batch, env, toEffects),
  scheduled: async (_controller, env) => {
    await replayDead(env)
    await reconcile(env)
    await sweep(env.DB)
  },
} satisfies ExportedHandler<Bindings>
