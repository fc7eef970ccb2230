/**
 * The ways to pay that the checkout page offers, and the made-up addresses of the on-chain ones.
 * Knows no orders' states and no HTML.
 *
 * @module
 */
import type { MakeId } from '../shared/random.ts'

/** A way to pay. */
export interface PaymentMethod {
  /** The form field's value. */
  readonly value: string
  readonly type: 'BINANCE_PAY' | 'KUCOIN_PAY' | 'ON_CHAIN_TRANSFER'
  readonly label: string
  readonly network?: string | undefined
  readonly networkDisplayName?: string | undefined
}

/** Every way to pay, the first one preselected. */
const PAYMENT_METHODS: readonly PaymentMethod[] = [
  { value: 'BINANCE_PAY', type: 'BINANCE_PAY', label: 'Binance Pay' },
  { value: 'KUCOIN_PAY', type: 'KUCOIN_PAY', label: 'KuCoin Pay' },
  onChain('TRON', 'TRON (TRC-20)'),
  onChain('ETH', 'Ethereum (ERC-20)'),
  onChain('BSC', 'BNB Smart Chain (BEP-20)'),
]

function onChain(network: string, networkDisplayName: string): PaymentMethod {
  return {
    value: `ON_CHAIN_TRANSFER-${network}`,
    type: 'ON_CHAIN_TRANSFER',
    label: `USDT on ${networkDisplayName}`,
    network,
    networkDisplayName,
  }
}

/** The names that `paymentMethodConfig.paymentMethods` may list. */
export const METHOD_TYPES: readonly string[] = ['BINANCE_PAY', 'KUCOIN_PAY', 'ON_CHAIN_TRANSFER']

/** The ways to pay under a merchant's restriction. */
export function offeredMethods(types: readonly string[] | undefined): readonly PaymentMethod[] {
  return PAYMENT_METHODS.filter(({ type }) => types === undefined || types.includes(type))
}

/** A deposit address that no wallet accepts, so that nobody loses money to a test page. */
export function depositAddress(makeId: MakeId, token: string, network: string): string {
  return makeId(`emulator-${network.toLowerCase()}-`, token)
}

/** What webhooks and queries say about how an order was paid. Its structure is not documented. */
export function paymentDetail(
  makeId: MakeId,
  token: string,
  value: string,
): Readonly<Record<string, string>> {
  const method = PAYMENT_METHODS.find((candidate) => candidate.value === value)
  const { type = value, network, networkDisplayName } = method ?? {}
  if (network === undefined || networkDisplayName === undefined) return { paymentMethodType: type }
  return {
    paymentMethodType: type,
    network,
    networkDisplayName,
    depositAddress: depositAddress(makeId, token, network),
    transactionHash: makeId('emulator-tx-', token),
  }
}
