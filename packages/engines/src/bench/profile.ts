/**
 * Where the time of a put goes, by PostgreSQL's own account.
 *
 * @module
 */
import { Client } from 'pg'
import type { Server } from '../servers/index.ts'
import { measureAnswers } from './answers.ts'
import { createClaimsByHand, createInboxByHand } from './by-hand.ts'
import { openEngines, receiveInto, receiveWith } from './engines.ts'

/** Settings of a server whose statements can be profiled. Until `printProfile` nothing is counted. */
export const PROFILED = {
  shared_preload_libraries: 'pg_stat_statements',
  'pg_stat_statements.track': 'none',
  'pg_stat_statements.track_planning': 'on',
}

/** How each statement begins. */
const STATEMENTS = {
  'the `INSERT` by hand': 'INSERT INTO by_hand VALUES',
  'pg-boss, its `insert`': 'WITH ins AS',
  'the claim by hand': 'INSERT INTO by_hand_claims VALUES',
  'the claim of `stores/postgres`': 'with won as',
  'the completion by hand': 'INSERT INTO by_hand_claims SELECT',
  'the completion of `stores/postgres`': 'with held as',
}

/** Answers webhooks one at a time, and prints what each statement took of that, without the commit. */
export async function printProfile(postgres: Server, redis: Server, print: (line: string) => void) {
  const client = new Client({ connectionString: postgres.url })
  await client.connect()
  await client.query(
    `CREATE EXTENSION pg_stat_statements; ALTER DATABASE postgres SET pg_stat_statements.track = 'top'`,
  )
  // Connections of their own: the setting is for those that come later.
  const { pool, pgBoss, storePostgres, close } = await openEngines(postgres.url, redis.url)
  const receivers = [
    receiveInto(createInboxByHand(pool)),
    receiveInto(pgBoss),
    receiveWith(createClaimsByHand(pool)),
    receiveWith(storePostgres),
  ]
  const named = new Map(receivers.map((receiver, index) => [String(index), receiver]))
  await measureAnswers(named, { rounds: 9, webhooks: 50, atOnce: 1 })
  await close()
  print('\n| one at a time | planning | execution |\n|---|---|---|')
  for (const [name, beginning] of Object.entries(STATEMENTS)) {
    print(`| ${name} | ${(await readProfile(client, beginning)).join(' | ')} |`)
  }
  await client.end()
}

async function readProfile(client: Client, beginning: string): Promise<string[]> {
  const { rows } = await client.query<{ plan: number; execution: number }>(
    String.raw`SELECT mean_plan_time AS plan, mean_exec_time AS execution FROM pg_stat_statements
    WHERE starts_with(ltrim(query, E' \n'), $1) ORDER BY calls DESC LIMIT 1`,
    [beginning],
  )
  return rows.flatMap(({ plan, execution }) => [plan, execution].map((ms) => `${ms.toFixed(2)} ms`))
}
