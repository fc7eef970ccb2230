/**
 * Serves the shop with Deno's own server. `receiver.fetch` takes a `Request` and gives a `Response`: it is the webhook route.
 *
 * @module
 */
import { openOrders } from './orders.ts'
import { createShop } from './shop.ts'

const read = (name: string, byDefault = ''): string => Deno.env.get(name) ?? byDefault

const port = Number(read('PORT', '3000'))
// Never from the Host header: whoever sends a request chooses that.
const publicUrl = read('PUBLIC_URL', `http://127.0.0.1:${port}`)
const orders = openOrders(read('ORDERS_FILE', 'orders.sqlite'))
const options = {
  merchantId: read('PSC_MERCHANT_ID'),
  apiKey: read('PSC_API_KEY'),
  apiSecret: read('PSC_API_SECRET'),
  baseUrl: read('PSC_BASE_URL'),
}
const { buy, receiver, reconciler } = createShop(options, orders, publicUrl)
const BUTTON = '<!doctype html><form method="post" action="/orders"><button>Buy</button></form>'

async function answer(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  if (pathname === '/webhook/payment') return receiver.fetch(request)
  if (pathname === '/') return new Response(BUTTON, { headers: { 'content-type': 'text/html' } })
  if (pathname === '/orders' && request.method === 'POST')
    return Response.redirect(await buy(), 303)
  const order = orders.find(pathname.replace('/orders/', ''))
  return order === undefined ? new Response('Not found', { status: 404 }) : Response.json(order)
}

const server = Deno.serve({ hostname: '127.0.0.1', port }, answer)

const stopping = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  Deno.addSignalListener(signal, () => stopping.abort())
}
await reconciler.run({ signal: stopping.signal })
await server.shutdown()
await receiver.idle({ timeoutMs: 10_000 })
Deno.exit()
