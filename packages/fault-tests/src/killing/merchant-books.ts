/**
 * What a merchant reads from its two journals after a start: the planned orders, and how the creation of each ended.
 *
 * @module
 */
import { readJournal } from '../support/journal.ts'
import type { PlannedOrder } from '../creating/plan-order.ts'
import type { Placed } from '../creating/place-order.ts'

/** Where the journals are. */
export interface BookPaths {
  readonly ordersPath: string
  readonly endingsPath: string
}

/** The books. */
export interface Books {
  readonly orders: readonly PlannedOrder[]
  /** The last ending of each. */
  readonly endings: ReadonlyMap<string, Placed>
  /** Those without an ending, or with one that leaves the order in doubt. */
  readonly pending: readonly PlannedOrder[]
}

/** Reads the books. */
export function readBooks({ ordersPath, endingsPath }: BookPaths): Books {
  const orders = readJournal(ordersPath, isPlannedOrder)
  const endings = new Map(readJournal(endingsPath, isPlaced).map((placed) => [placed.id, placed]))
  const pending = orders.filter(({ merchantOrderId }) => {
    const ending = endings.get(merchantOrderId)?.ending
    return ending === undefined || ending === 'unknown' || ending === 'not-sent'
  })
  return { orders, endings, pending }
}

function isPlannedOrder(value: unknown): value is PlannedOrder {
  return hasText(value, 'merchantOrderId')
}

function isPlaced(value: unknown): value is Placed {
  return hasText(value, 'id') && hasText(value, 'ending')
}

function hasText(value: unknown, field: string): boolean {
  return (
    typeof value === 'object' && value !== null && typeof Reflect.get(value, field) === 'string'
  )
}
