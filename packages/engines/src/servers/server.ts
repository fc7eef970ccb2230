/**
 * One server process: started, killed, started again on the same port with the same data, stopped.
 * Must not know a database.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import type { ServerFolder } from './folder.ts'

/** A server on loopback. */
export interface Server {
  readonly url: string
  readonly port: number
  /** Ends it as a crash does, by SIGKILL. Its data stays. */
  readonly kill: () => Promise<void>
  /** Starts it again after `kill`, on the same port with the same data. */
  readonly start: () => Promise<void>
  /** Ends it for good and removes its data. */
  readonly stop: () => Promise<void>
}

/** What is started, and where. */
export interface ServerCommand {
  readonly program: string
  readonly args: readonly string[]
  readonly folder: ServerFolder
  readonly url: string
  readonly port: number
}

const IS_READY = /ready to accept connections|process up: PgBouncer/i
const START_LIMIT_MS = 30_000
const RESTART_DELAY_MS = 100

/** Starts a server, and resolves when it accepts connections. */
export async function startServer(command: ServerCommand): Promise<Server> {
  const { url, port, folder } = command
  let process = await launch(command)
  return {
    url,
    port,
    kill: () => kill(process),
    start: async () => {
      process = await launchAgain(command)
    },
    stop: async () => {
      await kill(process)
      await folder.remove()
    },
  }
}

async function kill(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return
  const ended = once(process, 'close')
  process.kill('SIGKILL')
  await ended
}

// The children of a killed PostgreSQL notice it a moment later; until then the next one does not start.
async function launchAgain(command: ServerCommand): Promise<ChildProcess> {
  const deadline = performance.now() + START_LIMIT_MS
  for (;;) {
    try {
      return await launch(command)
    } catch (error) {
      if (performance.now() > deadline) throw error
      await delay(RESTART_DELAY_MS)
    }
  }
}

async function launch({ program, args, folder }: ServerCommand): Promise<ChildProcess> {
  const process = spawn(program, args, {
    ...folder.user,
    cwd: folder.path,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  await once(process, 'spawn')
  if (process.pid !== undefined) await folder.guard(process.pid)
  await untilReady(program, process)
  return process
}

function untilReady(program: string, process: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = ''
    const timer = setTimeout(() => process.kill('SIGKILL'), START_LIMIT_MS)
    const settle = (end: () => void): void => {
      clearTimeout(timer)
      end()
    }
    // Read to the end: a full pipe would stop the server.
    for (const stream of [process.stdout, process.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        log = (log + text).slice(-4_000)
        if (IS_READY.test(log)) settle(resolve)
      })
    }
    process.once('close', (code, signal) => {
      const how = `${program} ended with ${code ?? signal} before it was ready`
      settle(() => reject(new Error(`${how}\n${log}`)))
    })
  })
}
