/**
 * Keeps orders and refunds by each of their ids. At the limit, the oldest finished orders are dropped with their refunds.
 * Knows no rules of payment and no HTTP.
 *
 * @module
 */
import { isFinalStatus } from '@paystablecoin/core'
import type { Merchant, Order, Refund } from './model.ts'

/** Orders and refunds. */
export interface Store {
  /** Adds or replaces an order. */
  readonly putOrder: (order: Order) => void
  /** Adds or replaces a refund. */
  readonly putRefund: (refund: Refund) => void
  /** By the merchant's own id, or by the provider's. */
  readonly findOrder: (merchant: Merchant, id: string) => Order | undefined
  /** By the checkout page's token. */
  readonly findByToken: (token: string) => Order | undefined
  readonly findRefund: (merchant: Merchant, merchantRefundOrderId: string) => Refund | undefined
  /** All refunds of an order, the oldest first. */
  readonly refundsOf: (order: Order) => readonly Refund[]
  /** The order's refund that is in progress or has succeeded. */
  readonly findRefundOf: (order: Order) => Refund | undefined
  /** Makes room for one more order; `false` when nothing can be dropped. */
  readonly makeRoom: () => boolean
  /** All orders, the oldest first. */
  readonly orders: () => readonly Order[]
  /** All refunds, the oldest first. */
  readonly refunds: () => readonly Refund[]
}

const keyOf = ({ merchantId }: Merchant, id: string): string => JSON.stringify([merchantId, id])

/** `isBusy`: whether an order's webhooks have still to be delivered. */
export function createStore(maxOrders: number, isBusy: (order: Order) => boolean): Store {
  const byToken = new Map<string, Order>()
  const tokens = new Map<string, string>()
  const refunds = new Map<string, Refund>()
  const refundKeys = new Map<string, Set<string>>()

  const findOrder = (merchant: Merchant, id: string): Order | undefined => {
    const token = tokens.get(keyOf(merchant, id))
    return token === undefined ? undefined : byToken.get(token)
  }

  const refundsOf = ({
    merchant,
    acquiringOrderId,
  }: Pick<Order, 'merchant' | 'acquiringOrderId'>) =>
    [...(refundKeys.get(keyOf(merchant, acquiringOrderId)) ?? [])].flatMap(
      (key) => refunds.get(key) ?? [],
    )

  const isFinished = (order: Order): boolean =>
    isFinalStatus(order.status) &&
    !isBusy(order) &&
    refundsOf(order).every(({ status }) => isFinalStatus(status))

  const remove = (order: Order): void => {
    const { token, merchant, merchantOrderId, acquiringOrderId } = order
    byToken.delete(token)
    tokens.delete(keyOf(merchant, merchantOrderId))
    tokens.delete(keyOf(merchant, acquiringOrderId))
    const ownKey = keyOf(merchant, acquiringOrderId)
    for (const key of refundKeys.get(ownKey) ?? []) refunds.delete(key)
    refundKeys.delete(ownKey)
  }

  const makeRoom = (): boolean => {
    if (byToken.size < maxOrders) return true
    for (const order of byToken.values()) {
      if (!isFinished(order)) continue
      remove(order)
      return true
    }
    return false
  }

  return {
    findOrder,
    refundsOf,
    makeRoom,
    putOrder: (order) => {
      byToken.set(order.token, order)
      tokens.set(keyOf(order.merchant, order.merchantOrderId), order.token)
      tokens.set(keyOf(order.merchant, order.acquiringOrderId), order.token)
    },
    putRefund: (refund) => {
      const key = keyOf(refund.merchant, refund.merchantRefundOrderId)
      refunds.set(key, refund)
      const orderKey = keyOf(refund.merchant, refund.acquiringOrderId)
      refundKeys.set(orderKey, (refundKeys.get(orderKey) ?? new Set()).add(key))
    },
    findByToken: (token) => byToken.get(token),
    findRefund: (merchant, id) => refunds.get(keyOf(merchant, id)),
    findRefundOf: (order) =>
      refundsOf(order).find(({ status }) => status === 'PROCESSING' || status === 'SUCCEEDED'),
    orders: () => [...byToken.values()],
    refunds: () => [...refunds.values()],
  }
}
