/**
 * Runs a measuring program in a runtime and collects its findings.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Finding } from '../measure/finding.ts'
import { OTHER_NODE } from './find-node.ts'

/** How a runtime is started: the command, without the program. */
export type Runtime = readonly [command: string, ...args: string[]]

export const THIS_NODE: Runtime = [process.execPath]

/** The other runtimes, fetched on demand. */
export const OTHER_RUNTIMES: readonly Runtime[] = [
  ['npx', '--yes', OTHER_NODE],
  ['npx', '--yes', 'bun@1.4.5'],
  [
    'npx',
    '--yes',
    'deno@2.9.6',
    'run',
    '--no-prompt',
    '--allow-env',
    '--allow-read',
    '--allow-sys',
  ],
]

/** Runs `dist/runs/<program>.js`. Throws when the runtime does not start or the program fails. */
export async function runProgram(
  program: string,
  [command, ...args]: Runtime,
  onFinding: (finding: Finding) => void,
): Promise<void> {
  const file = fileURLToPath(new URL(`../runs/${program}.js`, import.meta.url))
  const child = spawn(command, [...args, file], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  for await (const line of createInterface(child.stdout)) onFinding(JSON.parse(line) as Finding)
  const code = await ended
  if (code !== 0) throw new Error(`${[command, ...args].join(' ')} ${program}: exit code ${code}`)
}
