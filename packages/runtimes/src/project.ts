/**
 * A folder in which the packages are installed as a user installs them: packed, then by npm.
 * Must not know a runtime.
 *
 * @module
 */
import { BREAKABLE_FILE, breakCore } from '@paystablecoin/adapter-contract/portable'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packInto, readJson } from './pack.ts'
import { HOME } from './paths.ts'
import { runCommand } from './run-command.ts'

/** The packages under test. */
const PACKED = ['core', 'hono', 'koa', 'fastify', 'express', 'emulator'].map(
  (name) => `@paystablecoin/${name}`,
)
/** What an app installs beside them, at this repository's versions. */
const BESIDE = ['@hono/node-server', '@koa/bodyparser', 'express', 'fastify', 'hono', 'koa']
/** What is installed, and therefore stays an import in a bundle. */
export const INSTALLED: readonly string[] = [...PACKED, ...BESIDE]

/** Installs the packages into a new folder, and returns its path. */
export async function createProject(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'paystablecoin-runtimes-'))
  const tarballs = await packInto(join(folder, 'tarballs'), PACKED)
  const beside = await Promise.all(BESIDE.map(pin))
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
  const flags = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']
  await runCommand('npm', ['install', ...flags, ...tarballs, ...beside], { cwd: folder })
  return folder
}

async function pin(name: string): Promise<string> {
  const { version } = await readJson(join(HOME, 'node_modules', name, 'package.json'))
  return `${name}@${String(version)}`
}

/** Breaks one byte rule of the installed core: it accepts the URL-safe alphabet of Base64, too. */
export async function breakProject(folder: string): Promise<void> {
  const path = join(folder, 'node_modules/@paystablecoin/core/dist', BREAKABLE_FILE)
  await writeFile(path, breakCore(await readFile(path, 'utf8')))
}
