/**
 * The command as a process: in a pipe, and on a terminal that `script` of util-linux makes.
 *
 * @module
 */
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'

export const BIN = new URL('../../bin/paystablecoin-emulator.js', import.meta.url).pathname

/** Where a process runs. */
export type Place = 'pipe' | 'tty'

export interface Finished {
  readonly exitCode: number | null
  /** On a terminal both outputs come as one. */
  readonly output: string
}

export interface Running {
  /** Resolves to the output once it contains this. */
  readonly until: (text: string) => Promise<string>
  /** Resolves when it ends by itself. */
  readonly ended: () => Promise<Finished>
  /** Ends it as Ctrl-C does. */
  readonly stop: () => Promise<Finished>
}

/** Starts a command. */
export function startCommand(
  place: Place,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Running {
  const child = place === 'pipe' ? spawnInPipe(args, env) : spawnOnTerminal(args, env)
  if (place === 'pipe') child.stdin?.end()
  const closed = once(child, 'close') as Promise<[number | null]>
  let output = ''
  let look = (): void => undefined
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      output += String(chunk).replaceAll('\r\n', '\n')
      look()
    })
  }
  const until = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      look = () => {
        if (output.includes(text)) resolve(output)
      }
      look()
      void closed.then(() => reject(new Error(`The command ended without "${text}": ${output}`)))
    })
  const ended = async (): Promise<Finished> => {
    const [exitCode] = await closed
    return { exitCode, output }
  }
  return {
    until,
    ended,
    stop: () => {
      if (place === 'tty') child.stdin?.write('\u0003')
      else child.kill('SIGINT')
      return ended()
    },
  }
}

/** Runs a command to its end. */
export async function runCommand(
  place: Place,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  return startCommand(place, args, env).ended()
}

function spawnInPipe(args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, [BIN, ...args], { env: withEnv(env) })
}

function spawnOnTerminal(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): ChildProcess {
  const line = [process.execPath, BIN, ...args].map(quote).join(' ')
  const wide = `stty cols 200; exec ${line}`
  return spawn('script', ['--quiet', '--return', '--command', wide, '/dev/null'], {
    env: withEnv(env),
  })
}

// Test runners and CI set variables of their own, which would decide about colours.
function withEnv(env: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], TERM: 'xterm-256color', ...env }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
