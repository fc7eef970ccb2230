/**
 * API Checkout, as far as the provider documents it: the payment methods, and a deposit address for an order. No order is kept.
 * Knows no signatures and no envelope.
 *
 * @module
 */
import type { Outcome } from '../provider/codes.ts'
import { reject, succeed } from '../provider/codes.ts'
import { depositAddress, offeredMethods } from '../provider/payment-methods.ts'
import type { Json } from '../provider/provider-data.ts'
import type { MakeId } from '../shared/random.ts'
import { rejectMissing } from '../provider/request-fields.ts'
import type { ApiCall } from './call.ts'
import { bodyText } from './call.ts'
import type { AuthenticCall, Endpoint } from './endpoints.ts'
import { readBody } from './request-body.ts'

/** The endpoints of API Checkout. They take no API key. */
export interface CheckoutEndpoints {
  readonly paymentMethods: Endpoint
  readonly createOrder: Endpoint
  /** Any other path: the documents do not say where an order is queried. */
  readonly unknown: Endpoint
}

const CURRENCIES = ['USDT', 'USDC', 'USD1']
const NETWORKS = offeredMethods(['ON_CHAIN_TRANSFER'])

const PAYMENT_METHODS: readonly Json[] = NETWORKS.flatMap(({ network, networkDisplayName }) =>
  CURRENCIES.map((cryptoCurrency) => ({
    cryptoCurrency,
    network,
    networkDisplayName,
    minAmount: '0.01',
    maxAmount: '1000000.00',
    estimatedConfirmationTimeSec: 60,
  })),
)

export function createCheckoutEndpoints(makeId: MakeId): CheckoutEndpoints {
  return {
    // Where in the data the list is, is not documented.
    paymentMethods: checkoutEndpoint(() => succeed({ paymentMethods: PAYMENT_METHODS })),
    createOrder: checkoutEndpoint(({ call }) => createOrder(call, makeId)),
    unknown: checkoutEndpoint(() => reject('40903')),
  }
}

function checkoutEndpoint(run: Endpoint['run']): Endpoint {
  return {
    operation: 'other',
    needsApiKey: false,
    idOf: () => undefined,
    run: (call: AuthenticCall) => (call.merchant.apiCheckout ? run(call) : reject('50010')),
  }
}

// Of an order's fields only `network` is known by name. The same body gets the same address.
function createOrder(call: ApiCall, makeId: MakeId): Outcome<Json> {
  const json = readBody(call)
  if (!json.ok) return json
  const missing = rejectMissing(json.value, ['network'])
  if (missing !== undefined) return missing
  const method = NETWORKS.find(({ network }) => network === json.value['network'])
  if (method?.network === undefined) return reject('10010', `the emulator knows ${networkNames()}`)
  const { network, networkDisplayName } = method
  const address = depositAddress(makeId, bodyText(call), network)
  return succeed({ depositAddress: address, network, networkDisplayName })
}

function networkNames(): string {
  return NETWORKS.map(({ network }) => network).join(', ')
}
