/**
 * A small disk, which a test can fill: a tmpfs, mounted where a server has its data.
 * Must not know the server.
 *
 * @module
 */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { ServerUser } from './user.ts'

/**
 * Mounts it. The guard of the server's folder unmounts it.
 *
 * @throws {Error} This process may not mount; says what is needed.
 */
export async function mountSmallDisk(
  path: string,
  diskMb: number,
  { uid = 0, gid = 0 }: ServerUser,
): Promise<void> {
  const options = `size=${diskMb}m,mode=0700,uid=${uid},gid=${gid}`
  try {
    await promisify(execFile)('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path])
  } catch (error) {
    throw new Error(
      'A disk to fill could not be mounted: run this as root, in a container with --cap-add SYS_ADMIN',
      { cause: error },
    )
  }
}
