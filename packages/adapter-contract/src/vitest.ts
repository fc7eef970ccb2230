/**
 * The contract in vitest: `describeAdapter`, and `describeBehindHosts` for an app that handles Node's requests.
 *
 * @module
 */
import { describe, it } from 'vitest'
import type { CreateNodeApp, StartAdapter } from './adapter.ts'
import type { ContractCase } from './contract-case.ts'
import { hostCases, startBehindHost } from './hosts.ts'
import { portableCases, socketCases } from './index.ts'
import { runCase } from './run-case.ts'

/** Declares a test for every case of the contract. The adapter's servers must listen on a port. */
export function describeAdapter(name: string, start: StartAdapter): void {
  for (const [topic, cases] of Object.entries({ ...portableCases, ...socketCases })) {
    describe(`${name}: ${topic}`, () => {
      for (const contractCase of cases) declare(contractCase, start)
    })
  }
}

function declare(contractCase: ContractCase, start: StartAdapter): void {
  // oxlint-disable-next-line no-console
  it(contractCase.title, () => runCase(contractCase, start, console.log))
}

/** Declares a test for every case that puts the adapter's app behind a host. */
export function describeBehindHosts(name: string, createApp: CreateNodeApp): void {
  for (const [topic, cases] of Object.entries(hostCases)) {
    describe(`${name}: ${topic}`, () => {
      for (const hostCase of cases) declare(hostCase, startBehindHost(hostCase, createApp))
    })
  }
}
