/**
 * The runtimes: their names, their versions, and how each is started.
 * Must not know a case of the suite.
 *
 * @module
 */
import type { CaseResult } from '@paystablecoin/adapter-contract/portable'
import { runInChromium } from './launch/chromium.ts'
import { runInEdgeVm } from './launch/edge-vm.ts'
import { checkTypesWithDeno, runExample } from './launch/example.ts'
import type { Checks } from './launch/example.ts'
import { runProcess } from './launch/process.ts'
import { runInWorkerd } from './launch/workerd.ts'

/** What one row of the table runs: the suite in a runtime, or an example that needs one. */
export interface Runtime {
  readonly name: string
  readonly version: string
  readonly kind: 'suite' | 'example'
  /** Runs in the project and returns the results. Rejects when the runtime does not start. */
  readonly run: (project: string) => Promise<readonly CaseResult[]>
}

// The first is the oldest Node that the packages support.
const NODES = ['20.19.0', '22.23.3', '24.9.0', '26.9.0']
const WORKERD = '4.20260426.0'
const EDGE_VM = '5.0.0'

function node(version: string): Runtime {
  const tool = { name: 'node', version, bin: 'node/bin/node', args: ['--expose-gc'] }
  return {
    name: `node-${version.split('.')[0]}`,
    version,
    kind: 'suite',
    run: (project) => runProcess(project, 'node', tool),
  }
}

const BUN = { name: 'bun', version: '1.4.5', bin: '.bin/bun', args: ['--expose-gc', 'run'] }

const DENO = {
  name: 'deno',
  version: '2.9.6',
  bin: '.bin/deno',
  args: [
    'run',
    '--no-prompt',
    '--quiet',
    '--allow-net=127.0.0.1',
    '--allow-env',
    '--allow-read',
    '--v8-flags=--expose-gc',
  ],
}

function worker(name: string, flags: readonly string[]): Runtime {
  const run = { entry: name, version: WORKERD, flags }
  return { name, version: WORKERD, kind: 'suite', run: (project) => runInWorkerd(project, run) }
}

function example(name: string, folder: string, checks: Checks = {}): Runtime {
  const run = (project: string): Promise<readonly CaseResult[]> =>
    runExample(project, folder, checks)
  return { name, version: '', kind: 'example', run }
}

/** Every row, in the order of the table. */
export const RUNTIMES: readonly Runtime[] = [
  ...NODES.map(node),
  {
    name: 'bun',
    version: BUN.version,
    kind: 'suite',
    run: (project) => runProcess(project, 'bun', BUN),
  },
  {
    name: 'deno',
    version: DENO.version,
    kind: 'suite',
    run: (project) => runProcess(project, 'deno', DENO),
  },
  worker('workerd', []),
  worker('workerd-nodejs', ['nodejs_compat']),
  {
    name: 'edge-vm',
    version: EDGE_VM,
    kind: 'suite',
    run: (project) => runInEdgeVm(project, EDGE_VM),
  },
  { name: 'chromium', version: 'system', kind: 'suite', run: runInChromium },
  example('bun-example', 'bun'),
  example('deno-example', 'deno', {
    'its types hold for Deno, from the packed packages': (project) =>
      checkTypesWithDeno(project, DENO),
  }),
  example('workerd-example', 'hono-workers'),
]
