/**
 * The shop's two journals: the orders it created, and every effect of its handler. The state of an order is folded from its
 * effects, so that an effect that happens twice has one result.
 *
 * @module
 */
import { advanceOrderStatus } from '@paystablecoin/core'
import { readJournal } from '../support/journal.ts'

/** Where the journals are. */
export interface ShopPaths {
  readonly ordersPath: string
  readonly effectsPath: string
}

/** An order that the shop created. */
export interface OpenedOrder {
  readonly id: string
  /** When its creation was sent at the latest; `undefined` while it is in progress. */
  readonly lastSentAtMs?: number | undefined
}

/** One effect of the handler. */
export interface Effect {
  /** The event's id: the same for every delivery of the same event. */
  readonly eventId: string
  readonly kind: string
  readonly source: 'webhook' | 'query'
  /** The merchantOrderId of a payment. */
  readonly id?: string | undefined
  readonly status?: string | undefined
  readonly paid?: unknown
}

/** The state that the effects of an order lead to. */
export interface OrderResult {
  readonly status: string
  /** What was credited to the customer. */
  readonly credited?: unknown
}

/** Adds an effect to the results. */
export function applyEffect(results: Map<string, OrderResult>, effect: Effect): void {
  const { kind, id, status, paid } = effect
  if (kind !== 'payment' || id === undefined || status === undefined) return
  const before = results.get(id) ?? { status: 'INIT' }
  const credited = status === 'SUCCEEDED' ? paid : before.credited
  results.set(id, { status: advanceOrderStatus(before.status, status), credited })
}

/** The states that all effects lead to. */
export function foldEffects(effects: readonly Effect[]): Map<string, OrderResult> {
  const results = new Map<string, OrderResult>()
  for (const effect of effects) applyEffect(results, effect)
  return results
}

/** The effects so far. */
export function readEffects({ effectsPath }: Pick<ShopPaths, 'effectsPath'>): readonly Effect[] {
  return readJournal(effectsPath, isEffect)
}

/** The orders so far, each as last stored. */
export function readOpened({ ordersPath }: Pick<ShopPaths, 'ordersPath'>): readonly OpenedOrder[] {
  const byId = new Map(readJournal(ordersPath, isOpenedOrder).map((order) => [order.id, order]))
  return [...byId.values()]
}

function isEffect(value: unknown): value is Effect {
  return isObject(value) && typeof Reflect.get(value, 'eventId') === 'string'
}

function isOpenedOrder(value: unknown): value is OpenedOrder {
  return isObject(value) && typeof Reflect.get(value, 'id') === 'string'
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
