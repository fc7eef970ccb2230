/**
 * The contract of the SQLite store on the module that this runtime has: `node:sqlite`, or `bun:sqlite`. Prints the results as a line
 * of JSON. Must not need Node's vitest: it runs in other versions and in Bun.
 *
 * @module
 */
import { runStoreCase, sweptStoreCases } from '@paystablecoin/adapter-contract/stores'
import { createSqliteDeduplication, createTable } from '@paystablecoin/stores/sqlite'
import { openRuntimeSqlite } from './runtime-sqlite.ts'

const query = await openRuntimeSqlite(process.argv[2] ?? '', createTable)

for (const [topic, cases] of Object.entries(sweptStoreCases)) {
  for (const storeCase of cases) {
    const open = (options: { readonly ttlMs: number }) =>
      createSqliteDeduplication({ ...options, query })
    const error = await runStoreCase(storeCase, open).then(() => undefined, String)
    process.stdout.write(`${JSON.stringify({ topic, title: storeCase.title, error })}\n`)
  }
}
