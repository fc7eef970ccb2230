/**
 * The schema of pg-boss and the queue of an inbox.
 * Only reads.
 *
 * @module
 */
import type { Finding } from '../report.ts'
import { find } from '../report.ts'
import { codeOf } from './connection.ts'
import type { PgClient } from './pg-client.ts'

/** The version of the schema that pg-boss 12.38 has, the oldest that the inbox works with. */
const OLDEST_SCHEMA = 46

/** Checks the schema `pgboss`, when there is one. */
export async function checkPgBoss(client: PgClient): Promise<Finding> {
  try {
    const [table] = await rowsOf(client, "select to_regclass('pgboss.version') as name")
    if (table?.['name'] === null) return find('pg-boss', 'pg-boss-not-used')
    const [schema] = await rowsOf(client, 'select version from pgboss.version')
    const version = Number(schema?.['version'])
    if (!(version >= OLDEST_SCHEMA)) return find('pg-boss', 'pg-boss-old', `version ${version}`)
    const queues = await rowsOf(client, "select 1 from pgboss.queue where name = 'paystablecoin'")
    return find('pg-boss', queues.length > 0 ? 'pg-boss-ready' : 'pg-boss-no-queue')
  } catch (error) {
    return find('pg-boss', 'pg-boss-unreadable', codeOf(error))
  }
}

async function rowsOf(client: PgClient, text: string): Promise<Record<string, unknown>[]> {
  const { rows } = await client.query(text)
  return rows.map((row): Record<string, unknown> => Object(row))
}
