import { PGlite } from '@electric-sql/pglite'
import { describeStore } from '@paystablecoin/adapter-contract/stores/vitest'
import { createPostgresDeduplication, createTable } from '../src/postgres.ts'

const database = await PGlite.create()
await database.exec(createTable)

describeStore(
  'PGlite',
  (options) =>
    createPostgresDeduplication({
      ...options,
      query: (text, params) => database.query(text, params),
    }),
  { hasSweep: true },
)
