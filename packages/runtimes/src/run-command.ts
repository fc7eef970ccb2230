/**
 * One command, run to its end.
 *
 * @module
 */
import { spawn } from 'node:child_process'

/** Where and how long a command runs. */
export interface CommandOptions {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>> | undefined
  /** @default 5 minutes */
  readonly timeoutMs?: number | undefined
}

/**
 * Runs a command and returns its standard output.
 *
 * @throws {Error} It did not start, took too long, or had an exit code other than 0. The message has the end of its output.
 */
export function runCommand(
  command: string,
  args: readonly string[],
  { cwd, env, timeoutMs = 300_000 }: CommandOptions,
): Promise<string> {
  const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe']
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio })
  let output = ''
  let all = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    all += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => (all += text))
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs)
  return new Promise<string>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      const reason = signal === 'SIGKILL' ? `was ended after ${timeoutMs} ms` : `ended with ${code}`
      if (code === 0) resolve(output)
      else reject(new Error(`${command} ${args.join(' ')} ${reason}\n${all.slice(-2000)}`))
    })
  }).finally(() => clearTimeout(timer))
}
