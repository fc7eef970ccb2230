/**
 * The contract that every deduplication store passes: plain cases by topic, and how to run one. Needs no test runner; `./vitest` is the
 * binding to vitest. Leases run by the database's clock, so some cases wait for short ones.
 *
 * @module
 */
import { claimCases } from './cases/claim-cases.ts'
import { keyCases } from './cases/key-cases.ts'
import { leaseCases } from './cases/lease-cases.ts'
import { sweepCases } from './cases/sweep-cases.ts'
import type { OpenStore, StoreCase, StoreTest } from './store-case.ts'

export { openStoreShop } from './shop.ts'
export type { StoreShop } from './shop.ts'
export type { OpenStore, StoreCase, StoreTest, StoreUnderTest } from './store-case.ts'

/** The cases for every store, by topic. */
export const storeCases: Readonly<Record<string, readonly StoreCase[]>> = {
  claims: claimCases,
  leases: leaseCases,
  keys: keyCases,
}

/** The cases for a store that has a sweep. */
export const sweptStoreCases: Readonly<Record<string, readonly StoreCase[]>> = {
  ...storeCases,
  sweep: sweepCases,
}

const DAY_MS = 86_400_000

/** Runs a case. Rejects when it fails. */
export function runStoreCase({ run }: StoreCase, open: OpenStore): Promise<void> {
  const namespace = crypto.randomUUID()
  const t: StoreTest = {
    open: (options = { ttlMs: DAY_MS }) => open(options),
    key: (name = 'key') => `["${namespace}",${name}]`,
  }
  return run(t)
}
