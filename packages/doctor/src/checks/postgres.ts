/**
 * PostgreSQL: is it there, and has it the table of a store or the schema of an inbox.
 * Changes nothing: what it writes is never committed.
 *
 * @module
 */
import { createPostgresDeduplication, StoreError } from '@paystablecoin/stores/postgres'
import type { FindingId } from '../findings/index.ts'
import type { Settings } from '../options.ts'
import type { Finding } from '../report.ts'
import { find } from '../report.ts'
import { codeOf } from './connection.ts'
import { checkPgBoss } from './pg-boss.ts'
import { loadPg } from './pg-client.ts'
import type { Connect, PgClient } from './pg-client.ts'

const NO_TABLE = '42P01'
// A column, a type or the primary key differs.
const OTHER_TABLE = /^(?:42703|42804|42883|42P10|23502)$/

/** Checks the database, when there is a connection string. */
export async function checkPostgres(settings: Settings): Promise<readonly Finding[]> {
  if ((settings.databaseUrl ?? '') === '') return [find('postgres', 'postgres-not-set')]
  const connect = await loadPg(settings)
  if (connect === undefined) return [find('postgres', 'postgres-no-driver')]
  try {
    return await checkContents(connect)
  } catch (error) {
    return [find('postgres', 'postgres-unreachable', codeOf(error))]
  }
}

async function checkContents(connect: Connect): Promise<readonly Finding[]> {
  const code = await connect(claimCode)
  const pgBoss = await connect(checkPgBoss)
  if (code !== NO_TABLE) return [judgeTable(code), pgBoss]
  const isInbox = pgBoss.id !== 'pg-boss-not-used'
  const id = isInbox ? 'postgres-table-not-used' : 'postgres-table-missing'
  return [find('postgres', id), pgBoss]
}

/** Claims an event in a transaction that ends with its connection; the code of the error, if there was one. */
async function claimCode(client: PgClient): Promise<string | undefined> {
  const store = createPostgresDeduplication({
    query: (text, params) => client.query(text, params),
  })
  await client.query('begin')
  try {
    await store.claim(`doctor:${crypto.randomUUID()}`, 60_000)
    return undefined
  } catch (error) {
    if (error instanceof StoreError) return error.code ?? 'no code'
    throw error
  }
}

function judgeTable(code: string | undefined): Finding {
  if (code === undefined) return find('postgres', 'postgres-table-right')
  const id: FindingId = OTHER_TABLE.test(code)
    ? 'postgres-table-other-version'
    : 'postgres-table-unusable'
  return find('postgres', id, code)
}
