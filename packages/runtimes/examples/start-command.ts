/**
 * Runs the commands of an example's README as a reader would, on free ports, and stops them afterwards.
 * Must not know an example.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

/** A command that runs. */
export interface RunningCommand {
  /** Its output so far. */
  readonly output: () => string
  /** Resolves when it has ended, by itself or stopped. */
  readonly ended: Promise<void>
  /** Stops it, and everything that it started. */
  readonly stop: () => Promise<void>
}

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const TERM_GRACE_MS = 5_000

/** The commands of a README that have a shell block of their own, without the leading `pnpm`. */
export async function readCommands(readme: URL): Promise<readonly string[]> {
  const text = await readFile(readme, 'utf8')
  const blocks = text.matchAll(/^```sh\npnpm (.+)\n```$/gm)
  return Array.from(blocks, ([, command = '']) => command)
}

/** Starts one of them in the folder of the README, with more arguments appended. */
export async function startCommand(
  readme: URL,
  command: string,
  options: { readonly args?: readonly string[]; readonly env?: Record<string, string> } = {},
): Promise<RunningCommand> {
  const { packageManager } = JSON.parse(await readFile(`${ROOT}/package.json`, 'utf8')) as {
    packageManager: string
  }
  const args = ['--yes', packageManager, ...command.split(' '), ...(options.args ?? [])]
  const env = { ...options.env, CI: '1', WRANGLER_SEND_METRICS: 'false' }
  return startProcess('npx', args, { cwd: fileURLToPath(new URL('.', readme)), env })
}

/** Starts a program in a process group of its own, so that what it starts is stopped with it. */
export function startProcess(
  command: string,
  args: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): RunningCommand {
  const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe']
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio,
    detached: true,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const stop = async (): Promise<void> => {
    signalGroup(child.pid, 'SIGTERM')
    const timer = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), TERM_GRACE_MS)
    await ended
    clearTimeout(timer)
  }
  return { output: () => output, ended, stop }
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal)
  } catch (error) {
    // ESRCH: it has already ended.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
