/**
 * The tarballs of packages of this repository, packed as a release packs them.
 * Must not know what they are for.
 *
 * @module
 */
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT } from './paths.ts'
import { runCommand } from './run-command.ts'

/** Packs these packages into a new folder, and returns the paths of the tarballs. */
export async function packInto(
  folder: string,
  packages: readonly string[],
): Promise<readonly string[]> {
  await mkdir(folder)
  const filters = packages.flatMap((name) => ['--filter', name])
  const pnpm = await packageManager()
  const args = ['--yes', pnpm, ...filters, 'pack', '--pack-destination', folder]
  await runCommand('npx', args, { cwd: ROOT })
  const files = await readdir(folder)
  if (files.length !== packages.length) throw new Error(`packed ${files.join(', ')}`)
  return files.map((file) => join(folder, file))
}

async function packageManager(): Promise<string> {
  const { packageManager } = await readJson(join(ROOT, 'package.json'))
  return String(packageManager)
}

/** The object in a JSON file. */
export async function readJson(path: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>
}
