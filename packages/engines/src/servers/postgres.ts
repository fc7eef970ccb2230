/**
 * A PostgreSQL server with an empty database, settings as Debian ships them.
 *
 * @module
 */
import { findFreePort } from '@paystablecoin/adapter-contract/free-port'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createServerFolder } from './folder.ts'
import type { ServerFolder } from './folder.ts'
import { requireProgram } from './programs.ts'
import { startServer } from './server.ts'
import type { Server } from './server.ts'

/** The role that owns the database. */
export const POSTGRES_ROLE = 'shop'

/**
 * Starts PostgreSQL.
 *
 * @param settings - As in `postgresql.conf`, for example `max_connections`.
 */
export async function startPostgres(
  settings: Readonly<Record<string, string>> = {},
): Promise<Server> {
  const [program, port] = await Promise.all([requireProgram('postgres'), findFreePort()])
  const folder = await createServerFolder('postgres')
  const data = join(folder.path, 'data')
  await initialize(folder, data)
  const all = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder.path,
    max_connections: '200',
    ...settings,
  }
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const url = `postgres://${POSTGRES_ROLE}:a-password@127.0.0.1:${port}/postgres`
  return startServer({
    program,
    args: ['-D', data, '-p', String(port), ...flags],
    folder,
    url,
    port,
  })
}

async function initialize(folder: ServerFolder, data: string): Promise<void> {
  const program = await requireProgram('initdb')
  const flags = ['--auth=trust', '--encoding=UTF8', '--no-locale', '--no-sync']
  await promisify(execFile)(program, ['-D', data, '-U', POSTGRES_ROLE, ...flags], {
    ...folder.user,
    cwd: folder.path,
  })
}
