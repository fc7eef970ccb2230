import { PGlite } from '@electric-sql/pglite'
import { createClient } from '@libsql/client'
import { openStoreShop } from '@paystablecoin/adapter-contract/stores'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { SWEEP } from '../src/postgres-statements.ts'
import { createPostgresDeduplication, createTable as createInPostgres } from '../src/postgres.ts'
import { createSqliteDeduplication, createTable as createInSqlite } from '../src/sqlite.ts'
import { SWEEP as SWEEP_SQLITE } from '../src/sqlite-statements.ts'
import type { SweptDeduplication } from '../src/sqlite.ts'

interface Database {
  /** A store whose statements with this word fail. */
  readonly store: (failing?: string) => SweptDeduplication
  /** Runs statements without parameters. */
  readonly run: (sql: string) => Promise<unknown>
  readonly count: () => Promise<number>
  readonly close: () => unknown
}

const COUNT = 'select count(*) as count from paystablecoin_deduplication'

async function openPglite(): Promise<Database> {
  const database = await PGlite.create()
  return {
    store: (failing) =>
      createPostgresDeduplication({
        query: async (text, params) => {
          failAt(text, failing)
          return database.query(text, params)
        },
      }),
    run: (sql) => database.exec(sql),
    count: async () => (await database.query<{ count: number }>(COUNT)).rows[0]?.count ?? -1,
    close: () => database.close(),
  }
}

async function openLibsql(): Promise<Database> {
  const client = createClient({ url: ':memory:' })
  return {
    store: (failing) =>
      createSqliteDeduplication({
        query: async (sql, args) => {
          failAt(sql, failing)
          return (await client.execute({ sql, args })).rows
        },
      }),
    run: (sql) => client.executeMultiple(sql),
    count: async () => Number((await client.execute(COUNT)).rows[0]?.['count']),
    close: () => client.close(),
  }
}

const DATABASES = [
  ['PGlite', openPglite, createInPostgres, "'epoch'"],
  ['libSQL', openLibsql, createInSqlite, '0'],
] as const

describe.each(DATABASES)('the table in %s', async (_name, open, createTable, longAgo) => {
  const database = await open()
  afterEach(() => database.run('drop table paystablecoin_deduplication'))
  afterAll(() => database.close())

  const fill = (rows: number): string => `insert into paystablecoin_deduplication (key, ends_at)
    with recursive n(i) as (select 1 union all select i + 1 from n where i < ${rows})
    select 'old ' || i, ${longAgo} from n`

  it('may be created again', async () => {
    await database.run(createTable)
    await database.store().claim('key', 60_000)
    await database.run(createTable)
    expect(await database.count()).toBe(1)
  })

  it('that is missing is reported with the migration, until it exists', async () => {
    const shop = openStoreShop(database.store())
    expect(await shop.send('ORDER_1')).toBe(500)
    expect(String(shop.problems[0]?.error)).toContain(`Run this migration:\n${createTable}`)
    await database.run(createTable)
    expect(await shop.send('ORDER_1')).toBe(200)
    expect(shop.handled).toEqual(['ORDER_1'])
  })

  it.each([
    ['other columns', 'key text primary key, done_at text'],
    ['no primary key', 'key text, token text, ends_at timestamptz'],
    ['one more column', 'key text primary key, token text, ends_at timestamptz, v int not null'],
  ])('of another version is rejected by name, with the migration: %s', async (_what, columns) => {
    await database.run(`create table paystablecoin_deduplication (${columns})`)
    const shop = openStoreShop(database.store())
    expect(await shop.send('ORDER_1')).toBe(500)
    expect(shop.handled).toEqual([])
    const message = String(shop.problems[0]?.error)
    expect(message).toContain('The table paystablecoin_deduplication is of another version')
    expect(message).toContain(createTable)
  })

  it('loses expired rows by a sweep, in batches', async () => {
    await database.run(createTable)
    const store = database.store()
    await store.claim('key', 60_000)
    await database.run(fill(4_500))
    expect(await store.sweep()).toBe(4_500)
    expect(await database.count()).toBe(1)
    expect(await store.sweep()).toBe(0)
  })

  it('loses 2,000 expired rows by one completion in 256', async () => {
    await database.run(createTable)
    await database.run(fill(2_500))
    const store = database.store()
    await store.complete('key', '01-not-this-token', [])
    expect(await database.count()).toBe(2_500)
    await store.complete('key', '00-this-token', [])
    expect(await database.count()).toBe(500)
  })

  it('is recorded in even when that sweep fails', async () => {
    await database.run(createTable)
    await database.run(
      `insert into paystablecoin_deduplication values ('key', '00-token', ${longAgo})`,
    )
    const store = database.store('delete')
    await store.complete('key', '00-token', [])
    expect(await store.claim('key', 60_000)).toEqual({ state: 'done' })
    await expect(store.sweep()).rejects.toThrow(/\(sweep\).*lock time-out.*Expired rows remain/)
  })
})

function failAt(text: string, failing: string | undefined): void {
  if (failing !== undefined && text.includes(failing)) throw new Error('lock time-out')
}

describe('a sweep', () => {
  it('in PostgreSQL finds what has expired by the index, and reads no row that is kept', async () => {
    const database = await PGlite.create()
    await database.exec(createInPostgres)
    await database.exec(`insert into paystablecoin_deduplication (key, ends_at)
      select n::text, clock_timestamp() + interval '1 day' from generate_series(1, 10000) n`)
    await database.exec('analyze paystablecoin_deduplication')
    const { rows } = await database.query(`explain ${SWEEP}`, [1000])
    const plan = JSON.stringify(rows)
    expect(plan).toContain('Index Scan using paystablecoin_deduplication_ends_at')
    expect(plan).not.toContain('Seq Scan')
    await database.close()
  })

  it('in SQLite finds what has expired by the index', async () => {
    const client = createClient({ url: ':memory:' })
    await client.executeMultiple(createInSqlite)
    const plan = await client.execute({ sql: `explain query plan ${SWEEP_SQLITE}`, args: [1000] })
    const rows = JSON.stringify(plan.rows)
    expect(rows).toContain('INDEX paystablecoin_deduplication_ends_at (ends_at<?)')
    expect(rows).not.toContain('SCAN')
    client.close()
  })
})

describe('a full disk', () => {
  it('is answered with 500, and with 200 when there is room again', async () => {
    const database = await openLibsql()
    await database.run(createInSqlite)
    await database.run('pragma max_page_count = 1')
    const shop = openStoreShop(database.store())
    const statuses: number[] = []
    for (let index = 0; index < 200 && !statuses.includes(500); index += 1) {
      statuses.push(await shop.send(`${'x'.repeat(200)}${index}`))
    }
    expect(statuses.at(-1)).toBe(500)
    const problem = shop.problems.find(({ outcome }) => outcome === 'unavailable')
    expect(String(problem?.error)).toMatch(/full.*The event was not handled/)
    await database.run('pragma max_page_count = 100000')
    expect(await shop.send('ROOM')).toBe(200)
    database.close()
  })
})
