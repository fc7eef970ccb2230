/**
 * The cases that put an app behind a host, and how to run one. Apart from the other cases, since a worker has no such hosts.
 *
 * @module
 */
import type { CreateNodeApp } from './adapter.ts'
import { hostCases } from './cases/host-cases.ts'
import type { HostCase } from './cases/host-cases.ts'
import { startOnNode } from './node-server.ts'
import { runCase } from './run-case.ts'

export { hostCases }
export type { HostCase }

/** Runs a case behind its host, and closes what it opened. Rejects when the case fails. */
export function runHostCase(hostCase: HostCase, createApp: CreateNodeApp): Promise<void> {
  return runCase(hostCase, startOnNode(createApp, hostCase.host))
}
