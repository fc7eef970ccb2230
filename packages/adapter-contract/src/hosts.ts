/**
 * The cases that put an app behind a host, and how to start it. Apart from the other cases, since a worker has no such hosts.
 *
 * @module
 */
import type { CreateNodeApp, StartAdapter } from './adapter.ts'
import { hostCases } from './cases/host-cases.ts'
import type { HostCase } from './cases/host-cases.ts'
import { startOnNode } from './node-server.ts'

export { hostCases }
export type { HostCase }

/** The contract's `start` for a case: the app behind the case's host. */
export function startBehindHost({ host }: HostCase, createApp: CreateNodeApp): StartAdapter {
  return startOnNode(createApp, host)
}
