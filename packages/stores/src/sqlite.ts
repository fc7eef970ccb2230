/**
 * The store on SQLite, D1 included: one table, one statement for each operation, the database's clock.
 * Must not know a driver.
 *
 * @module
 */
import { toDeduplication } from './engine.ts'
import { run, toCaller } from './run.ts'
import type { Failure } from './run.ts'
import type {
  ClaimResult,
  SharedDeduplication,
  SharedDeduplicationOptions,
  SweptDeduplication,
} from './shared-deduplication.ts'
import { createTable } from './sqlite-statements.ts'
import * as statements from './sqlite-statements.ts'
import { StoreError } from './store-error.ts'
import type { StoreOperation } from './store-error.ts'
import { sweepAll, sweepSometimes } from './sweep.ts'

export { createTable, StoreError }
export type { ClaimResult, SharedDeduplication, SharedDeduplicationOptions }
export type { StoreOperation, SweptDeduplication }

/** How the store reaches the database. */
export interface SqliteDeduplicationOptions extends SharedDeduplicationOptions {
  /** Runs one statement and gives its rows: `(text, params) => database.prepare(text).all(...params)` with node:sqlite. */
  readonly query: (
    text: string,
    params: (string | number)[],
  ) => readonly unknown[] | Promise<readonly unknown[]>
}

/**
 * A deduplication store in SQLite or D1, for all instances that use the same database. Its table is `createTable`.
 *
 * @throws {TypeError} Names the option that is wrong.
 *
 * @example
 * ```ts
 * import { createWebhookReceiver } from '@paystablecoin/core'
 * import { createSqliteDeduplication } from '@paystablecoin/stores/sqlite'
 *
 * declare const DB: import('@cloudflare/workers-types').D1Database
 *
 * const receiver = createWebhookReceiver({
 *   apiSecret: 'your-api-secret',
 *   merchantId: '1000',
 *   deduplication: createSqliteDeduplication({
 *     query: async (text, params) => (await DB.prepare(text).bind(...params).all()).results,
 *   }),
 *   onEvent: (event) => console.log(event.kind),
 * })
 * ```
 */
export function createSqliteDeduplication(options: SqliteDeduplicationOptions): SweptDeduplication {
  const { caller, ttlMs } = toCaller('query', options, explain)

  async function send(
    operation: StoreOperation,
    text: string,
    params: (string | number)[],
    undo?: () => unknown,
  ): Promise<readonly unknown[]> {
    const rows: unknown = await run(caller, operation, () => options.query(text, params), undo)
    if (Array.isArray(rows)) return rows
    throw new TypeError('query must give an array of rows')
  }

  function release(key: string, token: string): Promise<unknown> {
    return send('release', statements.RELEASE, [key, token])
  }

  async function sweepOnce(): Promise<number> {
    return (await send('sweep', statements.SWEEP, [ttlMs])).length
  }

  const deduplication = toDeduplication({
    claim: async (key, token, leaseMs) => {
      const [row] = await send('claim', statements.CLAIM, [key, token, leaseMs], () =>
        release(key, token),
      )
      const { token: holder }: { token?: unknown } = Object(row)
      if (holder === null) return 'done'
      return holder === token ? 'claimed' : 'in-flight'
    },
    complete: async (key, token, poorer) => {
      const keys = JSON.stringify([...poorer, key])
      await send('complete', statements.COMPLETE, [ttlMs, keys, key, token])
      await sweepSometimes(token, sweepOnce)
    },
    release,
    extend: (key, token, leaseMs) => send('extend', statements.EXTEND, [leaseMs, key, token]),
  })
  return { ...deduplication, sweep: () => sweepAll(sweepOnce) }
}

function explain({ message }: Failure): string | undefined {
  if (/no such table/i.test(message)) return `Run this migration:\n${createTable}`
  if (!/no column|no such column|any PRIMARY KEY|NOT NULL constraint/i.test(message))
    return undefined
  return `The table paystablecoin_deduplication is of another version. Drop it and run this migration:\n${createTable}`
}
