/**
 * Postgres, embedded or on a server, behind one small interface. Knows no table.
 *
 * @module
 */
import { mkdir } from 'node:fs/promises'

/** All that the shop needs of a database. */
export interface Database {
  /** Runs one statement with `$1`, `$2` … and returns its rows. */
  readonly query: <Row>(sql: string, values?: unknown[]) => Promise<Row[]>
  readonly close: () => Promise<void>
}

/** Where the orders are kept: on a Postgres server, in a folder, or in memory until the process ends. */
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
  return {
    query: async (sql, values) => (await pool.query(sql, values)).rows,
    close: () => pool.end(),
  }
}

async function openEmbedded(dataDir: string): Promise<Database> {
  const { PGlite } = await import('@electric-sql/pglite')
  const pglite = await PGlite.create(dataDir)
  return {
    query: async <Row>(sql: string, values?: unknown[]) =>
      (await pglite.query<Row>(sql, values)).rows,
    close: () => pglite.close(),
  }
}
