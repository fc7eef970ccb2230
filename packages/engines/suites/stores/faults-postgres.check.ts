import { openStoreShop } from '@paystablecoin/adapter-contract/stores'
import { createPostgresDeduplication, createTable } from '@paystablecoin/stores/postgres'
import { Pool } from 'pg'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startPgBouncer, startPostgres } from '../../src/servers/index.ts'
import type { Server } from '../../src/servers/index.ts'

let server: Server
let bouncer: Server
let close: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  server = await startPostgres()
  bouncer = await startPgBouncer(server, 2)
  const { pool } = openPg(server)
  await pool.query(createTable)
})

afterEach(async () => {
  await Promise.all(close.map((each) => each()))
  close = []
})

afterAll(async () => {
  await bouncer.stop()
  await server.stop()
})

describe.each([
  ['pg', (to: Server) => openPg(to).store],
  ['postgres.js', openPostgresJs],
])('while PostgreSQL is away, a shop with %s', (name, open) => {
  it('that starts without it answers 500 with a sentence, and 200 when it is back', async () => {
    await server.kill()
    const shop = openStoreShop(open(server))
    expect(await shop.send(`ABSENT ${name}`)).toBe(500)
    expect(shop.handled).toEqual([])
    expect(shop.problems[0]?.outcome).toBe('unavailable')
    expect(String(shop.problems[0]?.error)).toMatch(/`query` failed: .*127\.0\.0\.1:\d+/)
    expect(String(shop.problems[0]?.error)).not.toContain('a-password')
    await server.start()
    await expect.poll(() => shop.send(`ABSENT ${name}`), { timeout: 20_000 }).toBe(200)
    expect(shop.handled).toEqual([`ABSENT ${name}`])
  })

  it('that loses it answers 500, and 200 when it is back, and remembers what was done', async () => {
    const shop = openStoreShop(open(server))
    expect(await shop.send(`KEPT ${name}`)).toBe(200)
    await server.kill()
    expect(await shop.send(`LATER ${name}`)).toBe(500)
    await server.start()
    await expect.poll(() => shop.send(`LATER ${name}`), { timeout: 20_000 }).toBe(200)
    expect(await shop.send(`KEPT ${name}`)).toBe(200)
    expect(shop.handled).toEqual([`KEPT ${name}`, `LATER ${name}`])
  })

  it('that loses it while the handler runs answers 200 and reports `unrecorded`', async () => {
    const shop = openStoreShop(open(server), () => server.kill())
    expect(await shop.send(`UNRECORDED ${name}`)).toBe(200)
    expect(shop.problems).toMatchObject([{ outcome: 'unrecorded' }])
    expect(String(shop.problems[0]?.error)).toContain('may be handled again')
    await server.start()
  })
})

describe('an exhausted pool', () => {
  it('is answered with 500 in time, and recovers by itself', async () => {
    const { pool, store } = openPg(server, { max: 1, timeoutMs: 200 })
    const shop = openStoreShop(store)
    const taken = await pool.connect()
    expect(await shop.send('EXHAUSTED')).toBe(500)
    expect(String(shop.problems[0]?.error)).toContain('no answer in 200 ms')
    taken.release()
    // The claim that waited is carried out now, and then released.
    await expect.poll(() => shop.send('EXHAUSTED'), { timeout: 20_000 }).toBe(200)
    expect(shop.handled).toEqual(['EXHAUSTED'])
  })

  it('with a limit of its own says so', async () => {
    const { pool, store } = openPg(server, { max: 1, connectionTimeoutMillis: 50 })
    const shop = openStoreShop(store)
    const taken = await pool.connect()
    expect(await shop.send('LIMITED')).toBe(500)
    expect(String(shop.problems[0]?.error)).toContain('timeout exceeded when trying to connect')
    taken.release()
    expect(await shop.send('LIMITED')).toBe(200)
  })

  it('of PgBouncer with two connections serves 100 webhooks at once', async () => {
    const { store } = openPg(bouncer, { max: 20 })
    const shop = openStoreShop(store)
    const orders = Array.from({ length: 100 }, (_, index) => `BOUNCED_${index}`)
    const statuses = await Promise.all(orders.map(shop.send))
    expect(new Set(statuses)).toEqual(new Set([200]))
    expect(shop.handled.toSorted()).toEqual(orders.toSorted())
  })
})

describe('two receivers with one store', () => {
  it('handle each of 1,000 webhooks once, that are sent to both at once', async () => {
    const shops = [openStoreShop(openPg(server).store), openStoreShop(openPg(bouncer).store)]
    const orders = Array.from({ length: 1_000 }, (_, index) => `BOTH_${index}`)
    for (let start = 0; start < orders.length; start += 50) {
      const some = orders.slice(start, start + 50)
      const statuses = await Promise.all(shops.flatMap((shop) => some.map(shop.send)))
      expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([])
    }
    const handled = shops.flatMap((shop) => shop.handled)
    expect(handled.toSorted()).toEqual(orders.toSorted())
  })
})

interface PoolOptions {
  readonly max?: number
  readonly connectionTimeoutMillis?: number
  readonly timeoutMs?: number
}

function openPg({ url }: Server, { timeoutMs, ...options }: PoolOptions = {}) {
  const pool = new Pool({ connectionString: url, ...options })
  // An idle connection that breaks is reported here; without a listener it ends the process.
  pool.on('error', () => undefined)
  close.push(() => pool.end())
  const query = (text: string, params: (string | number)[]) => pool.query(text, params)
  return { pool, store: createPostgresDeduplication({ query, timeoutMs }) }
}

function openPostgresJs({ url }: Server) {
  const sql = postgres(url, { prepare: false })
  close.push(() => sql.end({ timeout: 1 }))
  return createPostgresDeduplication({
    query: async (text, params) => ({ rows: await sql.unsafe(text, params) }),
    timeoutMs: 2_000,
  })
}
