/**
 * Deleting what has expired, for engines that do not forget by themselves.
 *
 * @module
 */
import { expectEqual } from '../../portable/expect.ts'
import type { StoreCase, StoreUnderTest } from '../store-case.ts'
import { expectState, finish, LONG_MS, pause, SHORT_MS, take } from '../support.ts'

export const sweepCases: readonly StoreCase[] = [
  {
    title: 'sweeps completed keys and their poorer keys after the ttl, and nothing else',
    run: async (t) => {
      const [brief, store] = [t.open({ ttlMs: SHORT_MS }), t.open()]
      await emptyOut(store)
      await finish(brief, t.key('old'), [t.key('old and poorer')])
      await finish(store, t.key('new'))
      await take(store, t.key('claimed'))
      await pause(3 * SHORT_MS)
      expectEqual(await sweep(store), 2, 'the number of swept keys')
      await expectState(store, t.key('new'), 'done')
      await expectState(store, t.key('claimed'), 'in-flight')
      await expectState(store, t.key('old'), 'claimed')
    },
  },
  {
    title:
      'sweeps a claim that nobody ended one ttl after its lease, so that a late holder may complete it',
    run: async (t) => {
      const [brief, store] = [t.open({ ttlMs: SHORT_MS }), t.open()]
      await emptyOut(brief)
      const late = await take(store, t.key('late'), SHORT_MS)
      await pause(4 * SHORT_MS)
      expectEqual(await sweep(store), 0, 'the number of swept keys')
      await store.complete(t.key('late'), late, [])
      await expectState(store, t.key('late'), 'done')
      await take(brief, t.key('abandoned'), SHORT_MS)
      await pause(4 * SHORT_MS)
      expectEqual(await sweep(brief), 1, 'the number of swept keys')
    },
  },
  {
    title: 'sweeps while keys are claimed and completed, and takes none of them',
    run: async (t) => {
      const [brief, store] = [t.open({ ttlMs: 1 }), t.open()]
      const keys = Array.from({ length: 50 }, (_, index) => t.key(String(index)))
      for (const key of keys) await finish(brief, key)
      await pause(SHORT_MS)
      const [claims] = await Promise.all([
        Promise.all(keys.map(async (key) => store.claim(key, LONG_MS))),
        sweep(store),
        sweep(brief),
      ])
      expectEqual(claims.filter(({ state }) => state === 'claimed').length, 50, 'claimed')
      for (const key of keys) await expectState(store, key, 'in-flight')
    },
  },
]

async function emptyOut(store: StoreUnderTest): Promise<void> {
  while ((await sweep(store)) > 0);
}

function sweep(store: StoreUnderTest): Promise<number> {
  if (store.sweep === undefined) throw new Error('this store has no sweep')
  return store.sweep()
}
