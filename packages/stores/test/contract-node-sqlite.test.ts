import { describeStore } from '@paystablecoin/adapter-contract/stores/vitest'
import { describe, it } from 'vitest'
import { createSqliteDeduplication, createTable } from '../src/sqlite.ts'

// The types of Node 20 do not have it.
interface NodeSqlite {
  readonly DatabaseSync: new (
    path: string,
  ) => {
    readonly exec: (sql: string) => void
    readonly prepare: (sql: string) => { readonly all: (...params: unknown[]) => unknown[] }
  }
}

const module: unknown = process.getBuiltinModule('node:sqlite')
const sqlite = module as NodeSqlite | undefined

if (sqlite === undefined) {
  describe('node:sqlite', () => {
    it.skip(`is not in Node ${process.versions.node}: test:engines runs it in Node 22`)
  })
} else {
  const database = new sqlite.DatabaseSync(':memory:')
  database.exec(createTable)
  describeStore(
    'node:sqlite',
    (options) =>
      createSqliteDeduplication({
        ...options,
        query: (text, params) => database.prepare(text).all(...params),
      }),
    { hasSweep: true },
  )
}
