/**
 * A Node process that can be killed, started from a file with one JSON argument.
 * Must not know what it does.
 *
 * @module
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A running process. */
export interface Child {
  /** Its next message. Rejects when it ends first. */
  readonly message: () => Promise<unknown>
  /** Kills it with SIGKILL and waits for its end. `false` when it had ended by itself. */
  readonly kill: () => Promise<boolean>
  /** Asks it to end, and waits. Rejects on an exit code other than 0. */
  readonly stop: () => Promise<void>
  /** Waits until it ends by itself. Rejects on an exit code other than 0. */
  readonly ended: () => Promise<void>
}

interface Ending {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** Starts a process. */
export function startChild(file: URL, argument: unknown): Child {
  const child = fork(fileURLToPath(file), [JSON.stringify(argument)])
  const exit = new Promise<Ending>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
  const ended = async (): Promise<void> => {
    const { code, signal } = await exit
    if (code !== 0) throw new Error(`a child process ended with ${signal ?? code}`)
  }
  const early = async (): Promise<never> => {
    await ended()
    throw new Error('a child process ended before it sent a message')
  }
  return {
    message: async () => (await Promise.race([once(child, 'message'), early()]))[0],
    kill: async () => {
      child.kill('SIGKILL')
      return (await exit).signal === 'SIGKILL'
    },
    stop: async () => {
      child.send('stop')
      await ended()
    },
    ended,
  }
}

/** The argument that this process was started with. */
export function readArgument(): unknown {
  return JSON.parse(process.argv[2] ?? 'null')
}

/** Ends this process when its parent has ended, without keeping it alive for that. */
export function endWithParent(): void {
  process.once('disconnect', () => process.exit(1))
  process.channel?.unref()
}

/** Sends a message to the parent. */
export function sendToParent(message: unknown): void {
  process.send?.(message)
}
