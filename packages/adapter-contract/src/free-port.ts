/**
 * A port for a program that a test starts.
 *
 * @module
 */
import { once } from 'node:events'
import { createServer } from 'node:net'

const LOWEST_PORT = 15_000
const PORTS = 15_000

/** A free port below those that the system hands out: nobody else takes one of these before the program listens. */
export async function findFreePort(): Promise<number> {
  const start = Math.floor(Math.random() * PORTS)
  for (let offset = 0; offset < PORTS; offset += 1) {
    const port = LOWEST_PORT + ((start + offset) % PORTS)
    if (await isFree(port)) return port
  }
  throw new Error('there is no free port')
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening')
    return true
  } catch {
    return false
  } finally {
    server.close()
  }
}
