/**
 * Runs a program to its end.
 * Must not know what the program does.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'

/** The exit code and the output of a program. */
export interface CommandResult {
  code: number
  stdout: string
  stderr: string
}

/** Runs a program and waits for its end, whatever its exit code. */
export async function runCommand(
  command: string,
  args: readonly string[],
  cwd: string,
): Promise<CommandResult> {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  })
  const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)])
  return { code, stdout, stderr }
}

/** Runs a program that must succeed, and returns its output. */
export async function runSuccessfully(
  command: string,
  args: readonly string[],
  cwd: string,
): Promise<string> {
  const { code, stdout, stderr } = await runCommand(command, args, cwd)
  if (code === 0) return stdout
  throw new Error(`${command} ${args.join(' ')} ended with ${code} in ${cwd}\n${stdout}${stderr}`)
}
