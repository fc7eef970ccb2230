/**
 * The shop's orders in SQLite. Each change is one statement that may run twice, or late, without harm.
 * Must not know HTTP or signatures.
 *
 * @module
 */
import { advanceOrderStatus } from '@paystablecoin/core'
import type { PendingItem } from '@paystablecoin/core'
import { DatabaseSync } from 'node:sqlite'

/** An order as the shop knows it. */
export interface ShopOrder {
  readonly status: string
  readonly paid: boolean
}

const SCHEMA = `CREATE TABLE IF NOT EXISTS orders (
  id           TEXT PRIMARY KEY,
  status       TEXT NOT NULL DEFAULT 'INIT',
  paid         INTEGER NOT NULL DEFAULT 0,
  last_sent_ms INTEGER NOT NULL
)`
const DAY_MS = 86_400_000
const STATUSES = ['INIT', 'PROCESSING', 'FAILED', 'CLOSED', 'SUCCEEDED']

/** Opens the orders in a file. */
export function openOrders(file: string) {
  const database = new DatabaseSync(file)
  database.exec(SCHEMA)
  const insert = database.prepare('INSERT INTO orders (id, last_sent_ms) VALUES (?1, ?2)')
  const select = database.prepare('SELECT status, paid FROM orders WHERE id = ?1')
  const update = database.prepare(
    `UPDATE orders SET paid = max(paid, ?3),
       status = CASE WHEN status IN (SELECT value FROM json_each(?4)) THEN ?2 ELSE status END
     WHERE id = ?1`,
  )
  const open = database.prepare(
    `SELECT id, last_sent_ms AS lastSentAtMs FROM orders
     WHERE paid = 0 AND (status IN ('INIT', 'PROCESSING') OR last_sent_ms > ?1)`,
  )
  return {
    /** Stores an order before it is sent to the provider. `lastSentMs` is the latest time at which its creation is sent. */
    add: (id: string, lastSentMs: number) => void insert.run(id, lastSentMs),
    /** An order, or `undefined`. */
    find: (id: string): ShopOrder | undefined => {
      const row = select.get(id)
      return row && { status: String(row['status']), paid: row['paid'] === 1 }
    },
    /**
     * Records what is a step forward: nothing moves backwards, in whatever order events arrive, and the rest of the money counts.
     *
     * @returns Whether there is such an order.
     */
    record: (id: string, { status, paid }: ShopOrder): boolean => {
      const earlier = STATUSES.filter((from) => advanceOrderStatus(from, status) !== from)
      const { changes } = update.run(id, status, Number(paid), JSON.stringify(earlier))
      return changes > 0
    },
    /** Every order that may still be paid: those that are open and, for a day, those that are closed. */
    listOpen: (): PendingItem[] =>
      open.all(Date.now() - DAY_MS).map(({ id, lastSentAtMs }) => ({
        kind: 'payment',
        id: String(id),
        lastSentAtMs: Number(lastSentAtMs),
      })),
  }
}
