import { describeStore } from '@paystablecoin/adapter-contract/stores/vitest'
import { createPostgresDeduplication, createTable } from '@paystablecoin/stores/postgres'
import type { PostgresDeduplicationOptions } from '@paystablecoin/stores/postgres'
import { Pool } from 'pg'
import postgres from 'postgres'
import { afterAll } from 'vitest'
import { startPgBouncer, startPostgres } from '../../src/servers/index.ts'

type Query = PostgresDeduplicationOptions['query']

const server = await startPostgres()
const bouncer = await startPgBouncer(server)
const serializable = await startPostgres({ default_transaction_isolation: 'serializable' })
const closers: (() => Promise<unknown>)[] = []

afterAll(async () => {
  await Promise.all(closers.map((close) => close()))
  await Promise.all([server, bouncer, serializable].map((each) => each.stop()))
})

await queryByPg(server.url)(createTable, [])
await queryByPg(serializable.url)(createTable, [])

describeOn('pg', queryByPg(server.url))
describeOn('postgres.js', queryByPostgresJs(server.url))
describeOn('pg through PgBouncer', queryByPg(bouncer.url))
describeOn('postgres.js through PgBouncer', queryByPostgresJs(bouncer.url))
describeOn('pg on a serializable database', queryByPg(serializable.url))

function describeOn(name: string, query: Query): void {
  describeStore(name, (options) => createPostgresDeduplication({ ...options, query }), {
    hasSweep: true,
  })
}

function queryByPg(url: string): Query {
  const pool = new Pool({ connectionString: url, max: 10 })
  closers.push(() => pool.end())
  return (text, params) => pool.query(text, params.length === 0 ? undefined : params)
}

function queryByPostgresJs(url: string): Query {
  const sql = postgres(url, { max: 10, prepare: false })
  closers.push(() => sql.end())
  return async (text, params) => ({ rows: await sql.unsafe(text, params) })
}
