/**
 * Inboxes on PGlite, as processes that share a database: each has a pg-boss of its own.
 *
 * @module
 */
import type { PGlite } from '@electric-sql/pglite'
import type { OpenEngine } from '@paystablecoin/adapter-contract/inbox'
import { fromPglite, PgBoss } from 'pg-boss'
import { createPgBossInbox } from '../../src/index.ts'
import type { PgBossInboxOptions, Transaction } from '../../src/index.ts'

/** The transactions of a PGlite. */
export function pgliteTransaction(
  pglite: PGlite,
): Transaction<Parameters<Parameters<PGlite['transaction']>[0]>[0]> {
  return (run) => pglite.transaction((tx) => run(tx, fromPglite(tx)))
}

/** Opens inboxes on one PGlite. */
export function createPgliteEngine(pglite: PGlite, options: PgBossInboxOptions = {}): OpenEngine {
  return async ({ queue, retryLimit, onError, hooks }) => {
    const boss = new PgBoss({ db: fromPglite(pglite), backend: 'pglite' })
    const inbox = createPgBossInbox(boss, { queue, retryLimit, onError, hooks, ...options })
    await inbox.start()
    return {
      inbox,
      // A transaction holds PGlite's only connection, so a handler that waits in one would stop every put.
      work: (onEvent) => inbox.workAtLeastOnce({}, onEvent),
      async close() {
        await inbox.stop()
        await boss.stop({ graceful: false })
      },
    }
  }
}
