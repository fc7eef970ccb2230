/**
 * What a case of the stores' contract is, and what it gets.
 * Must not know an engine, a runtime or a test runner.
 *
 * @module
 */
import type { DeduplicationStore } from '@paystablecoin/core'

/** A store, and its sweep if its engine does not forget by itself. */
export interface StoreUnderTest extends DeduplicationStore {
  readonly extend: NonNullable<DeduplicationStore['extend']>
  readonly sweep?: (() => Promise<number>) | undefined
}

/** Makes a store as one more instance would, on the same database. */
export type OpenStore = (options: { readonly ttlMs: number }) => StoreUnderTest

/** What a case can use. */
export interface StoreTest {
  /** The store of one instance. @default ttlMs 24 hours */
  readonly open: (options?: { readonly ttlMs: number }) => StoreUnderTest
  /** A key that no other case uses. */
  readonly key: (name?: string) => string
}

/** One fact that holds for every store. Rejects when it does not. */
export interface StoreCase {
  readonly title: string
  readonly run: (t: StoreTest) => Promise<void>
}
