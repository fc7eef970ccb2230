import { createClient } from '@libsql/client'
import { describeStore } from '@paystablecoin/adapter-contract/stores/vitest'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { createSqliteDeduplication, createTable } from '../src/sqlite.ts'

const folder = mkdtempSync(join(tmpdir(), 'paystablecoin-libsql-'))
const client = createClient({ url: `file:${join(folder, 'shop.db')}` })
await client.executeMultiple(createTable)

afterAll(() => {
  client.close()
  rmSync(folder, { recursive: true })
})

describeStore(
  'libSQL',
  (options) =>
    createSqliteDeduplication({
      ...options,
      query: async (sql, args) => (await client.execute({ sql, args })).rows,
    }),
  { hasSweep: true },
)
