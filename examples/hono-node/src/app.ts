/**
 * The shop's routes: pages, buttons and the two webhooks. Everything it needs comes in as an argument, nothing from the
 * environment.
 *
 * @module
 */
import {
  createClient,
  createReconciler,
  createWebhookReceiver,
  paystablecoin,
  paystablecoinWebhook,
} from '@paystablecoin/hono'
import type { ClientOptions, Reconciler, WebhookReceiver } from '@paystablecoin/hono'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { csrf } from 'hono/csrf'
import { HTTPException } from 'hono/http-exception'
import { secureHeaders } from 'hono/secure-headers'
import { recordEvent, recordMissing } from './events.ts'
import type { OrdersStore } from './orders-store.ts'
import { orderPage, problemPage, productsPage } from './pages.ts'
import { findProduct, PRODUCTS } from './products.ts'
import { startPurchase, startRefund } from './purchase.ts'
import { STYLES } from './styles.ts'

/** What the shop needs. */
export interface ShopParts {
  readonly orders: OrdersStore
  readonly paystablecoin: ClientOptions
  /** Where customers and PayStablecoin reach the shop, such as `https://shop.example`. */
  readonly publicUrl: string
  /** How often PayStablecoin is queried for what is open. @default 60000 (one minute) */
  readonly reconcileEveryMs?: number | undefined
}

/** The shop: serves requests, queries what no webhook is sent for, and can wait until no webhook is in progress. */
export interface Shop {
  readonly fetch: (request: Request) => Response | Promise<Response>
  readonly reconciler: Reconciler
  readonly idle: WebhookReceiver['idle']
}

/** Creates the shop. */
export function createShop(parts: ShopParts): Shop {
  const { orders, paystablecoin: options, reconcileEveryMs } = parts
  const client = createClient(options)
  const receiver = createWebhookReceiver<unknown>({
    apiSecret: options.apiSecret,
    merchantId: options.merchantId,
    // One quick statement is all there is to do, so the response waits for it: what fails is sent again.
    acknowledge: 'after-handler',
    // An event of a shape that is new is looked up, so that no payment is missed.
    resolveUnknown: client,
    onEvent: (event) => recordEvent(orders, event),
  })
  const reconciler = createReconciler({
    client,
    receiver,
    pending: () => orders.listOpen(),
    onMissing: (item) => recordMissing(orders, item),
    intervalMs: reconcileEveryMs,
  })
  return { fetch: createFetch(parts, receiver), reconciler, idle: receiver.idle }
}

function createFetch(
  { orders, paystablecoin: options, publicUrl }: ShopParts,
  receiver: WebhookReceiver<unknown>,
): Shop['fetch'] {
  const app = new Hono()
    .post('/webhook/payment', paystablecoinWebhook({ receiver }))
    .post('/webhook/refund', paystablecoinWebhook({ receiver }))
    // Without a referrer of their own pages, browsers that know no Sec-Fetch-Site send no usable Origin.
    .use(secureHeaders({ contentSecurityPolicy: CSP, referrerPolicy: 'same-origin' }))
    // Nobody else's page may press Buy or Refund.
    .use(csrf({ origin: publicUrl }))
    .use(bodyLimit({ maxSize: MAX_FORM_BYTES, onError: (c) => c.html(TOO_LARGE, 413) }))
    .use(paystablecoin(options))
    .get('/', (c) => c.html(productsPage(PRODUCTS)))
    .get('/style.css', (c) => c.body(STYLES, 200, { 'content-type': 'text/css; charset=utf-8' }))
    .post('/orders', async (c) => {
      const product = findProduct((await c.req.parseBody())['product'])
      if (product === undefined) return c.html(NO_PRODUCT, 404)
      const purchase = { client: c.var.paystablecoin, orders, publicUrl }
      return c.redirect(await startPurchase(purchase, product), 303)
    })
    .get('/orders/:id', async (c) => {
      const order = await orders.find(c.req.param('id'))
      if (order === undefined) return c.html(NO_ORDER, 404)
      c.header('cache-control', 'no-store')
      return c.html(orderPage(order))
    })
    .post('/orders/:id/refund', async (c) => {
      const order = await orders.find(c.req.param('id'))
      if (order === undefined) return c.html(NO_ORDER, 404)
      await startRefund({ client: c.var.paystablecoin, orders, publicUrl }, order)
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
