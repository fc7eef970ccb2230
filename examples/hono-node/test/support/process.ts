import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Server } from 'node:net'
import { fileURLToPath } from 'node:url'
import { onTestFinished, vi } from 'vitest'

/** A process under test. */
export interface Run {
  readonly child: ChildProcessWithoutNullStreams
  /** Everything that was written so far. */
  readonly output: () => string
  readonly exitCode: Promise<number | null>
}

interface ProcessParts {
  readonly args?: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
}

/** Starts a file of `dist`. What still runs when the test has finished is killed. */
export function startProcess(file: string, { args = [], env, cwd }: ProcessParts): Run {
  const path = fileURLToPath(new URL(`../../dist/${file}`, import.meta.url))
  const child = spawn(process.execPath, [path, ...args], { env: env ?? process.env, cwd })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
  const exitCode = once(child, 'close').then(([code]) => code as number | null)
  return { child, output: () => output, exitCode }
}

/** Waits until the process has written something, and returns the part in brackets. */
export async function waitForText({ output }: Run, text: RegExp): Promise<string> {
  return vi.waitUntil(() => text.exec(output())?.[1], { timeout: 60_000 })
}

/** Takes a port until the test has finished. */
export async function occupyPort(): Promise<{ port: number }> {
  const server: Server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { port: (server.address() as AddressInfo).port }
}
