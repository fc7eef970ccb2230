import { openStoreShop } from '@paystablecoin/adapter-contract/stores'
import type { DeduplicationStore } from '@paystablecoin/core'
import { describe, expect, it } from 'vitest'
import { createPostgresDeduplication } from '../src/postgres.ts'
import type { PostgresDeduplicationOptions } from '../src/postgres.ts'
import { createRedisDeduplication, StoreError } from '../src/redis.ts'
import { createSqliteDeduplication } from '../src/sqlite.ts'

interface Common {
  readonly ttlMs?: number
  readonly timeoutMs?: number
}

type Call = (text: string) => Promise<never>

const STORES: readonly [string, string, (call: Call, options?: Common) => DeduplicationStore][] = [
  ['postgres', 'query', (query, options) => createPostgresDeduplication({ ...options, query })],
  ['redis', 'evaluate', (evaluate, options) => createRedisDeduplication({ ...options, evaluate })],
  ['sqlite', 'query', (query, options) => createSqliteDeduplication({ ...options, query })],
]

function failWith(message: string, code?: string): Call {
  return () => Promise.reject(Object.assign(new Error(message), code === undefined ? {} : { code }))
}

describe.each(STORES)('the store on %s', (_name, option, open) => {
  it('is a store of core', () => {
    const store: DeduplicationStore = open(failWith('unused'))
    expect(Object.keys(store)).toEqual(
      expect.arrayContaining(['claim', 'complete', 'release', 'extend']),
    )
  })

  it.each([
    ['claim', 'The event was not handled', (store: DeduplicationStore) => store.claim('key', 1)],
    [
      'complete',
      'was handled, but may be handled again',
      (store: DeduplicationStore) => store.complete('key', 'token', []),
    ],
    [
      'release',
      'not handled again before its lease ends',
      (store: DeduplicationStore) => store.release('key', 'token'),
    ],
    [
      'extend',
      'may be handled again while its handler runs',
      (store: DeduplicationStore) => store.extend?.('key', 'token', 1),
    ],
  ])('says at %s what happened and what it means', async (operation, meaning, run) => {
    const store = open(failWith('connect ECONNREFUSED 127.0.0.1:5432', 'ECONNREFUSED'))
    const error: unknown = await Promise.resolve(run(store)).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(StoreError)
    expect(error).toMatchObject({ name: 'StoreError', operation, code: 'ECONNREFUSED' })
    expect(error).toHaveProperty('message', expect.stringContaining(`\`${option}\` failed`))
    expect(error).toHaveProperty('message', expect.stringContaining('127.0.0.1:5432'))
    expect(error).toHaveProperty('message', expect.stringContaining(meaning))
  })

  it('contains no password, in no property', async () => {
    const cause = Object.assign(new Error('cannot reach postgres://shop:s3cret@db.internal/shop'), {
      input: 'postgres://shop:s3cret@db.internal/shop',
    })
    const store = open(() => Promise.reject(cause))
    const error: unknown = await Promise.resolve(store.claim('key', 1)).catch(
      (reason: unknown) => reason,
    )
    expect(String(error)).toContain('//db.internal/shop')
    const all = Object.getOwnPropertyNames(error).map((name) => Reflect.get(Object(error), name))
    expect(all.join('\n')).not.toContain('s3cret')
  })

  it.each([
    [
      'an error with a code and no message',
      Object.assign(new Error(''), { code: 'E_ALL' }),
      'E_ALL',
    ],
    ['a text', 'broken', 'broken'],
    ['nothing', undefined, 'undefined'],
  ])('takes %s for an error', async (_what, reason, text) => {
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors
    const store = open(() => Promise.reject(reason))
    await expect(store.claim('key', 1)).rejects.toThrow(`failed: ${text}.`)
  })

  it('takes a function that throws for one that rejects', async () => {
    const store = open(() => {
      throw new Error('not connected')
    })
    await expect(store.claim('key', 1)).rejects.toThrow('not connected')
  })

  it('does not wait for a database that does not answer', async () => {
    const store = open(() => new Promise<never>(() => undefined), { timeoutMs: 20 })
    await expect(store.claim('key', 1)).rejects.toThrow('no answer in 20 ms')
  })

  it('releases a claim that was carried out too late', async () => {
    let answer: (result: never) => void = () => undefined
    const sent: string[] = []
    const released = new Promise<void>((resolve) => {
      const call: Call = (text) => {
        sent.push(text)
        if (sent.length === 2) resolve()
        return new Promise((settle) => (answer = settle))
      }
      const claim = open(call, { timeoutMs: 20 }).claim('key', 1)
      Promise.resolve(claim).catch(() => answer([] as never))
    })
    await released
    expect(sent[1]).toMatch(/delete from|DEL/)
  })

  it('makes the receiver answer 500, and name the option to `onError`', async () => {
    const shop = openStoreShop(open(failWith('connect ECONNREFUSED 127.0.0.1:5432')))
    expect(await shop.send('ORDER_1')).toBe(500)
    expect(shop.handled).toEqual([])
    expect(shop.problems).toMatchObject([
      { outcome: 'unavailable', error: { message: expect.stringContaining(`\`${option}\``) } },
    ])
  })

  it.each([
    ['ttlMs', { ttlMs: 0 }],
    ['ttlMs', { ttlMs: Number.NaN }],
    ['ttlMs', { ttlMs: Infinity }],
    ['timeoutMs', { timeoutMs: -1 }],
  ])('rejects a wrong %s by name: %j', (name, options) => {
    expect(() => open(failWith('unused'), options)).toThrow(
      new TypeError(`${name} must be a number of milliseconds above 0`),
    )
  })

  it('rejects a missing function by name', () => {
    const missing: Call = JSON.parse('null')
    expect(() => open(missing)).toThrow(new TypeError(`${option} must be a function`))
  })
})

describe('a wrong result', () => {
  // Whatever a driver gives, against the types.
  const answer =
    (result: string): (() => Promise<never>) =>
    async () =>
      JSON.parse(result) as never

  it.each(['[]', 'null', '{ "rows": 1 }', '{ "rows": [] }', '{ "rows": [{}] }'])(
    'of query is named by the store on PostgreSQL: %s',
    async (result) => {
      const store = createPostgresDeduplication({ query: answer(result) })
      await expect(store.claim('key', 1)).rejects.toThrow(/^query must resolve with an object/)
    },
  )

  it.each(['null', '{ "results": [] }'])(
    'of query is named by the store on SQLite: %s',
    async (result) => {
      const store = createSqliteDeduplication({ query: answer(result) })
      await expect(store.claim('key', 1)).rejects.toThrow(/^query must give an array of rows/)
    },
  )

  it('of evaluate is named by the store on Redis', async () => {
    const store = createRedisDeduplication({ evaluate: answer('null') })
    await expect(store.claim('key', 1)).rejects.toThrow(/^evaluate must resolve with/)
  })
})

describe('conflicts of transactions on PostgreSQL', () => {
  const conflict = failWith('could not serialize access', '40001')

  it.each(['40001', '40P01'])('that do not end make a claim in flight: %s', async (code) => {
    const store = createPostgresDeduplication({ query: failWith('conflict', code) })
    expect(await store.claim('key', 1)).toEqual({ state: 'in-flight' })
  })

  it('with what holds no event, as a sweep, let a claim be tried again, which is not undone', async () => {
    const sent: string[] = []
    const query: PostgresDeduplicationOptions['query'] = async (text) => {
      sent.push(text)
      return sent.length < 3 ? conflict('') : { rows: [{ state: 'claimed' }] }
    }
    const result = await createPostgresDeduplication({ query }).claim('key', 1)
    await new Promise((resolve) => setImmediate(resolve))
    expect(result).toMatchObject({ state: 'claimed' })
    expect(sent).toEqual([sent[0], sent[0], sent[0]])
  })

  it('make a write be tried again', async () => {
    let calls = 0
    const query: PostgresDeduplicationOptions['query'] = () =>
      ++calls < 3 ? conflict('') : Promise.resolve({ rows: [] })
    await createPostgresDeduplication({ query }).complete('key', 'token', [])
    expect(calls).toBe(3)
  })

  it('are thrown when they do not end', async () => {
    const store = createPostgresDeduplication({ query: conflict })
    await expect(store.release('key', 'token')).rejects.toMatchObject({ code: '40001' })
  })
})

describe('the prefix in Redis', () => {
  it('begins every key, in one hash slot by default', async () => {
    const sent: string[] = []
    const store = createRedisDeduplication({
      evaluate: async (_script, keys) => {
        sent.push(...keys)
        return 'claimed'
      },
    })
    await store.complete('key', 'token', ['poorer'])
    expect(sent).toEqual(['{paystablecoin}:key', '{paystablecoin}:poorer'])
  })

  it.each(['', 'shop:', '{}:'])('is rejected without a part in braces: %j', (prefix) => {
    const evaluate = failWith('unused')
    expect(() => createRedisDeduplication({ evaluate, prefix })).toThrow(/^prefix must have/)
  })
})
