/**
 * A process of the shop that is killed at random and always started again, as by a supervisor.
 * Must not know what it does.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { ShopConfig } from './shop.ts'

const PROGRAM = fileURLToPath(new URL('../../dist/drill/process.js', import.meta.url))

/** A process that comes back. */
export interface Child {
  /** Ends it by SIGKILL. Resolves once another is ready in its place. */
  readonly kill: () => Promise<void>
  /** Ends it for good. */
  readonly stop: () => Promise<void>
}

/** Starts a process, and resolves when it is ready. */
export async function startChild(config: ShopConfig): Promise<Child> {
  let child = await launch(config)
  return {
    async kill() {
      await end(child)
      child = await launch(config)
    },
    stop: () => end(child),
  }
}

function launch(config: ShopConfig): Promise<ChildProcess> {
  const child = spawn(process.execPath, [PROGRAM, JSON.stringify(config)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    child.stdout.once('data', () => resolve(child))
    child.once('close', (code) => reject(new Error(`a process of the shop ended with ${code}`)))
    child.once('error', reject)
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const closed = new Promise((resolve) => child.once('close', resolve))
  child.kill('SIGKILL')
  await closed
}
