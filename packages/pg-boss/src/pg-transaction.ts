/**
 * `pgTransaction`: a transaction on a client of a `pg` pool, open to pg-boss.
 * Must not know what is done in it.
 *
 * @module
 */
import type { Transaction } from './options.ts'

/** What is used of a client of `pg`. */
export interface PgClient {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>
  on(name: 'error', listener: (error: Error) => void): unknown
  off(name: 'error', listener: (error: Error) => void): unknown
  release(destroy?: boolean): void
}

/** What is used of a pool of `pg`, whose `connect` has a second form: spelled out, so that the client's type is found. */
export interface PgPool<Client extends PgClient> {
  readonly connect: { (): Promise<Client>; (callback: never): void }
}

/**
 * Transactions of a `pg` pool. The handler's `tx` is the client: whatever it does by another is not in the transaction.
 *
 * @example
 * ```ts
 * import { createPgBossInbox, pgTransaction } from '@paystablecoin/pg-boss'
 * import { Pool } from 'pg'
 * import { PgBoss } from 'pg-boss'
 *
 * const connectionString = process.env['DATABASE_URL'] ?? ''
 * const pool = new Pool({ connectionString })
 * const inbox = createPgBossInbox(new PgBoss(connectionString))
 * await inbox.start()
 * await inbox.work({ transaction: pgTransaction(pool) }, async (event, { tx }) => {
 *   if (event.kind !== 'payment') return
 *   await tx.query('UPDATE orders SET status = $1 WHERE id = $2', [event.status, event.data.merchantOrderId])
 * })
 * ```
 */
export function pgTransaction<Client extends PgClient>(pool: PgPool<Client>): Transaction<Client> {
  return async (run) => {
    const client = await pool.connect()
    let isBroken = false
    // The pool listens to idle clients only, and a lost connection that nobody listens to ends the process.
    const noteLoss = (): void => {
      isBroken = true
    }
    client.on('error', noteLoss)
    try {
      await client.query('BEGIN')
      await run(client, { executeSql: (text, values) => client.query(text, values) })
      await client.query('COMMIT')
    } catch (error) {
      // A connection that cannot even roll back is gone, and with it the transaction.
      await client.query('ROLLBACK').catch(noteLoss)
      throw error
    } finally {
      client.release(isBroken)
      client.off('error', noteLoss)
    }
  }
}
