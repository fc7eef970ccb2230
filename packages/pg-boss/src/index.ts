/**
 * The entry `@paystablecoin/pg-boss`: an inbox on pg-boss, and the transaction of a `pg` pool.
 *
 * @module
 */
export { createPgBossInbox } from './create-inbox.ts'
export type {
  PgBossInbox,
  PgBossInboxOptions,
  Transaction,
  WorkContext,
  WorkOptions,
} from './options.ts'
export { pgTransaction } from './pg-transaction.ts'
export type { PgClient, PgPool } from './pg-transaction.ts'
