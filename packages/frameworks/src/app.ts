/**
 * An app: the framework and the packed packages installed by npm into a folder of its own, the recipe written into it, built.
 * Must not know what is sent to it.
 *
 * @module
 */
import { runCommand } from '@paystablecoin/runtimes/run-command'
import { fetchTool } from '@paystablecoin/runtimes/tools'
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { documentOf, RUNTIMES } from './framework.ts'
import type { Framework } from './framework.ts'
import { APPS, SCAFFOLDS } from './paths.ts'
import { readRecipe, SHARED_DOCUMENT } from './recipe.ts'

/** The tarballs of the packages, by name. */
export type Tarballs = Readonly<Record<string, string>>

// What npm installed before is kept: the versions are pinned, and npm replaces what differs.
const KEPT = ['node_modules', 'package-lock.json']

/** Nothing here may talk to anyone but the registry. */
export const QUIET: Readonly<Record<string, string>> = {
  ASTRO_TELEMETRY_DISABLED: '1',
  CI: '1',
  DO_NOT_TRACK: '1',
  DENO_NO_UPDATE_CHECK: '1',
  NEXT_TELEMETRY_DISABLED: '1',
  NO_COLOR: '1',
  NO_UPDATE_NOTIFIER: '1',
}

/** Installs an app and writes its files. Returns its folder. */
export async function createApp(framework: Framework, tarballs: Tarballs): Promise<string> {
  const folder = join(APPS, framework.name)
  await clear(folder)
  const scaffold = join(SCAFFOLDS, framework.scaffold ?? framework.name)
  if (existsSync(scaffold)) await cp(scaffold, folder, { recursive: true })
  await writeManifest(folder, framework, tarballs)
  await writeRecipe(folder, framework)
  const flags = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts']
  await runCommand('npm', ['install', ...flags, '--loglevel=error'], { cwd: folder, env: QUIET })
  return folder
}

async function clear(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const stale = (await readdir(folder)).filter((name) => !KEPT.includes(name))
  await Promise.all(stale.map((name) => rm(join(folder, name), { recursive: true })))
}

async function writeManifest(
  folder: string,
  { uses, installs }: Framework,
  tarballs: Tarballs,
): Promise<void> {
  const ours = ['core', ...uses].map((name) => [
    `@paystablecoin/${name}`,
    `file:${tarballs[name] ?? ''}`,
  ])
  const dependencies = { ...Object.fromEntries(ours), ...installs }
  const manifest = { name: 'app', private: true, type: 'module', dependencies }
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest, undefined, 2))
}

async function writeRecipe(folder: string, framework: Framework): Promise<void> {
  const path = framework.shared ?? 'payments.ts'
  const shared = (await readRecipe(SHARED_DOCUMENT)).map(({ code }) => ({ path, code }))
  for (const file of [...shared, ...(await readRecipe(documentOf(framework)))]) {
    await mkdir(dirname(join(folder, file.path)), { recursive: true })
    await writeFile(join(folder, file.path), file.code)
  }
}

/** Builds an app for production. */
export async function buildApp(
  folder: string,
  framework: Framework,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const runtime = await findRuntime(framework)
  for (const args of framework.build ?? []) await runCommand(runtime, args, { cwd: folder, env })
}

/** The path of the runtime that an app runs on. */
export async function findRuntime({ runtime = 'node' }: Framework): Promise<string> {
  const { version, bin } = RUNTIMES[runtime]
  return join(await fetchTool(runtime, version), bin)
}
