/**
 * The store on PostgreSQL: one table, one statement for each operation, the server's clock.
 * Must not know a driver.
 *
 * @module
 */
import { toDeduplication } from './engine.ts'
import { createTable } from './postgres-statements.ts'
import * as statements from './postgres-statements.ts'
import { toCaller, run } from './run.ts'
import type { Failure } from './run.ts'
import type {
  ClaimResult,
  SharedDeduplication,
  SharedDeduplicationOptions,
  SweptDeduplication,
} from './shared-deduplication.ts'
import { StoreError } from './store-error.ts'
import type { StoreOperation } from './store-error.ts'
import { sweepAll, sweepSometimes } from './sweep.ts'

export { createTable, StoreError }
export type { ClaimResult, SharedDeduplication, SharedDeduplicationOptions }
export type { StoreOperation, SweptDeduplication }

/** How the store reaches the database. */
export interface PostgresDeduplicationOptions extends SharedDeduplicationOptions {
  /** Runs one statement on the primary server, in a transaction of its own: `(text, params) => pool.query(text, params)`. */
  readonly query: (text: string, params: (string | number)[]) => Promise<PostgresResult>
}

/** The result of a statement, as `pg` gives it. */
export interface PostgresResult {
  readonly rows: readonly unknown[]
}

// What the statements return, each one of them at most.
interface Row {
  readonly state?: ClaimResult['state']
  readonly deleted?: number
}

// Each lost try is one that another caller won.
const MAX_TRIES = 20
const WRONG_RESULT = 'query must resolve with an object that has `rows`, as that of pg does'

/**
 * A deduplication store in PostgreSQL, for all instances that use the same database. Its table is `createTable`.
 *
 * @throws {TypeError} Names the option that is wrong.
 *
 * @example
 * ```ts
 * import { createWebhookReceiver } from '@paystablecoin/core'
 * import { createPostgresDeduplication } from '@paystablecoin/stores/postgres'
 * import { Pool } from 'pg'
 *
 * const pool = new Pool({ connectionString: 'postgres://127.0.0.1/shop' })
 * const receiver = createWebhookReceiver({
 *   apiSecret: 'your-api-secret',
 *   merchantId: '1000',
 *   deduplication: createPostgresDeduplication({ query: (text, params) => pool.query(text, params) }),
 *   onEvent: (event) => console.log(event.kind),
 * })
 * ```
 */
export function createPostgresDeduplication(
  options: PostgresDeduplicationOptions,
): SweptDeduplication {
  const { caller, ttlMs } = toCaller('query', options, explain)

  // Tried again within one call: what was refused has changed nothing, and must not be undone while it is tried again.
  async function query(text: string, params: (string | number)[]): Promise<PostgresResult> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await options.query(text, params)
      } catch (error) {
        if (tries === MAX_TRIES || !isConflict(error)) throw error
      }
    }
  }

  async function send(
    operation: StoreOperation,
    text: string,
    params: (string | number)[],
    undo?: () => unknown,
  ): Promise<Row> {
    const result: unknown = await run(caller, operation, () => query(text, params), undo)
    const { rows }: { rows?: unknown } = Object(result)
    if (Array.isArray(rows)) return Object(rows[0])
    throw new TypeError(WRONG_RESULT)
  }

  function release(key: string, token: string): Promise<Row> {
    return send('release', statements.RELEASE, [key, token])
  }

  async function sweepOnce(): Promise<number> {
    const { deleted = 0 } = await send('sweep', statements.SWEEP, [ttlMs])
    return deleted
  }

  const deduplication = toDeduplication({
    claim: async (key, token, leaseMs) => {
      try {
        const { state } = await send('claim', statements.CLAIM, [key, token, leaseMs], () =>
          release(key, token),
        )
        if (state === undefined) throw new TypeError(WRONG_RESULT)
        return state
      } catch (error) {
        // Many want the event, and one of them has it; the resend finds out.
        if (isConflict(error)) return 'in-flight'
        throw error
      }
    },
    complete: async (key, token, poorer) => {
      const params = [key, token, ttlMs, JSON.stringify(poorer)]
      await send('complete', statements.COMPLETE, params)
      await sweepSometimes(token, sweepOnce)
    },
    release,
    extend: (key, token, leaseMs) => send('extend', statements.EXTEND, [key, token, leaseMs]),
  })
  return { ...deduplication, sweep: () => sweepAll(sweepOnce) }
}

// A serialization failure or a deadlock: nothing was changed.
function isConflict(error: unknown): boolean {
  const { code }: { code?: unknown } = Object(error)
  return code === '40001' || code === '40P01'
}

// No such table; a column, a type or the primary key differs.
function explain({ code }: Failure): string | undefined {
  if (code === '42P01') return `Run this migration:\n${createTable}`
  if (!/^(?:42703|42804|42883|42P10|23502)$/.test(String(code))) return undefined
  return `The table paystablecoin_deduplication is of another version. Drop it and run this migration:\n${createTable}`
}
