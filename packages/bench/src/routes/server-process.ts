/**
 * A route's server in a process of its own, pinned to one core where that is possible.
 *
 * @module
 */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A server that runs. */
export interface RouteServer {
  readonly port: number
  readonly whose: string
  /** The user CPU that it has used so far. */
  readonly userCpuUs: () => Promise<number>
  readonly stop: () => void
}

const PROGRAM = fileURLToPath(new URL('../runs/route-server.js', import.meta.url))
const canPin = spawnSync('taskset', ['--version']).status === 0

/** Starts one with the binary of a Node. */
export async function startServer(
  node: string,
  framework: string,
  whose: string,
): Promise<RouteServer> {
  const [command, pin] = canPin ? ['taskset', ['--cpu-list', '0', node]] : [node, []]
  const child = spawn(command, [...pin, PROGRAM, framework, whose], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const [{ port }] = (await once(child, 'message')) as [{ readonly port: number }]

  async function userCpuUs(): Promise<number> {
    child.send('cpu')
    const [answer] = (await once(child, 'message')) as [{ readonly userCpuUs: number }]
    return answer.userCpuUs
  }

  return { port, whose, userCpuUs, stop: () => child.kill() }
}
