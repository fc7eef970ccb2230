/**
 * What a case of the portable suite is, and what it works with.
 * Must not know a runtime or a test runner.
 *
 * @module
 */

import type * as core from '@paystablecoin/core'
import type * as sandbox from '@paystablecoin/sandbox'

/** The public entry of core, handed in: the suite tests whatever copy it gets. */
export type Core = typeof core

/** The public entry of the sandbox, handed in. */
export type SandboxEntry = typeof sandbox

/** The packages under test. */
export interface PackagesUnderTest {
  readonly core: Core
  readonly sandbox: SandboxEntry
}

/** One fact that holds in every runtime. Rejects when it does not. */
export interface PortableCase {
  readonly title: string
  readonly run: (packages: PackagesUnderTest) => Promise<void>
}

/** What became of one case. Plain data, so that it can leave any runtime as JSON. */
export interface CaseResult {
  readonly group: string
  readonly title: string
  readonly ok: boolean
  readonly error?: string | undefined
}
