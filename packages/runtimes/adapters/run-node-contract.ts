/**
 * The adapters' contract for those that handle Node's requests: behind hosts, too. Apart, since a worker cannot bundle the hosts.
 *
 * @module
 */
import type { CreateNodeApp, StartAdapter } from '@paystablecoin/adapter-contract'
import { hostCases, startBehindHost } from '@paystablecoin/adapter-contract/hosts'
import type { CaseResult } from '@paystablecoin/adapter-contract/portable'
import { bindAll, runBound } from './run-contract.ts'
import type { BoundCase, ContractRun } from './run-contract.ts'

/** Runs every case of the contract against an adapter, and those that put its app behind a host. */
export function runNodeContract(
  names: ContractRun,
  start: StartAdapter,
  createApp: CreateNodeApp,
): Promise<CaseResult[]> {
  return runBound(names, [...bindAll(start), ...bindHosted(createApp)])
}

function bindHosted(createApp: CreateNodeApp): readonly BoundCase[] {
  return Object.entries(hostCases).flatMap(([topic, cases]) =>
    cases.map((one) => ({ topic, contractCase: one, start: startBehindHost(one, createApp) })),
  )
}
