/**
 * The command as a process: in a pipe, and on a terminal that `script` of util-linux makes.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const BIN = fileURLToPath(new URL('../../bin/paystablecoin-doctor.js', import.meta.url))

/** How a process ended. */
export interface Finished {
  readonly exitCode: number | null
  /** Both outputs, as they came. */
  readonly output: string
}

/** Runs the command to its end, with these variables and no others. */
export function runInPipe(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd?: string,
): Promise<Finished> {
  return run(process.execPath, [BIN, ...args], env, cwd)
}

/** The same on a terminal. */
export function runOnTerminal(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Finished> {
  const line = [process.execPath, BIN, ...args].map((word) => `'${word}'`).join(' ')
  return run('script', ['--quiet', '--return', '--command', line, '/dev/null'], env)
}

async function run(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd?: string,
): Promise<Finished> {
  const child = spawn(program, args, {
    cwd,
    env: { PATH: process.env['PATH'], TERM: 'xterm-256color', ...env },
  })
  child.stdin.end()
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => (output += String(chunk)))
  }
  const [exitCode] = (await once(child, 'close')) as [number | null]
  return { exitCode, output }
}
