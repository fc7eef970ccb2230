/**
 * A folder in which the packages are installed as a user installs them: packed, then by npm.
 * Must not know a runtime.
 *
 * @module
 */
import { BREAKABLE_FILE, breakCore } from '@paystablecoin/adapter-contract/portable'
import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HOME, ROOT } from './paths.ts'
import { runCommand } from './run-command.ts'

/** The packages under test. */
const PACKED = ['core', 'hono', 'koa', 'fastify', 'express', 'sandbox'].map(
  (name) => `@paystablecoin/${name}`,
)
/** What an app installs beside them, at this repository's versions. */
const BESIDE = ['@hono/node-server', '@koa/bodyparser', 'express', 'fastify', 'hono', 'koa']
/** What is installed, and therefore stays an import in a bundle. */
export const INSTALLED: readonly string[] = [...PACKED, ...BESIDE]

/** Installs the packages into a new folder, and returns its path. */
export async function createProject(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'paystablecoin-runtimes-'))
  const tarballs = await packInto(join(folder, 'tarballs'))
  const beside = await Promise.all(BESIDE.map(pin))
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
  const flags = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']
  await runCommand('npm', ['install', ...flags, ...tarballs, ...beside], { cwd: folder })
  return folder
}

async function packInto(folder: string): Promise<readonly string[]> {
  await mkdir(folder)
  const filters = PACKED.flatMap((name) => ['--filter', name])
  const pnpm = await packageManager()
  const args = ['--yes', pnpm, ...filters, 'pack', '--pack-destination', folder]
  await runCommand('npx', args, { cwd: ROOT })
  const files = await readdir(folder)
  if (files.length !== PACKED.length) throw new Error(`packed ${files.join(', ')}`)
  return files.map((file) => join(folder, file))
}

async function packageManager(): Promise<string> {
  const { packageManager } = await readJson(join(ROOT, 'package.json'))
  return String(packageManager)
}

async function pin(name: string): Promise<string> {
  const { version } = await readJson(join(HOME, 'node_modules', name, 'package.json'))
  return `${name}@${String(version)}`
}

async function readJson(path: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>
}

/** Breaks one byte rule of the installed core: it accepts the URL-safe alphabet of Base64, too. */
export async function breakProject(folder: string): Promise<void> {
  const path = join(folder, 'node_modules/@paystablecoin/core/dist', BREAKABLE_FILE)
  await writeFile(path, breakCore(await readFile(path, 'utf8')))
}
