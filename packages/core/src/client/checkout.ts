/**
 * The endpoints of API Checkout whose fields are documented, and where in a response they are.
 * Must not know how a call is made. All others are called by `request`.
 *
 * @module
 */
import { isRecord } from '../shared/is-record.ts'
import type { OpenUnion, ProviderData } from '../shared/types.ts'
import type { CallOptions } from './options.ts'
import type { ClientRequest } from './request.ts'

/**
 * A way to pay with API Checkout: a currency on a network. The currency and the texts were checked; the documents name the
 * other fields without their form, so they are `unknown`.
 */
export interface CheckoutPaymentMethod extends ProviderData {
  readonly cryptoCurrency: OpenUnion<'USDC' | 'USDT' | 'USD1'>
  readonly network: string
  /** The network's name for the customer. */
  readonly networkDisplayName?: string | null | undefined
  readonly minAmount?: unknown
  readonly maxAmount?: unknown
  /** How long a payment takes until it is confirmed, in seconds. */
  readonly estimatedConfirmationTimeSec?: unknown
}

/** The calls for API Checkout, the provider's product for a payment page of your own. */
export interface Checkout {
  /**
   * The ways to pay that you can offer.
   *
   * @throws {TypeError} An option is wrong; nothing was sent.
   * @throws {ApiError} The provider refused: with `50010` when API Checkout is not enabled for you.
   * @throws {ResponseError | TransportError} There is no usable response.
   *
   * @example
   * ```ts
   * import type { Client } from '@paystablecoin/core'
   *
   * declare const client: Client
   * const methods = await client.checkout.paymentMethods()
   * for (const { cryptoCurrency, network } of methods) console.log(cryptoCurrency, 'on', network)
   * ```
   */
  readonly paymentMethods: (options?: CallOptions) => Promise<readonly CheckoutPaymentMethod[]>
}

/** The calls for API Checkout, over a client's function for any call. */
export function createCheckout(request: ClientRequest): Checkout {
  return {
    paymentMethods: async (options) =>
      request({
        ...options,
        method: 'GET',
        path: '/checkout/payment-methods',
        parse: toPaymentMethods,
      }),
  }
}

// The documents do not say where in the data the list is.
function toPaymentMethods(data: unknown): readonly CheckoutPaymentMethod[] {
  const lists = (isRecord(data) ? Object.values(data) : [data]).filter((part) => isList(part))
  const methods = lists.filter((list) => list.every(isPaymentMethod)).flat()
  if (methods.length > 0 || (lists.length > 0 && lists.flat().length === 0)) return methods
  throw new TypeError('the data holds no list of payment methods')
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}

function isPaymentMethod(value: unknown): value is CheckoutPaymentMethod {
  if (!isRecord(value)) return false
  const { cryptoCurrency, network, networkDisplayName: name } = value
  return (
    typeof cryptoCurrency === 'string' &&
    typeof network === 'string' &&
    typeof (name ?? '') === 'string'
  )
}
