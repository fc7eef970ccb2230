/**
 * What a case of the contract is, and what it can use.
 * Must not know a framework, a runtime or a test runner.
 *
 * @module
 */
import type { ShopOptions } from './adapter.ts'
import type { Shop } from './support/shop.ts'

/** What a case can use. Everything it opens is closed for it. */
export interface ContractTest {
  /** Starts an app with one webhook route. */
  readonly open: (options?: ShopOptions) => Promise<Shop>
  /** Starts one app with several webhook routes: a shop for each. */
  readonly openAll: (options: readonly ShopOptions[]) => Promise<readonly Shop[]>
  /** Shows what was measured. */
  readonly print: (line: string) => void
}

/** One fact that holds for every adapter. Rejects when it does not. */
export interface ContractCase {
  readonly title: string
  readonly run: (t: ContractTest) => Promise<void>
}
