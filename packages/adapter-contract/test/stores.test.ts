import { createMemoryDeduplication } from '@paystablecoin/core'
import { describe, expect, it } from 'vitest'
import { runStoreCase, storeCases } from '../stores/index.ts'
import type { OpenStore, StoreUnderTest } from '../stores/index.ts'
import { describeStore } from '../stores/vitest.ts'

describeStore('memory', openMemory(), { hasSweep: false })

describe('the contract of stores rejects a store that', () => {
  it.each<[string, string, (store: StoreUnderTest) => Partial<StoreUnderTest>]>([
    [
      'gives a key to everybody',
      'claims',
      () => ({ claim: async () => ({ state: 'claimed', token: crypto.randomUUID() }) }),
    ],
    ['forgets nothing by release', 'claims', () => ({ release: () => undefined })],
    ['releases whatever the token', 'claims', releaseAnyToken],
    ['does not extend', 'leases', () => ({ extend: () => undefined })],
    ['never ends a lease', 'leases', (store) => ({ claim: (key) => store.claim(key, 1_000_000) })],
    [
      'ignores poorer keys',
      'keys',
      (store) => ({ complete: (key, token) => store.complete(key, token, []) }),
    ],
    [
      'cuts keys',
      'keys',
      (store) => ({ claim: (key, leaseMs) => store.claim(key.slice(0, 500), leaseMs) }),
    ],
  ])('%s', async (_fault, topic, breakStore) => {
    const open = openMemory()
    const openBroken: OpenStore = (options) => {
      const store = open(options)
      return { ...store, ...breakStore(store) }
    }
    const cases = storeCases[topic] ?? []
    const run = Promise.all(cases.map((each) => runStoreCase(each, openBroken)))
    await expect(run).rejects.toThrow(/claimed|state|token|in flight/)
  })
})

// Stores with one ttl are the instances of one process.
function openMemory(): OpenStore {
  const stores = new Map<number, StoreUnderTest>()
  return ({ ttlMs }) => {
    const store = stores.get(ttlMs) ?? createMemory(ttlMs)
    stores.set(ttlMs, store)
    return store
  }
}

function createMemory(ttlMs: number): StoreUnderTest {
  const store = createMemoryDeduplication({ ttlMs })
  return { ...store, extend: (key, token, leaseMs) => store.extend?.(key, token, leaseMs) }
}

function releaseAnyToken(store: StoreUnderTest): Partial<StoreUnderTest> {
  const holders = new Map<string, string>()
  return {
    claim: async (key, leaseMs) => {
      const result = await store.claim(key, leaseMs)
      if (result.state === 'claimed') holders.set(key, result.token)
      return result
    },
    release: (key) => store.release(key, holders.get(key) ?? ''),
  }
}
