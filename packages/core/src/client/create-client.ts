/**
 * `createClient`: the endpoints over one client's settings, and a client for each context.
 * Must not know an endpoint's fields, and never lets the secret out: nothing on the client holds it.
 *
 * @module
 */
import { createCheckout } from './checkout.ts'
import type { Checkout } from './checkout.ts'
import type { ClientOptions } from './options.ts'
import { createOrders } from './orders.ts'
import type { Orders } from './orders.ts'
import { createRefunds } from './refunds.ts'
import type { Refunds } from './refunds.ts'
import { createRequest } from './request.ts'
import type { ClientRequest } from './request.ts'
import { toClientSettings } from './settings.ts'

/** Makes signed calls. */
export interface Client {
  readonly orders: Orders
  readonly refunds: Refunds
  readonly checkout: Checkout
  /**
   * Makes a signed call to any endpoint below the merchant's path, with the client's time-outs, retries and hooks: for what the
   * provider has and this package has not. The result is `unknown`, or what `parse` makes of it.
   *
   * Unless it is `idempotent`, it is sent again only where the failed attempt had certainly no effect.
   *
   * @throws {TypeError} An argument is wrong, or can't be signed; nothing was sent.
   * @throws {ApiError} The provider refused; the call had no effect.
   * @throws {ResponseError} There is no usable response to a GET, or `parse` threw: then the provider had accepted the call.
   * @throws {TransportError} `outcome` says whether it was not sent or is unknown. Unknown is not failed: the call may have taken
   *   effect, so query what it was to change before you do it again.
   *
   * @example
   * ```ts
   * import { createClient } from '@paystablecoin/core'
   *
   * const client = createClient({
   *   merchantId: '1000',
   *   apiKey: 'your-api-key',
   *   apiSecret: 'your-api-secret',
   *   environment: 'sandbox',
   * })
   * const data: unknown = await client.request({
   *   method: 'POST',
   *   path: '/orders/ORDER_1738112345000/close',
   *   body: { reason: 'sold out' },
   * })
   * console.log(data)
   * ```
   */
  readonly request: ClientRequest
}

/**
 * Creates a client.
 *
 * @throws {TypeError} Names the option that is missing or wrong.
 *
 * @example
 * ```ts
 * import { createClient } from '@paystablecoin/core'
 *
 * const client = createClient({
 *   merchantId: '1000',
 *   apiKey: 'your-api-key',
 *   apiSecret: 'your-api-secret',
 *   environment: 'sandbox',
 * })
 * const order = await client.orders.create({
 *   merchantOrderId: 'ORDER_1738112345000',
 *   orderAmount: { value: '99.99', currency: 'USD' },
 *   expiresAt: new Date(Date.now() + 30 * 60_000),
 *   returnUrl: 'https://shop.example/orders/1',
 *   callbackUrl: 'https://shop.example/webhook/payment',
 * })
 * console.log(order.checkoutUrl)
 * ```
 */
export function createClient(options: ClientOptions): Client {
  const settings = toClientSettings(options)
  const request = createRequest(settings)
  return Object.freeze({
    orders: Object.freeze(createOrders(settings)),
    refunds: Object.freeze(createRefunds(settings)),
    checkout: Object.freeze(createCheckout(request)),
    request,
  })
}

/**
 * A client for each context: for secrets that exist only per request. A client is used again as long as the options that the
 * function returns are the same, value by value, so nothing of a past context is kept for another.
 *
 * @throws {TypeError} Names the option that is missing or wrong; for options that are no function, at once.
 *
 * @example
 * ```ts
 * import { createClientResolver } from '@paystablecoin/core'
 *
 * const clientFor = createClientResolver((env: { PSC_API_SECRET: string }) => ({
 *   merchantId: '1000',
 *   apiKey: 'your-api-key',
 *   apiSecret: env.PSC_API_SECRET,
 *   environment: 'production',
 * }))
 * ```
 */
export function createClientResolver<Context>(
  options: ClientOptions | ((context: Context) => ClientOptions),
): (context: Context) => Client {
  if (typeof options !== 'function') {
    const client = createClient(options)
    return () => client
  }
  let last: { readonly options: ClientOptions; readonly client: Client } | undefined
  return (context) => {
    const current = options(context)
    if (last === undefined || !isShallowEqual(last.options, current)) {
      last = { options: current, client: createClient(current) }
    }
    return last.client
  }
}

function isShallowEqual(a: ClientOptions, b: ClientOptions): boolean {
  const aEntries = Object.entries(a)
  const bValues = new Map<string, unknown>(Object.entries(b))
  return (
    aEntries.length === bValues.size &&
    aEntries.every(([key, value]) => bValues.has(key) && Object.is(bValues.get(key), value))
  )
}
