/**
 * Row: how much an import adds to the start of a Node process. Whole processes are timed, in turn.
 *
 * @module
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Finding } from '../measure/finding.ts'
import { median, quantile } from '../measure/statistics.ts'
import { peerUrl } from '../peers.ts'

const ROUNDS = 40
const folder = fileURLToPath(new URL('.', import.meta.url))

const WHY =
  'Node reads and compiles the files, whatever is used of them; 5 ms is a fast disk. A bundler leaves out what a program does not use.'

const PROGRAMS = {
  bare: '',
  core: `import '@paystablecoin/core'`,
  webhooks: `import '@paystablecoin/core/webhooks'`,
  stripe: `import '${peerUrl('stripe').href}'`,
} as const

type Program = keyof typeof PROGRAMS

/** Starts each program in turn and compares the medians. */
export function measureImports(onFinding: (finding: Finding) => void): void {
  const names = Object.keys(PROGRAMS) as Program[]
  const rounds = Array.from({ length: ROUNDS }, () =>
    Object.fromEntries(names.map((name) => [name, startMs(PROGRAMS[name])])),
  )
  const overBare = (name: Program): number[] =>
    rounds.map((round) => (round[name] ?? 0) - (round['bare'] ?? 0))
  for (const [name, what] of [
    ['core', 'the whole of core'],
    ['webhooks', '`./webhooks`'],
    ['stripe', 'stripe'],
  ] as const) {
    const values = overBare(name)
    onFinding({
      part: 'peers',
      row: 'import, cold process',
      what: `${what}, over bare Node`,
      runtime: `Node ${process.versions.node}`,
      value: median(values),
      unit: 'ms',
      detail: `middle half ${quantile(values, 0.25).toFixed(1)} to ${quantile(values, 0.75).toFixed(1)} ms`,
      limit: name === 'stripe' ? undefined : { atMost: 5, why: WHY },
    })
  }
}

function startMs(code: string): number {
  const start = performance.now()
  const args = ['--input-type=module', '--eval', code]
  const { status } = spawnSync(process.execPath, args, { cwd: folder, stdio: 'inherit' })
  if (status !== 0) throw new Error(`this program failed: ${code}`)
  return performance.now() - start
}
