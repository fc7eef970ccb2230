/**
 * The shop's routes: pages, buttons and the two webhooks, which are answered once their event is in the inbox. Everything it
 * needs comes in as an argument, nothing from the environment.
 *
 * @module
 */
import { paystablecoinWebhook } from '@paystablecoin/hono'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { csrf } from 'hono/csrf'
import { HTTPException } from 'hono/http-exception'
import { secureHeaders } from 'hono/secure-headers'
import { askAbout } from './ask.ts'
import { isOpenStatus, isOverdue } from './order-state.ts'
import { orderPage, problemPage, productsPage } from './pages.ts'
import type { ShopParts } from './parts.ts'
import { findProduct, PRODUCTS } from './products.ts'
import { startPurchase, startRefund } from './purchase.ts'
import { STYLES } from './styles.ts'

/** What the routes need. */
type AppParts = Pick<ShopParts, 'orders' | 'client' | 'receiver'>

/**
 * Creates the routes.
 *
 * @param publicUrl - Where customers and PayStablecoin reach the shop, such as `https://shop.example`.
 */
export function createApp(
  parts: AppParts,
  publicUrl: string,
): (request: Request) => Response | Promise<Response> {
  const { orders, client, receiver } = parts
  const purchase = { client, orders, publicUrl }
  const app = new Hono()
    .post('/webhook/payment', paystablecoinWebhook({ receiver }))
    .post('/webhook/refund', paystablecoinWebhook({ receiver }))
    // Without a referrer of their own pages, browsers that know no Sec-Fetch-Site send no usable Origin.
    .use(secureHeaders({ contentSecurityPolicy: CSP, referrerPolicy: 'same-origin' }))
    // Nobody else's page may press Buy or Refund.
    .use(csrf({ origin: publicUrl }))
    .use(bodyLimit({ maxSize: MAX_FORM_BYTES, onError: (c) => c.html(TOO_LARGE, 413) }))
    .get('/', (c) => c.html(productsPage(PRODUCTS)))
    .get('/style.css', (c) => c.body(STYLES, 200, { 'content-type': 'text/css; charset=utf-8' }))
    .post('/orders', async (c) => {
      const product = findProduct((await c.req.parseBody())['product'])
      if (product === undefined) return c.html(NO_PRODUCT, 404)
      return c.redirect(await startPurchase(purchase, product), 303)
    })
    .get('/orders/:id', async (c) => {
      const id = c.req.param('id')
      const order = await orders.find(id)
      if (order === undefined) return c.html(NO_ORDER, 404)
      c.header('cache-control', 'no-store')
      if (!isOverdue(order, Date.now())) return c.html(orderPage(order))
      await askAbout(parts, order)
      return c.html(orderPage((await orders.find(id)) ?? order))
    })
    // Here the customer comes back to, paid or not: this proves nothing, so PayStablecoin is asked.
    .get('/orders/:id/return', async (c) => {
      const order = await orders.find(c.req.param('id'))
      if (order === undefined) return c.html(NO_ORDER, 404)
      if (isOpenStatus(order.status)) await askAbout(parts, order)
      return c.redirect(`/orders/${order.merchantOrderId}`, 303)
    })
    .post('/orders/:id/refund', async (c) => {
      const order = await orders.find(c.req.param('id'))
      if (order === undefined) return c.html(NO_ORDER, 404)
      await startRefund(purchase, order)
      return c.redirect(`/orders/${order.merchantOrderId}`, 303)
    })
    .notFound((c) => c.html(NO_PAGE, 404))
    .onError((error, c) => {
      if (error instanceof HTTPException) return c.html(FOREIGN, error.status)
      console.error(`[shop] ${c.req.method} ${c.req.path} failed:`, error)
      return c.html(BROKEN, 500)
    })

  return (request) => app.fetch(request)
}

const MAX_FORM_BYTES = 10_000

const CSP = {
  defaultSrc: ["'none'"],
  styleSrc: ["'self'"],
  imgSrc: ['data:'],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
}

const TOO_LARGE = problemPage('Too much', 'No form of this shop is that long.')
const FOREIGN = problemPage('Not from here', 'That button was not on a page of this shop.')
const NO_PAGE = problemPage('Not here', 'There is no page at this address.')
const NO_PRODUCT = problemPage('Sold out', 'We do not have this product.')
const NO_ORDER = problemPage('No such order', 'There is no order at this address.')
const BROKEN = problemPage('Something broke', 'It was our mistake. Please try again in a moment.')
