/**
 * A Redis server that appends each write to a file.
 *
 * @module
 */
import { findFreePort } from '@paystablecoin/adapter-contract/free-port'
import { createServerFolder } from './folder.ts'
import { requireProgram } from './programs.ts'
import { startServer } from './server.ts'
import type { Server } from './server.ts'

/**
 * Starts Redis.
 *
 * @param settings - As in `redis.conf`, for example `appendfsync`.
 */
export async function startRedis(settings: Readonly<Record<string, string>> = {}): Promise<Server> {
  const [program, port] = await Promise.all([requireProgram('redis-server'), findFreePort()])
  const folder = await createServerFolder('redis')
  const all = {
    bind: '127.0.0.1',
    port: String(port),
    dir: folder.path,
    save: '',
    appendonly: 'yes',
    ...settings,
  }
  const args = Object.entries(all).flatMap(([name, value]) => [`--${name}`, value])
  return startServer({ program, args, folder, url: `redis://127.0.0.1:${port}`, port })
}
