/**
 * The portable suite: what core promises, as cases that need no test framework and no particular runtime. Takes the packages,
 * returns results; the entry for a runtime is a few lines.
 *
 * @module
 */
import { base64Cases } from './cases/base64-cases.ts'
import { byteCases } from './cases/byte-cases.ts'
import { clientCases } from './cases/client-cases.ts'
import { paymentCases } from './cases/payment-cases.ts'
import { receiverCases } from './cases/receiver-cases.ts'
import { schemeCases } from './cases/scheme-cases.ts'
import { vectorCases } from './cases/vector-cases.ts'
import { windowCases } from './cases/window-cases.ts'
import type { CaseResult, PackagesUnderTest, PortableCase } from './portable-case.ts'
import { runCases } from './run-cases.ts'
import type { RunnableCase } from './run-cases.ts'

export { BREAKABLE_FILE, BREAKABLE_FUNCTIONS, breakCore } from './break-core.ts'
export type { CaseResult, Core, PackagesUnderTest, EmulatorEntry } from './portable-case.ts'
export { runCases } from './run-cases.ts'
export type { RunnableCase } from './run-cases.ts'

const GROUPS: Readonly<Record<string, readonly PortableCase[]>> = {
  vectors: vectorCases,
  base64: base64Cases,
  bytes: byteCases,
  schemes: schemeCases,
  window: windowCases,
  receiver: receiverCases,
  client: clientCases,
  payment: paymentCases,
}

/** Runs the suite against these packages. Never rejects: failures are in the results. */
export function runPortable(packages: PackagesUnderTest): Promise<CaseResult[]> {
  const bind = ({ title, run }: PortableCase): RunnableCase => ({
    title,
    run: () => run(packages),
  })
  const groups = Object.entries(GROUPS).map(([group, cases]) => [group, cases.map(bind)] as const)
  return runCases(Object.fromEntries(groups))
}
