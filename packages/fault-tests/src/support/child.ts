/**
 * A Node process of ours that can be killed: started from a file beside the caller, told what to do by one JSON argument.
 * Knows nothing of what it does.
 *
 * @module
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A process under way. */
export interface Child {
  /** Its next message. Rejects when it ends before. */
  readonly message: () => Promise<unknown>
  /** Kills it with SIGKILL and waits until it is dead. `false` when it had ended by itself. */
  readonly kill: () => Promise<boolean>
  /** Asks it to end, and waits. Rejects when it ends in another way than well. */
  readonly stop: () => Promise<void>
  /** Waits until it ends by itself. Rejects when it ends in another way than well. */
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
    throw new Error('a child process ended before it said anything')
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

/** Ends this process when its parent is gone, and does not keep it alive for that. */
export function endWithParent(): void {
  process.once('disconnect', () => process.exit(1))
  process.channel?.unref()
}

/** Tells the parent. */
export function tellParent(message: unknown): void {
  process.send?.(message)
}
