/**
 * Postgres, embedded or on a server, behind one small interface. Knows no table.
 *
 * @module
 */
import { mkdir } from 'node:fs/promises'
import { pgTransaction } from '@paystablecoin/pg-boss'
import type { Transaction } from '@paystablecoin/pg-boss'
import { fromPglite, PgBoss } from 'pg-boss'

/** What runs a statement: the database, or one transaction in it. */
export interface Queryable {
  /** Runs one statement with `$1`, `$2` … and returns its rows. */
  readonly query: <Row>(sql: string, values?: unknown[]) => Promise<Row[]>
}

/** All that the shop needs of a database. */
export interface Database extends Queryable {
  /** Runs something in a transaction, in which a job of the inbox can complete as well. */
  readonly transaction: Transaction<Queryable>
  /** A pg-boss in this database. Whoever creates it stops it. */
  readonly createBoss: () => PgBoss
  readonly close: () => Promise<void>
}

/** Where the shop's data are kept: on a Postgres server, in a folder, or in memory until the process ends. */
export type DatabaseLocation =
  | { readonly url: string }
  | { readonly folder: string }
  | { readonly memory: true }

/** Opens the database. Only the driver that is needed is loaded. */
export async function openDatabase(location: DatabaseLocation): Promise<Database> {
  if ('url' in location) return openServer(location.url)
  if ('folder' in location) {
    await mkdir(location.folder, { recursive: true })
    return openEmbedded(location.folder)
  }
  return openEmbedded('memory://')
}

async function openServer(url: string): Promise<Database> {
  const { Pool } = await import('pg')
  const pool = new Pool({ connectionString: url })
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', (error) => console.error('[shop] a database connection broke:', error.message))
  const transaction = pgTransaction(pool)
  return {
    query: async (sql, values) => (await pool.query(sql, values)).rows,
    transaction: (run) =>
      transaction((client, db) => {
        const query: Queryable['query'] = async (sql, values) =>
          (await client.query(sql, values)).rows
        return run({ query }, db)
      }),
    createBoss: () => new PgBoss({ connectionString: url, useListenNotify: true }),
    close: () => pool.end(),
  }
}

// One connection, which a transaction holds until it ends: whoever waits for something else in there stops the whole shop.
async function openEmbedded(dataDir: string): Promise<Database> {
  const { PGlite } = await import('@electric-sql/pglite')
  const pglite = await PGlite.create(dataDir)
  return {
    query: async <Row>(sql: string, values?: unknown[]) =>
      (await pglite.query<Row>(sql, values)).rows,
    transaction: (run) =>
      pglite.transaction((tx) => {
        const query = async <Row>(sql: string, values?: unknown[]): Promise<Row[]> =>
          (await tx.query<Row>(sql, values)).rows
        return run({ query }, fromPglite(tx))
      }),
    createBoss: () =>
      new PgBoss({ db: fromPglite(pglite), backend: 'pglite', useListenNotify: true }),
    close: () => pglite.close(),
  }
}
