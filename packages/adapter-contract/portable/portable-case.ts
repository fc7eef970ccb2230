/**
 * What a case of the portable suite is, and what it gets.
 * Must not know a runtime or a test runner.
 *
 * @module
 */

import type * as core from '@paystablecoin/core'
import type * as emulator from '@paystablecoin/emulator'

/** The public entry of core. The suite tests the copy that it gets. */
export type Core = typeof core

/** The public entry of the emulator. */
export type EmulatorEntry = typeof emulator

/** The packages under test. */
export interface PackagesUnderTest {
  readonly core: Core
  readonly emulator: EmulatorEntry
}

/** One fact that holds in every runtime. Rejects when it does not. */
export interface PortableCase {
  readonly title: string
  readonly run: (packages: PackagesUnderTest) => Promise<void>
}

/** The result of one case: plain data, so that any runtime can return it as JSON. */
export interface CaseResult {
  readonly group: string
  readonly title: string
  readonly ok: boolean
  readonly error?: string | undefined
  /** What the case measured, in words. */
  readonly measured?: string | undefined
}
