/**
 * The folder of one server, with a guard: when this process ends, however it ends, the server is killed and the folder removed.
 * Must not know what the server is.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findServerUser } from './user.ts'
import type { ServerUser } from './user.ts'

/** A folder that belongs to the server's user. */
export interface ServerFolder {
  readonly path: string
  readonly user: ServerUser
  /** Says which process the guard has to kill. */
  readonly guard: (pid: number) => Promise<void>
  /** Kills what is guarded, and removes the folder. */
  readonly remove: () => Promise<void>
}

// Its standard input ends with this process. In a session of its own no Ctrl-C ends it before. A small disk is let go of at once,
// whoever still has a file open there.
const GUARD =
  'cat >/dev/null; kill -9 "$(cat "$0/guarded")"; ! mountpoint -q "$0/data" || umount -l "$0/data"; rm -rf "$0"'

/** Creates a folder in the system's temporary folder. */
export async function createServerFolder(name: string): Promise<ServerFolder> {
  const path = await mkdtemp(join(tmpdir(), `paystablecoin-${name}-`))
  const user = await findServerUser()
  if (user.uid !== undefined && user.gid !== undefined) await chown(path, user.uid, user.gid)
  const stdio: ['pipe', 'ignore', 'ignore'] = ['pipe', 'ignore', 'ignore']
  const child = spawn('sh', ['-c', GUARD, path], { detached: true, stdio })
  const ended = once(child, 'close')
  return {
    path,
    user,
    guard: (pid) => writeFile(join(path, 'guarded'), String(pid)),
    remove: async () => {
      child.stdin.end()
      await ended
    },
  }
}
