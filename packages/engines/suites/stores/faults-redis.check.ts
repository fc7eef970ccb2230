import { openStoreShop } from '@paystablecoin/adapter-contract/stores'
import { createRedisDeduplication } from '@paystablecoin/stores/redis'
import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startRedis } from '../../src/servers/index.ts'
import type { Server } from '../../src/servers/index.ts'

let server: Server
let close: (() => void)[] = []

beforeAll(async () => {
  server = await startRedis({ appendfsync: 'always' })
})

afterEach(() => {
  for (const each of close) each()
  close = []
})

afterAll(() => server.stop())

describe.each([
  ['ioredis', openIoredis],
  ['node-redis', openNodeRedis],
])('while Redis is away, a shop with %s', (name, open) => {
  it('that starts without it answers 500 with a sentence, and 200 when it is back', async () => {
    await server.kill()
    const shop = openStoreShop(open(server.url))
    expect(await shop.send(`ABSENT ${name}`)).toBe(500)
    expect(shop.handled).toEqual([])
    expect(shop.problems[0]?.outcome).toBe('unavailable')
    expect(String(shop.problems[0]?.error)).toContain('`evaluate` failed: ')
    await server.start()
    await expect.poll(() => shop.send(`ABSENT ${name}`), { timeout: 20_000 }).toBe(200)
    expect(shop.handled).toEqual([`ABSENT ${name}`])
  })

  it('that loses it answers 500, and 200 when it is back, and remembers what was done', async () => {
    const shop = openStoreShop(open(server.url))
    await expect.poll(() => shop.send(`KEPT ${name}`), { timeout: 20_000 }).toBe(200)
    await server.kill()
    expect(await shop.send(`LATER ${name}`)).toBe(500)
    await server.start()
    await expect.poll(() => shop.send(`LATER ${name}`), { timeout: 20_000 }).toBe(200)
    expect(await shop.send(`KEPT ${name}`)).toBe(200)
    expect(shop.handled).toEqual([`KEPT ${name}`, `LATER ${name}`])
  })

  it('that loses it while the handler runs answers 200 and reports `unrecorded`', async () => {
    const shop = openStoreShop(open(server.url), () => server.kill())
    await expect.poll(() => shop.send(`UNRECORDED ${name}`), { timeout: 20_000 }).toBe(200)
    expect(shop.problems.at(-1)?.outcome).toBe('unrecorded')
    await server.start()
  })
})

describe('Redis', () => {
  it('out of memory is answered with 500', async () => {
    const small = await startRedis({ maxmemory: '1', 'maxmemory-policy': 'noeviction' })
    const shop = openStoreShop(openIoredis(small.url))
    expect(await shop.send('FULL')).toBe(500)
    expect(String(shop.problems[0]?.error)).toContain('OOM')
    await small.stop()
  })

  it('with values of another version is rejected by name', async () => {
    const redis = new Redis(server.url)
    close.push(() => redis.disconnect())
    const store = openIoredis(server.url)
    const key = `["1000",${crypto.randomUUID()}]`
    await redis.set(`{paystablecoin}:${key}`, 'v9:claimed')
    await expect(store.claim(key, 60_000)).rejects.toThrow(/of another version.*`prefix`/)
  })

  it('keeps claims and records with an end', async () => {
    const redis = new Redis(server.url)
    close.push(() => redis.disconnect())
    const store = openIoredis(server.url)
    const key = `["1000",${crypto.randomUUID()}]`
    const claim = await store.claim(key, 60_000)
    expect(await redis.pttl(`{paystablecoin}:${key}`)).toBeGreaterThan(86_400_000)
    await store.complete(key, claim.state === 'claimed' ? claim.token : '', [`${key}poorer`])
    expect(await redis.pttl(`{paystablecoin}:${key}`)).toBeLessThanOrEqual(86_400_000)
    expect(await redis.pttl(`{paystablecoin}:${key}poorer`)).toBeGreaterThan(86_300_000)
  })
})

describe('two receivers with one store', () => {
  it('handle each of 1,000 webhooks once, that are sent to both at once', async () => {
    const shops = [openIoredis, openNodeRedis].map((open) => openStoreShop(open(server.url)))
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

function openIoredis(url: string) {
  const redis = new Redis(url, { maxRetriesPerRequest: 1 })
  redis.on('error', () => undefined)
  close.push(() => redis.disconnect())
  return createRedisDeduplication({
    evaluate: (script, keys, args) => redis.eval(script, keys.length, ...keys, ...args),
    timeoutMs: 2_000,
  })
}

function openNodeRedis(url: string) {
  const client = createClient({ url })
  client.on('error', () => undefined)
  // Rejects only when the client is destroyed before it has connected.
  client.connect().catch(() => undefined)
  close.push(() => client.destroy())
  return createRedisDeduplication({
    evaluate: (script, keys, args) => client.eval(script, { keys, arguments: args }),
    timeoutMs: 2_000,
  })
}
