import { diagnose } from '@paystablecoin/doctor'
import type { DoctorOptions, Finding } from '@paystablecoin/doctor'
import { createPgBossInbox } from '@paystablecoin/pg-boss'
import { createTable } from '@paystablecoin/stores/postgres'
import { Redis } from 'ioredis'
import { Client } from 'pg'
import { PgBoss } from 'pg-boss'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startPostgres, startRedis } from '../../src/servers/index.ts'
import type { Server } from '../../src/servers/index.ts'

const OF_DATABASES = /^(?:postgres|pg-boss|redis)$/

/** What is said of databases that are set. */
async function examine(options: DoctorOptions): Promise<Pick<Finding, 'id' | 'status'>[]> {
  const report = await diagnose({ projectFolder: import.meta.dirname, ...options })
  expect(JSON.stringify(report)).not.toContain('a-password')
  return report.findings
    .filter(({ check, id }) => OF_DATABASES.test(check) && !id.endsWith('-not-set'))
    .map(({ id, status }) => ({ id, status }))
}

const idsOf = async (options: DoctorOptions): Promise<string[]> =>
  (await examine(options)).map(({ id }) => id)

describe('PostgreSQL', () => {
  let server: Server
  let client: Client
  let databaseUrl = ''

  beforeAll(async () => {
    server = await startPostgres()
    databaseUrl = server.url
    client = new Client({ connectionString: databaseUrl })
    await client.connect()
  })
  beforeEach(async () => {
    await client.query('drop table if exists paystablecoin_deduplication')
    await client.query('drop schema if exists pgboss cascade')
  })
  afterAll(async () => {
    await client.end()
    await server.stop()
  })

  async function startInbox(): Promise<void> {
    const boss = new PgBoss({ connectionString: databaseUrl })
    await createPgBossInbox(boss).start()
    await boss.stop({ graceful: false })
  }

  it('with the table of the store passes, and keeps no row', async () => {
    await client.query(createTable)
    expect(await idsOf({ databaseUrl })).toEqual(['postgres-table-right', 'pg-boss-not-used'])
    const { rows } = await client.query('select * from paystablecoin_deduplication')
    expect(rows).toEqual([])
  })

  it('without any table fails', async () => {
    expect(await idsOf({ databaseUrl })).toEqual(['postgres-table-missing', 'pg-boss-not-used'])
  })

  it.each([
    ['no primary key', 'key text, token text, ends_at timestamptz not null'],
    ['a column less', 'key text primary key, ends_at timestamptz not null'],
    ['another type', 'key text primary key, token text, ends_at bigint not null'],
  ])('with a table of another version fails: %s', async (_what, columns) => {
    await client.query(`create table paystablecoin_deduplication (${columns})`)
    const [first] = await idsOf({ databaseUrl })
    expect(first).toBe('postgres-table-other-version')
  })

  it('with a table that the role may not write fails', async () => {
    await client.query(createTable)
    await client.query(
      'drop role if exists reader; create role reader login; grant select on paystablecoin_deduplication to reader',
    )
    const asReader = databaseUrl.replace(/\/\/\w+/, '//reader')
    const [first] = await idsOf({ databaseUrl: asReader })
    await client.query('revoke all on paystablecoin_deduplication from reader; drop role reader')
    expect(first).toBe('postgres-table-unusable')
  })

  it('with an inbox of pg-boss passes', async () => {
    await startInbox()
    expect(await idsOf({ databaseUrl })).toEqual(['postgres-table-not-used', 'pg-boss-ready'])
  })

  it('with an inbox of another name is a warning', async () => {
    await startInbox()
    await client.query("update pgboss.queue set name = 'other' where name = 'paystablecoin'")
    expect((await idsOf({ databaseUrl })).at(-1)).toBe('pg-boss-no-queue')
  })

  it('with an older schema of pg-boss fails', async () => {
    await startInbox()
    await client.query('update pgboss.version set version = version - 1')
    expect((await idsOf({ databaseUrl })).at(-1)).toBe('pg-boss-old')
  })

  it('with a schema of pg-boss that cannot be read fails', async () => {
    await startInbox()
    await client.query('create role stranger login')
    const asStranger = databaseUrl.replace(/\/\/\w+/, '//stranger')
    expect((await idsOf({ databaseUrl: asStranger })).at(-1)).toBe('pg-boss-unreadable')
  })
})

describe('Redis', () => {
  async function examineWith(settings: Record<string, string>): Promise<string[]> {
    const server = await startRedis(settings)
    const ids = await idsOf({ redisUrl: server.url })
    const redis = new Redis(server.url)
    const keys = await redis.keys('*')
    redis.disconnect()
    await server.stop()
    expect(keys).toEqual([])
    return ids
  }

  it.each([
    ['keeps everything', { appendfsync: 'always' }, 'redis-keeps', 'redis-durable'],
    ['writes once a second', { appendfsync: 'everysec' }, 'redis-keeps', 'redis-last-second'],
    ['keeps no file', { appendonly: 'no' }, 'redis-keeps', 'redis-volatile'],
    [
      'evicts any key',
      { 'maxmemory-policy': 'allkeys-lru', appendfsync: 'always' },
      'redis-evicts',
      'redis-durable',
    ],
    [
      'evicts keys that expire, as those of a store do',
      { 'maxmemory-policy': 'volatile-ttl', appendfsync: 'always' },
      'redis-evicts',
      'redis-durable',
    ],
  ])('that %s is told', async (_what, settings: Record<string, string>, memory, persistence) => {
    expect(await examineWith(settings)).toEqual(['redis-usable', memory, persistence])
  })

  it('that wants a password fails, by its own word', async () => {
    const server = await startRedis({ requirepass: 'a-password' })
    const { findings } = await diagnose({
      redisUrl: server.url.replace('//', '//:other-password@'),
      projectFolder: import.meta.dirname,
    })
    await server.stop()
    const { id, detail } = findings.at(-1) ?? {}
    expect({ id, detail }).toEqual({ id: 'redis-unreachable', detail: 'WRONGPASS' })
    expect(JSON.stringify(findings)).not.toContain('other-password')
  })

  it('whose role may do little is told', async () => {
    const server = await startRedis()
    const redis = new Redis(server.url)
    await redis.acl('SETUSER', 'few', 'on', '>a-password', '~*', '+@all', '-eval', '-config')
    const redisUrl = server.url.replace('//', '//few:a-password@')
    const ids = await idsOf({ redisUrl })
    redis.disconnect()
    await server.stop()
    expect(ids).toEqual(['redis-unusable', 'redis-unknown'])
  })
})
