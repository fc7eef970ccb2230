/**
 * The contract that every adapter passes: plain cases by topic, and how to run one. Needs no test runner; `./vitest` is the binding
 * to vitest. `portableCases` need only `fetch`; `socketCases` need a port and Node's `net`; those of `./hosts` need `node:http`.
 *
 * @module
 */
import type { ContractCase } from './contract-case.ts'
import { bodyCases } from './cases/body-cases.ts'
import { deduplicationCases } from './cases/deduplication-cases.ts'
import { handlerCases } from './cases/handler-cases.ts'
import { loadCases } from './cases/load-cases.ts'
import { kindCases } from './cases/kind-cases.ts'
import { pathCases } from './cases/path-cases.ts'
import { shutdownCases } from './cases/shutdown-cases.ts'
import { signatureCases } from './cases/signature-cases.ts'
import { vectorCases } from './cases/vector-cases.ts'
import { windowCases } from './cases/window-cases.ts'
import { wireCases } from './cases/wire-cases.ts'

export type {
  AdapterServer,
  CreateNodeApp,
  MountedWebhook,
  NodeApp,
  ShopOptions,
  StartAdapter,
} from './adapter.ts'
export type { ContractCase, ContractTest } from './contract-case.ts'
export { listen, startOnNode, toAdapterServer } from './node-server.ts'
export { runCase } from './run-case.ts'

/** The cases that need nothing but `fetch`, by topic. */
export const portableCases: Readonly<Record<string, readonly ContractCase[]>> = {
  signatures: signatureCases,
  vectors: vectorCases,
  'the window': windowCases,
  bodies: bodyCases,
  paths: pathCases,
  handlers: handlerCases,
  kinds: kindCases,
  deduplication: deduplicationCases,
}

/** The cases that need a server on a port of this machine, in this process. */
export const socketCases: Readonly<Record<string, readonly ContractCase[]>> = {
  'the wire': wireCases,
  load: loadCases,
  shutdown: shutdownCases,
}
