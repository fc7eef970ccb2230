/**
 * Serves the shop with Bun's own server. `receiver.fetch` takes a `Request` and gives a `Response`: it is the webhook route.
 *
 * @module
 */
import { openOrders } from './orders.ts'
import { createShop } from './shop.ts'

const { PSC_MERCHANT_ID = '', PSC_API_KEY = '', PSC_API_SECRET = '' } = Bun.env
const { PSC_BASE_URL = '', PORT = '3000', ORDERS_FILE = 'orders.sqlite' } = Bun.env
// Never from the Host header: whoever sends a request chooses that.
const { PUBLIC_URL = `http://127.0.0.1:${PORT}` } = Bun.env

const orders = openOrders(ORDERS_FILE)
const options = {
  merchantId: PSC_MERCHANT_ID,
  apiKey: PSC_API_KEY,
  apiSecret: PSC_API_SECRET,
  baseUrl: PSC_BASE_URL,
}
const { buy, receiver, reconciler } = createShop(options, orders, PUBLIC_URL)
const BUTTON = '<!doctype html><form method="post" action="/orders"><button>Buy</button></form>'

const server = Bun.serve({
  hostname: '127.0.0.1',
  port: Number(PORT),
  routes: {
    '/webhook/payment': (request) => receiver.fetch(request),
    '/': new Response(BUTTON, { headers: { 'content-type': 'text/html' } }),
    '/orders': { POST: async () => Response.redirect(await buy(), 303) },
    '/orders/:id': (request) => {
      const order = orders.find(request.params.id)
      return order === undefined
        ? new Response('No such order', { status: 404 })
        : Response.json(order)
    },
  },
})
console.log(`The shop is open on ${server.url.href}`)

const stopping = new AbortController()
process.once('SIGTERM', () => stopping.abort())
process.once('SIGINT', () => stopping.abort())
await reconciler.run({ signal: stopping.signal })
await server.stop()
await receiver.idle({ timeoutMs: 10_000 })
