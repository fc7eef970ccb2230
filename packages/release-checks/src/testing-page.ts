/**
 * The tests on the page about testing, each under the runner that the page names, with the packed packages.
 *
 * @module
 */
import { transform } from 'esbuild'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { pinned } from './consumer.ts'
import type { PackedPackage } from './pack-packages.ts'
import { REPOSITORY } from './published-packages.ts'
import { runCommand, runSuccessfully } from './run-command.ts'
import { JEST, readJestRecipe } from './test-runners.ts'

const BUN = '1.4.5'
const PAGE = join(REPOSITORY, 'packages/docs/testing.md')

/** A runner, as the page names it, and the command that runs one file. */
interface Runner {
  readonly version: string
  readonly args: (file: string) => readonly string[]
}

/** The runners with `expect`, and `node:test`. */
export const RUNNERS: Readonly<Record<string, Runner>> = {
  Vitest: {
    version: pinned('vitest'),
    args: (file) => [process.execPath, 'node_modules/vitest/vitest.mjs', 'run', file],
  },
  Jest: { version: JEST, args: (file) => ['npm', 'test', '--', file] },
  Bun: { version: BUN, args: (file) => ['node_modules/.bin/bun', 'test', `./${file}`] },
  'node:test': {
    version: '',
    args: (file) => [process.execPath, '--test', '--test-reporter=tap', file],
  },
}

/** Installs every runner and the packages, and writes each runner's file. */
export async function createPageConsumer(
  folder: string,
  packages: readonly PackedPackage[],
): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), await readJestRecipe())
  const page = await readFile(PAGE, 'utf8')
  for (const name of Object.keys(RUNNERS)) await writeTest(folder, name, page)
  const tarballs = packages
    .filter(({ title }) => title === 'core' || title === 'emulator')
    .map(({ tarball }) => tarball)
  const runners = [`jest@${JEST}`, `vitest@${pinned('vitest')}`, `bun@${BUN}`]
  const flags = ['--no-audit', '--no-fund', '--loglevel=error']
  await runSuccessfully('npm', ['install', ...flags, ...tarballs, ...runners], folder)
}

/** Runs a runner's file. Resolves to what it printed. */
export async function runPageTest(
  folder: string,
  name: string,
): Promise<{ readonly code: number; readonly output: string }> {
  const [command = '', ...args] = RUNNERS[name]?.args(fileOf(name)) ?? []
  const { code, stdout, stderr } = await runCommand(command, args, folder)
  return { code, output: stripVTControlCharacters(`${stdout}${stderr}`) }
}

/** How many tests the page has for a runner. */
export async function countTests(name: string): Promise<number> {
  return sourceFor(name, await readFile(PAGE, 'utf8')).match(/^test\(/gm)?.length ?? 0
}

/** The version of a runner that the page names. */
export async function readVersion(name: string): Promise<string | undefined> {
  return readRow(name, await readFile(PAGE, 'utf8'))?.[1]
}

async function writeTest(folder: string, name: string, page: string): Promise<void> {
  const { code } = await transform(sourceFor(name, page), { loader: 'ts', format: 'esm' })
  const file = join(folder, fileOf(name))
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, code)
}

function fileOf(name: string): string {
  return `${name.replace(':', '-').toLowerCase()}/shop.test.js`
}

function sourceFor(name: string, page: string): string {
  const blocks = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code)
  const [shared = '', forNode = ''] = blocks
  if (name === 'node:test') return forNode
  return shared.replace("import { expect, test } from 'vitest'", readRow(name, page)?.[2] ?? '')
}

// The version and the import line.
function readRow(name: string, page: string): RegExpExecArray | null {
  return new RegExp(String.raw`^\| ${name} ([\d.]+) \| \x60(import [^\x60]+)\x60`, 'm').exec(page)
}
