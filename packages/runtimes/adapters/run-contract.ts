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

// A case of load takes a while on a machine that does something else, too.
const TIMEOUT_MS = 60_000
const KNOWN_TIMEOUT_MS = 4_000

/** The runtime, and the name that the adapter's group of results gets. */
export interface ContractRun {
  readonly runtime: string
  readonly group: string
}

/** A case, with the app that it is run against. */
export interface BoundCase {
  readonly topic: string
  readonly contractCase: ContractCase
  readonly start: StartAdapter
}

/** Runs every case of the contract against an adapter. */
export function runContract(names: ContractRun, start: StartAdapter): Promise<CaseResult[]> {
  return runBound(names, bindAll(start))
}

/** Binds every case of the contract to an adapter. */
export function bindAll(start: StartAdapter): readonly BoundCase[] {
  return Object.entries({ ...portableCases, ...socketCases }).flatMap(([topic, cases]) =>
    cases.map((contractCase) => ({ topic, contractCase, start })),
  )
}

/** Runs cases one after the other. One that is known to fail here gets a shorter time-out. */
export async function runBound(
  { runtime, group }: ContractRun,
  bound: readonly BoundCase[],
): Promise<CaseResult[]> {
  const known = knownCases(runtime, group)
  const measured = new Map<string, string>()
  const cases = bound.map((one) => {
    const title = `${one.topic}: ${one.contractCase.title}`
    const print = (line: string): void => void measured.set(title, line)
    return { title, ...toRun(one, print, known.get(title)) }
  })
  const results = await runCases({ [group]: cases })
  return results.map((result) => ({ ...result, measured: measured.get(result.title) }))
}

function toRun(
  { contractCase, start }: BoundCase,
  print: (line: string) => void,
  known: KnownDifference | undefined,
): Pick<RunnableCase, 'run' | 'timeoutMs'> {
  if (known?.endless === true) return { run: () => Promise.reject(new Error('not tried')) }
  const run = (): Promise<void> => runCase(contractCase, start, print)
  return { run, timeoutMs: known === undefined ? TIMEOUT_MS : KNOWN_TIMEOUT_MS }
}
