import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMemoryDeduplication } from '../src/index.ts'
import type {
  ClaimResult,
  DeduplicationStore,
  MemoryDeduplicationOptions,
  PaymentEvent,
} from '../src/index.ts'
import { namespacedKey, poorerKeys } from '../src/payment/event-key.ts'
import { eventFromOrder } from '../src/payment/parse-event.ts'

const LEASE_MS = 60
const TTL_MS = 1000

function setUp(options: MemoryDeduplicationOptions = {}) {
  let nowMs = 1_790_000_000_000
  const evicted: string[] = []
  const store = createMemoryDeduplication({
    ttlMs: TTL_MS,
    now: () => nowMs,
    onEarlyEviction: (key) => void evicted.push(key),
    ...options,
  })
  const claim = (key: string, leaseMs = LEASE_MS): ClaimResult =>
    store.claim(key, leaseMs) as ClaimResult
  const claimToken = (key: string): string => {
    const claimed = claim(key)
    if (claimed.state !== 'claimed') throw new Error(`${key} is ${claimed.state}`)
    return claimed.token
  }
  const finish = (key: string): void => void store.complete(key, claimToken(key), [])
  const advance = (ms: number): void => void (nowMs += ms)
  return { store, claim, claimToken, finish, advance, evicted }
}

describe('a claim', () => {
  it('goes to one, and to nobody else until its lease ends', () => {
    const { claim, advance } = setUp()
    expect(claim('a')).toMatchObject({ state: 'claimed' })
    advance(LEASE_MS - 1)
    expect(claim('a')).toEqual({ state: 'in-flight' })
    expect(claim('b')).toMatchObject({ state: 'claimed' })
    advance(1)
    expect(claim('a')).toMatchObject({ state: 'claimed' })
  })

  it('that was completed is done until it is forgotten', () => {
    const { claim, finish, advance } = setUp()
    finish('a')
    advance(TTL_MS - 1)
    expect(claim('a')).toEqual({ state: 'done' })
    advance(1)
    expect(claim('a')).toMatchObject({ state: 'claimed' })
  })

  it('that was released goes to the next', () => {
    const { store, claim, claimToken } = setUp()
    void store.release('a', claimToken('a'))
    expect(claim('a')).toMatchObject({ state: 'claimed' })
  })

  it('can be completed late while nobody else has taken it', () => {
    const { store, claim, claimToken, advance } = setUp()
    const token = claimToken('a')
    advance(LEASE_MS * 5)
    void store.complete('a', token, [])
    expect(claim('a')).toEqual({ state: 'done' })
  })

  it('that another took over can neither be completed nor released with the old token', () => {
    const { store, claim, claimToken, advance } = setUp()
    const old = claimToken('a')
    advance(LEASE_MS)
    const token = claimToken('a')
    void store.release('a', old)
    void store.complete('a', old, [])
    expect(claim('a')).toEqual({ state: 'in-flight' })
    void store.complete('a', token, [])
    void store.release('a', token)
    expect(claim('a')).toEqual({ state: 'done' })
  })
})

describe('the memory', () => {
  it('forgets the oldest completed events first when there are too many, and says so', () => {
    const { claim, finish, evicted } = setUp({ maxEntries: 2 })
    for (const key of ['a', 'b', 'c']) finish(key)
    expect(evicted).toEqual(['a'])
    expect(claim('a')).toMatchObject({ state: 'claimed' })
    expect(claim('b')).toEqual({ state: 'done' })
  })

  it('says nothing of what it forgets in time', () => {
    const { finish, advance, evicted } = setUp({ maxEntries: 2 })
    finish('a')
    finish('b')
    advance(TTL_MS)
    finish('c')
    expect(evicted).toEqual([])
  })

  it('never evicts what is in flight', () => {
    const { claim, finish } = setUp({ maxEntries: 1 })
    claim('a')
    for (const key of ['b', 'c', 'd']) finish(key)
    expect(claim('a')).toEqual({ state: 'in-flight' })
  })

  it('keeps the latest of two reports of one payment where there is room for one, and forgets the older', () => {
    const { claim, finish, evicted } = setUp({ maxEntries: 1 })
    const [first, second] = ['["1","USDT"]', '["2","USDT"]'].map(
      (paid) => `["",["payment","ORDER_1","SUCCEEDED","PAY_1",${paid}]]`,
    )
    finish(String(first))
    finish(String(second))
    expect(claim(String(second))).toEqual({ state: 'done' })
    expect(evicted).toEqual([first])
  })

  it('keeps 50,000 events for 24 hours by default', () => {
    const { claim, finish, advance, evicted } = setUp({ maxEntries: undefined, ttlMs: undefined })
    for (let index = 0; index < 50_001; index += 1) finish(String(index))
    expect(evicted).toEqual(['0'])
    advance(86_399_999)
    expect(claim('1')).toEqual({ state: 'done' })
    advance(1)
    expect(claim('2')).toMatchObject({ state: 'claimed' })
  })

  it('gives up the claims of holders that were killed long ago', () => {
    const { store, claim, claimToken, advance } = setUp()
    const token = claimToken('a')
    advance(LEASE_MS + TTL_MS)
    claim('b')
    void store.complete('a', token, [])
    expect(claim('a')).toMatchObject({ state: 'claimed' })
  })

  it('counts the time of a claim that was taken over from then on', () => {
    const { store, claim, claimToken, advance } = setUp()
    claim('a')
    advance(LEASE_MS)
    const abandoned = claimToken('b')
    advance(TTL_MS)
    claim('a')
    advance(LEASE_MS)
    claim('c')
    void store.complete('b', abandoned, [])
    expect(claim('b')).toMatchObject({ state: 'claimed' })
  })

  it('counts the age of an event from when it was completed last', () => {
    const { claim, finish, advance, evicted } = setUp({ maxEntries: 2 })
    finish('a')
    advance(TTL_MS / 2)
    finish('b')
    advance(TTL_MS / 2)
    finish('a')
    finish('c')
    expect(evicted).toEqual(['b'])
    expect(claim('a')).toEqual({ state: 'done' })
  })

  it('runs on the real clock unless it is given one', () => {
    const store = createMemoryDeduplication()
    expect(store.claim('a', LEASE_MS)).toMatchObject({ state: 'claimed' })
    expect(store.claim('a', LEASE_MS)).toEqual({ state: 'in-flight' })
  })

  it.each([{ maxEntries: NaN }, { maxEntries: -1 }, { ttlMs: '24h' as unknown as number }])(
    'refuses %j',
    (options) => {
      const [name] = Object.keys(options)
      expect(() => createMemoryDeduplication(options)).toThrow(new RegExp(`^${name} must be`))
    },
  )
})

/** What a store must do, said as plainly as it can be: one record for each key. */
class Model {
  nowMs = 0
  records = new Map<string, { token?: string; leaseEndsAtMs: number; doneUntilMs: number }>()

  expectedClaim(key: string): ClaimResult['state'] {
    const record = this.records.get(key)
    if (record === undefined) return 'claimed'
    if (record.doneUntilMs > this.nowMs) return 'done'
    return record.token !== undefined && record.leaseEndsAtMs > this.nowMs ? 'in-flight' : 'claimed'
  }

  take(key: string, token: string): void {
    for (const record of this.records.values()) {
      if (record.leaseEndsAtMs + TTL_MS <= this.nowMs) delete record.token
    }
    this.records.set(key, { token, leaseEndsAtMs: this.nowMs + LEASE_MS, doneUntilMs: 0 })
  }

  finish(key: string, token: string, isDone: boolean): void {
    const record = this.records.get(key)
    if (record === undefined || record.token !== token) return
    const doneUntilMs = isDone ? this.nowMs + TTL_MS : record.doneUntilMs
    this.records.set(key, { leaseEndsAtMs: 0, doneUntilMs })
  }
}

interface Real {
  readonly store: DeduplicationStore
  readonly tokens: (readonly [key: string, token: string])[]
  readonly advance: (ms: number) => void
}

type Command = fc.Command<Model, Real>

const claimCommand = (key: string): Command => ({
  check: () => true,
  run: (model, real) => {
    const expected = model.expectedClaim(key)
    const claim = real.store.claim(key, LEASE_MS) as ClaimResult
    expect(claim.state).toBe(expected)
    if (claim.state !== 'claimed') return
    expect(real.tokens.map(([, token]) => token)).not.toContain(claim.token)
    real.tokens.push([key, claim.token])
    model.take(key, claim.token)
  },
  toString: () => `claim(${key})`,
})

// Any token that was ever given out may come back, also one that has lost its lease.
const finishCommand = (pick: number, isDone: boolean): Command => ({
  check: () => true,
  run: (model, real) => {
    const [key, token] = real.tokens[pick % Math.max(real.tokens.length, 1)] ?? ['a', 'no token']
    void (isDone ? real.store.complete(key, token, []) : real.store.release(key, token))
    model.finish(key, token, isDone)
  },
  toString: () => `${isDone ? 'complete' : 'release'}(${pick})`,
})

const advanceCommand = (ms: number): Command => ({
  check: () => true,
  run: (model, real) => {
    model.nowMs += ms
    real.advance(ms)
  },
  toString: () => `advance(${ms})`,
})

describe('the store in memory', () => {
  it('does what the plain model does, whatever comes in whatever order', () => {
    const commands = [
      fc.constantFrom('a', 'b', 'c').map(claimCommand),
      fc.tuple(fc.nat(20), fc.boolean()).map((parts) => finishCommand(...parts)),
      fc.constantFrom(1, LEASE_MS - 1, LEASE_MS, TTL_MS - 1, TTL_MS).map(advanceCommand),
    ]
    fc.assert(
      fc.property(fc.commands(commands, { maxCommands: 60 }), (steps) => {
        const { store, advance } = setUp()
        fc.modelRun(() => ({ model: new Model(), real: { store, tokens: [], advance } }), steps)
      }),
      { numRuns: 500 },
    )
  })
})

describe('an event with poorer reports', () => {
  it('makes duplicates of them, and is itself the last to be forgotten', () => {
    const { store, claim, claimToken } = setUp({ maxEntries: 2 })
    void store.complete('rich', claimToken('rich'), ['poor', 'poorest'])
    expect(claim('rich')).toEqual({ state: 'done' })
    expect(claim('poorest')).toEqual({ state: 'done' })
    expect(claim('poor')).toMatchObject({ state: 'claimed' })
  })

  it('lets a key that is completed again be remembered from then on', () => {
    const { store, claim, claimToken, advance } = setUp()
    void store.complete('first', claimToken('first'), ['poor'])
    advance(TTL_MS - 100)
    void store.complete('second', claimToken('second'), ['poor'])
    advance(200)
    void store.complete('third', claimToken('third'), [])
    expect(claim('first')).toMatchObject({ state: 'claimed' })
    expect(claim('poor')).toEqual({ state: 'done' })
  })
})

/** Reports of few orders, so that many say more or less of the same change, with texts that need escapes in a key. */
const ids = fc.constantFrom(
  '1',
  '"',
  '\\',
  '",null,null]]',
  'a","b',
  '["payment","1","PAID",',
  '\n',
)
const reports: fc.Arbitrary<PaymentEvent> = fc
  .record({
    id: ids,
    status: fc.constantFrom('PENDING', 'SUCCEEDED'),
    paymentOrderId: fc.option(ids),
    cryptoPaidAmount: fc.option(
      fc.oneof(ids, fc.record({ value: fc.constantFrom('1', '2.50'), currency: ids })),
    ),
  })
  .map(({ id, ...order }) => eventFromOrder(id, order))
/** The events of reports that lack what this one names: the payment, what was paid, both. */
function poorerReports({ id, data }: PaymentEvent): readonly PaymentEvent[] {
  const lacking = [
    { paymentOrderId: null },
    { cryptoPaidAmount: null },
    { paymentOrderId: null, cryptoPaidAmount: null },
  ]
  const reports = lacking.map((less) => eventFromOrder(data.merchantOrderId, { ...data, ...less }))
  const byId = new Map(reports.map((report) => [report.id, report]))
  byId.delete(id)
  return [...byId.values()]
}

const namespaces = fc.constantFrom('', '1000', '"', '",["payment","1","PAID",')

describe('reports of payments', () => {
  it('are duplicates of what was handled with the same key or as one of its poorer keys, and of nothing else', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(namespaces, reports), { maxLength: 40 }), (handled) => {
        const { store, claim } = setUp()
        const done = new Set<string>()
        for (const [namespace, event] of handled) {
          const key = namespacedKey(namespace, event.id)
          const claimed = claim(key)
          expect(claimed.state).toBe(done.has(key) ? 'done' : 'claimed')
          if (claimed.state !== 'claimed') continue
          const poorer = poorerReports(event).map(({ id }) => namespacedKey(namespace, id))
          expect(poorerKeys(key)).toEqual(poorer)
          void store.complete(key, claimed.token, poorer)
          for (const each of [key, ...poorer]) done.add(each)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('count one key each, however many are poorer', () => {
    const { store, claimToken, evicted } = setUp({ maxEntries: 2 })
    const key = (payment: string): string => `["",["payment","1","SUCCEEDED","${payment}",null]]`
    const poorest = '["",["payment","1","SUCCEEDED",null,null]]'
    for (const payment of ['a', 'b']) {
      void store.complete(key(payment), claimToken(key(payment)), [poorest])
    }
    expect(evicted).toEqual([])
    const other = '["",["payment","2","SUCCEEDED","c",null]]'
    void store.complete(other, claimToken(other), [])
    expect(evicted).toEqual([key('a'), key('b')])
  })
})
