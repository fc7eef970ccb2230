/**
 * Claims that end by themselves, and completed keys that are forgotten.
 *
 * @module
 */
import { expectEqual } from '../../portable/expect.ts'
import type { StoreCase } from '../store-case.ts'
import { expectState, finish, LONG_MS, pause, SHORT_MS, take, takeLater } from '../support.ts'

export const leaseCases: readonly StoreCase[] = [
  {
    title: 'gives a key to the next when the lease has ended, with another token',
    run: async (t) => {
      const [one, two, key] = [t.open(), t.open(), t.key()]
      const first = await take(one, key, SHORT_MS)
      expectEqual((await takeLater(two, key)) === first, false, 'the same token')
      await expectState(one, key, 'in-flight')
    },
  },
  {
    title: 'lets a holder that lost its claim neither complete nor release nor extend it',
    run: async (t) => {
      const [one, two, key] = [t.open(), t.open(), t.key()]
      const late = await take(one, key, SHORT_MS)
      const holder = await takeLater(two, key)
      await one.extend(key, late, 1)
      await one.complete(key, late, [t.key('poorer')])
      await one.release(key, late)
      await expectState(two, key, 'in-flight')
      await expectState(two, t.key('poorer'), 'claimed')
      await two.complete(key, holder, [])
      await expectState(one, key, 'done')
    },
  },
  {
    title: 'lets a late holder complete what nobody took over',
    run: async (t) => {
      const [one, two, key] = [t.open(), t.open(), t.key()]
      const token = await take(one, key, SHORT_MS)
      await pause(3 * SHORT_MS)
      await one.complete(key, token, [])
      await expectState(two, key, 'done')
    },
  },
  {
    title: 'lets a late holder release what nobody took over',
    run: async (t) => {
      const [one, two, key] = [t.open(), t.open(), t.key()]
      const token = await take(one, key, SHORT_MS)
      await pause(3 * SHORT_MS)
      await one.release(key, token)
      await expectState(two, key, 'claimed')
    },
  },
  {
    title: 'keeps a claim that is extended',
    run: async (t) => {
      const [one, two, key] = [t.open(), t.open(), t.key()]
      const token = await take(one, key, SHORT_MS)
      await one.extend(key, token, LONG_MS)
      await pause(3 * SHORT_MS)
      await expectState(two, key, 'in-flight')
      await one.complete(key, token, [])
      await expectState(two, key, 'done')
    },
  },
  {
    title: 'ends an extended claim that is not extended again',
    run: async (t) => {
      const [one, two, key] = [t.open(), t.open(), t.key()]
      const token = await take(one, key)
      await one.extend(key, token, SHORT_MS)
      await takeLater(two, key)
    },
  },
  {
    title: 'forgets a completed key after the ttl, and the poorer keys with it',
    run: async (t) => {
      const [store, key] = [t.open({ ttlMs: SHORT_MS }), t.key()]
      await finish(store, key, [t.key('poorer')])
      await takeLater(store, key)
      await takeLater(store, t.key('poorer'))
    },
  },
  {
    title: 'takes a key that it has forgotten as it takes a new one',
    run: async (t) => {
      const [store, key] = [t.open({ ttlMs: SHORT_MS }), t.key()]
      await finish(store, key)
      const token = await takeLater(store, key)
      await expectState(store, key, 'in-flight')
      await store.complete(key, token, [])
      await takeLater(store, key)
    },
  },
  {
    title: 'gives an ended claim to one of 64 who claim it at once',
    run: async (t) => {
      const [one, two, key] = [t.open(), t.open(), t.key()]
      await take(one, key, SHORT_MS)
      await pause(3 * SHORT_MS)
      const claims = await Promise.all(
        Array.from({ length: 64 }, async (_, index) => (index % 2 ? one : two).claim(key, LONG_MS)),
      )
      expectEqual(claims.filter(({ state }) => state === 'claimed').length, 1, 'claimed')
      expectEqual(claims.filter(({ state }) => state === 'in-flight').length, 63, 'in flight')
    },
  },
]
