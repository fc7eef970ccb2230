/**
 * A PostgreSQL server with an empty database, settings as Debian ships them.
 *
 * @module
 */
import { findFreePort } from '@paystablecoin/adapter-contract/free-port'
import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createServerFolder } from './folder.ts'
import type { ServerFolder } from './folder.ts'
import { requireProgram } from './programs.ts'
import { startServer } from './server.ts'
import type { Server } from './server.ts'
import { mountSmallDisk } from './small-disk.ts'

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
  return startIn(await createServerFolder('postgres'), settings)
}

/** A PostgreSQL server whose data has a disk of its own. */
export interface SmallPostgres extends Server {
  /** The folder of the data: what else is written there takes the server's room. */
  readonly data: string
}

/**
 * Starts PostgreSQL on a small disk.
 *
 * @param diskMb - The size of the disk. An empty database takes about 40.
 * @throws {Error} This process may not mount one.
 */
export async function startSmallPostgres(diskMb: number): Promise<SmallPostgres> {
  const folder = await createServerFolder('postgres')
  const data = dataOf(folder)
  await mkdir(data)
  try {
    await mountSmallDisk(data, diskMb, folder.user)
  } catch (error) {
    await folder.remove()
    throw error
  }
  return { ...(await startIn(folder)), data }
}

function dataOf({ path }: ServerFolder): string {
  return join(path, 'data')
}

async function startIn(
  folder: ServerFolder,
  settings: Readonly<Record<string, string>> = {},
): Promise<Server> {
  const [program, port] = await Promise.all([requireProgram('postgres'), findFreePort()])
  const data = dataOf(folder)
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
