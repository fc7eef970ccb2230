/**
 * Who gets an event: claims, completions and releases of several instances.
 *
 * @module
 */
import { expectEqual } from '../../portable/expect.ts'
import type { StoreCase } from '../store-case.ts'
import { expectState, finish, LONG_MS, take, takeLater } from '../support.ts'

export const claimCases: readonly StoreCase[] = [
  {
    title: 'gives a key to the first who claims it, with a token',
    run: async (t) => {
      const token = await take(t.open(), t.key())
      expectEqual(token.length > 0, true, 'a token')
    },
  },
  {
    title: 'keeps a claimed key from the same and from another instance',
    run: async (t) => {
      const [one, two, key] = [t.open(), t.open(), t.key()]
      await take(one, key)
      await expectState(one, key, 'in-flight')
      await expectState(two, key, 'in-flight')
    },
  },
  {
    title: 'remembers a completed key in every instance',
    run: async (t) => {
      const [one, two, key] = [t.open(), t.open(), t.key()]
      await finish(one, key)
      await expectState(one, key, 'done')
      await expectState(two, key, 'done')
    },
  },
  {
    title: 'completes a claim through another instance that has its token',
    run: async (t) => {
      const [one, two, key] = [t.open(), t.open(), t.key()]
      await two.complete(key, await take(one, key), [])
      await expectState(one, key, 'done')
    },
  },
  {
    title: 'gives a released key to the next, with another token',
    run: async (t) => {
      const [one, two, key] = [t.open(), t.open(), t.key()]
      const first = await take(one, key)
      await one.release(key, first)
      expectEqual((await take(two, key)) === first, false, 'the same token')
    },
  },
  {
    title: 'does nothing for a token that never held the key',
    run: async (t) => {
      const [store, key] = [t.open(), t.key()]
      const foreign = await take(store, t.key('other'))
      await take(store, key)
      await store.complete(key, foreign, [])
      await store.release(key, foreign)
      await store.extend(key, foreign, LONG_MS)
      await expectState(store, key, 'in-flight')
    },
  },
  {
    title: 'does nothing for a key that was never claimed',
    run: async (t) => {
      const [store, key] = [t.open(), t.key()]
      const foreign = await take(store, t.key('other'))
      await store.complete(key, foreign, [t.key('poorer')])
      await store.release(key, foreign)
      await store.extend(key, foreign, LONG_MS)
      await expectState(store, t.key('poorer'), 'claimed')
      await expectState(store, key, 'claimed')
    },
  },
  {
    title: 'keeps a completed key done, whatever its former holder does',
    run: async (t) => {
      const [store, key] = [t.open(), t.key()]
      const token = await take(store, key)
      await store.complete(key, token, [])
      await store.release(key, token)
      await store.extend(key, token, LONG_MS)
      await store.complete(key, token, [])
      await expectState(store, key, 'done')
    },
  },
  {
    title: 'gives a key to one of 64 who claim it at once',
    run: async (t) => {
      const [one, two, key] = [t.open(), t.open(), t.key()]
      const claims = await Promise.all(
        Array.from({ length: 64 }, async (_, index) => (index % 2 ? one : two).claim(key, LONG_MS)),
      )
      expectEqual(claims.filter(({ state }) => state === 'claimed').length, 1, 'claimed')
      expectEqual(claims.filter(({ state }) => state === 'in-flight').length, 63, 'in flight')
    },
  },
  {
    title: 'gives 64 keys to 64 who claim them at once, and completes them at once',
    run: async (t) => {
      const [one, two] = [t.open(), t.open()]
      const keys = Array.from({ length: 64 }, (_, index) => t.key(String(index)))
      // A database that serializes may refuse some of the claims, which then count as in flight: they are made again.
      const claimAndComplete = async (key: string, index: number): Promise<void> => {
        const store = index % 2 ? one : two
        await store.complete(key, await takeLater(store, key), [t.key('poorer')])
      }
      await Promise.all(keys.map((key, index) => claimAndComplete(key, index)))
      const states = await Promise.all(keys.map(async (key) => two.claim(key, LONG_MS)))
      expectEqual(new Set(states.map(({ state }) => state)).size, 1, 'the number of states')
      expectEqual(states[0], { state: 'done' }, 'the state')
      await expectState(one, t.key('poorer'), 'done')
    },
  },
]
