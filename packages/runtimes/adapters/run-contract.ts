/**
 * The adapters' contract outside a test runner: the same cases, their results as plain data.
 *
 * @module
 */
import { portableCases, runCase, socketCases } from '@paystablecoin/adapter-contract'
import type { ContractCase, StartAdapter } from '@paystablecoin/adapter-contract'
import { runCases } from '@paystablecoin/adapter-contract/portable'
import type { CaseResult, RunnableCase } from '@paystablecoin/adapter-contract/portable'
import { knownCases } from '../src/known-differences.ts'
import type { KnownDifference } from '../src/known-differences.ts'

const KNOWN_TIMEOUT_MS = 4_000

/** The runtime, and the name that the adapter's group of results gets. */
export interface ContractRun {
  readonly runtime: string
  readonly group: string
}

/** Runs every case of the contract against an adapter. A case that is known to fail here gets a shorter time-out. */
export function runContract(
  { runtime, group }: ContractRun,
  start: StartAdapter,
): Promise<CaseResult[]> {
  const known = knownCases(runtime, group)
  const topics = Object.entries({ ...portableCases, ...socketCases })
  const cases = topics.flatMap(([topic, list]) =>
    list.map((contractCase) => {
      const title = `${topic}: ${contractCase.title}`
      return { title, ...toRun(contractCase, start, known.get(title)) }
    }),
  )
  return runCases({ [group]: cases })
}

function toRun(
  contractCase: ContractCase,
  start: StartAdapter,
  known: KnownDifference | undefined,
): Pick<RunnableCase, 'run' | 'timeoutMs'> {
  if (known?.endless === true) return { run: () => Promise.reject(new Error('not tried')) }
  const run = (): Promise<void> => runCase(contractCase, start)
  return known === undefined ? { run } : { run, timeoutMs: KNOWN_TIMEOUT_MS }
}
