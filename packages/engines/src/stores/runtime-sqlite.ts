/**
 * The SQLite that a runtime brings along.
 * Must not know the store.
 *
 * @module
 */

type Params = (string | number)[]

/** Runs a statement and gives its rows. */
export type Query = (text: string, params: Params) => readonly unknown[]

interface Statement {
  readonly all: (...params: Params) => unknown[]
}

// Neither module has types in Node 20.
interface NodeSqlite {
  readonly DatabaseSync: new (path: string) => Database
}

interface BunSqlite {
  readonly Database: new (path: string) => Database
}

interface Database {
  readonly exec: (sql: string) => unknown
  readonly prepare: (sql: string) => Statement
}

const SETTINGS = 'pragma journal_mode = wal; pragma busy_timeout = 5000; pragma synchronous = full;'

/** Opens a file and runs the migration. */
export async function openRuntimeSqlite(path: string, migration: string): Promise<Query> {
  const database = await open(path)
  database.exec(SETTINGS)
  database.exec(migration)
  return (text, params) => database.prepare(text).all(...params)
}

async function open(path: string): Promise<Database> {
  if ('Bun' in globalThis) {
    const name = 'bun:sqlite'
    const { Database }: BunSqlite = await import(name)
    return new Database(path)
  }
  const name = 'node:sqlite'
  const { DatabaseSync }: NodeSqlite = await import(name)
  return new DatabaseSync(path)
}
