/**
 * The shop's orders in D1. Each change is one statement that may run twice, or late, without harm.
 * Must not know HTTP or signatures.
 *
 * @module
 */
import { advanceOrderStatus } from '@paystablecoin/hono'
import type { PendingItem } from '@paystablecoin/core'

/** An order as the shop knows it. */
export interface ShopOrder {
  readonly status: string
  readonly paid: boolean
}

interface OpenRow {
  readonly id: string
  readonly lastSentMs: number | null
}

const DAY_MS = 86_400_000
const STATUSES = ['INIT', 'PROCESSING', 'FAILED', 'CLOSED', 'SUCCEEDED']

/** Stores an order before it is sent to the provider. `lastSentMs` is the latest time at which its creation is sent. */
export async function addOrder(db: D1Database, id: string, lastSentMs: number): Promise<void> {
  const insert = db.prepare('INSERT INTO orders (id, last_sent_ms) VALUES (?1, ?2)')
  await insert.bind(id, lastSentMs).run()
}

/** Records where an order can be paid: the provider has it. */
export async function recordCreated(db: D1Database, id: string, url: string): Promise<void> {
  await db.prepare('UPDATE orders SET checkout_url = ?2 WHERE id = ?1').bind(id, url).run()
}

/**
 * The statement that records what is a step forward: nothing moves backwards, in whatever order events arrive, and the rest of
 * the money counts.
 */
export function recordStatus(db: D1Database, id: string, state: ShopOrder): D1PreparedStatement {
  const earlier = STATUSES.filter((from) => advanceOrderStatus(from, state.status) !== from)
  const update = db.prepare(
    `UPDATE orders SET paid = max(paid, ?3),
       status = CASE WHEN status IN (SELECT value FROM json_each(?4)) THEN ?2 ELSE status END
     WHERE id = ?1`,
  )
  const values = [id, state.status, Number(state.paid), JSON.stringify(earlier)]
  return update.bind(...values)
}

/** An order, or `undefined`. */
export async function findOrder(db: D1Database, id: string): Promise<ShopOrder | undefined> {
  const select = db.prepare('SELECT status, paid FROM orders WHERE id = ?1').bind(id)
  const row = await select.first<{ status: string; paid: number }>()
  return row === null ? undefined : { status: row.status, paid: row.paid === 1 }
}

/** Every order that may still be paid: those that are open and, for a day, those that are closed. */
export async function* listOpen(db: D1Database): AsyncGenerator<PendingItem> {
  const { results } = await db
    .prepare(
      `SELECT id, CASE WHEN checkout_url IS NULL THEN last_sent_ms END AS lastSentMs
       FROM orders WHERE paid = 0 AND (status IN ('INIT', 'PROCESSING') OR last_sent_ms > ?1)`,
    )
    .bind(Date.now() - DAY_MS)
    .all<OpenRow>()
  for (const { id, lastSentMs } of results) {
    yield { kind: 'payment', id, lastSentAtMs: lastSentMs ?? undefined }
  }
}
