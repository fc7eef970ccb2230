/**
 * The user that the servers run as: PostgreSQL and PgBouncer do not start as root.
 *
 * @module
 */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** Ids as `spawn` and `chown` take them; empty for the user of this process. */
export interface ServerUser {
  readonly uid?: number
  readonly gid?: number
}

/** This process's user, or `postgres` when that is root. */
export async function findServerUser(): Promise<ServerUser> {
  if (process.getuid?.() !== 0) return {}
  return { uid: await readId('-u'), gid: await readId('-g') }
}

async function readId(flag: string): Promise<number> {
  const { stdout } = await promisify(execFile)('id', [flag, 'postgres'])
  return Number(stdout)
}
