/**
 * Where the servers' programs are.
 * Must not start one.
 *
 * @module
 */
import { access, constants, readdir } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

const DEBIAN_POSTGRES = '/usr/lib/postgresql'
const PROGRAMS = ['initdb', 'postgres', 'pgbouncer', 'redis-server'] as const

/** A program that this package starts. */
export type Program = (typeof PROGRAMS)[number]

/** How they are installed. */
export const HOW_TO_INSTALL: string =
  'On Debian and Ubuntu: apt-get install -y --no-install-recommends postgresql pgbouncer redis-server'

/** The programs that are not installed in these folders. */
export async function findMissingServers(folders?: readonly string[]): Promise<readonly Program[]> {
  const searched = folders ?? (await listFolders())
  const paths = await Promise.all(PROGRAMS.map((program) => findProgram(program, searched)))
  return PROGRAMS.filter((_, index) => paths[index] === undefined)
}

/**
 * The path of a program.
 *
 * @throws {Error} It is not installed; says how to install it.
 */
export async function requireProgram(program: Program): Promise<string> {
  const path = await findProgram(program, await listFolders())
  if (path === undefined) throw new Error(`${program} is not installed. ${HOW_TO_INSTALL}`)
  return path
}

// Debian keeps PostgreSQL out of PATH, in a folder for each version, and PgBouncer where not every user looks.
async function listFolders(): Promise<readonly string[]> {
  const versions = await readdir(DEBIAN_POSTGRES).catch(() => [])
  const newestFirst = versions.toSorted((a, b) => Number(b) - Number(a))
  return [
    ...newestFirst.map((version) => join(DEBIAN_POSTGRES, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
    '/usr/sbin',
  ]
}

async function findProgram(
  program: Program,
  folders: readonly string[],
): Promise<string | undefined> {
  for (const folder of folders) {
    const path = join(folder, program)
    if (await isExecutable(path)) return path
  }
  return undefined
}

function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}
