/**
 * The runtimes: their names, their versions, and how each is started.
 * Must not know a case.
 *
 * @module
 */
import type { CaseResult } from '@paystablecoin/conformance/portable'
import { runInChromium } from './launch/chromium.ts'
import { runInEdgeVm } from './launch/edge-vm.ts'
import { runProcess } from './launch/process.ts'
import { runInWorkerd } from './launch/workerd.ts'

/** A runtime that the suite runs in. */
export interface Runtime {
  readonly name: string
  readonly version: string
  /** Runs what is in the project, and returns what became of it. Rejects when the runtime can't be started. */
  readonly run: (project: string) => Promise<readonly CaseResult[]>
}

// The first is the oldest Node that the packages promise to run on.
const NODES = ['20.19.0', '22.23.3', '24.9.0', '26.9.0']
const WORKERD = '4.20260426.0'
const EDGE_VM = '5.0.0'

function node(version: string): Runtime {
  const tool = { name: 'node', version, bin: 'node/bin/node', args: [] }
  return {
    name: `node-${version.split('.')[0]}`,
    version,
    run: (project) => runProcess(project, 'node', tool),
  }
}

const bun: Runtime = {
  name: 'bun',
  version: '1.4.5',
  run: (project) =>
    runProcess(project, 'bun', { name: 'bun', version: '1.4.5', bin: '.bin/bun', args: ['run'] }),
}

const DENO_ARGS = [
  'run',
  '--no-prompt',
  '--quiet',
  '--allow-net=127.0.0.1',
  '--allow-env',
  '--allow-read',
]

const deno: Runtime = {
  name: 'deno',
  version: '2.9.6',
  run: (project) =>
    runProcess(project, 'deno', {
      name: 'deno',
      version: '2.9.6',
      bin: '.bin/deno',
      args: DENO_ARGS,
    }),
}

/** Every runtime, in the order of the table. */
export const RUNTIMES: readonly Runtime[] = [
  ...NODES.map(node),
  bun,
  deno,
  {
    name: 'workerd',
    version: WORKERD,
    run: (project) => runInWorkerd(project, { entry: 'workerd', version: WORKERD, flags: [] }),
  },
  {
    name: 'workerd-nodejs',
    version: WORKERD,
    run: (project) =>
      runInWorkerd(project, {
        entry: 'workerd-nodejs',
        version: WORKERD,
        flags: ['nodejs_compat'],
      }),
  },
  { name: 'edge-vm', version: EDGE_VM, run: (project) => runInEdgeVm(project, EDGE_VM) },
  { name: 'chromium', version: "the system's", run: runInChromium },
]
