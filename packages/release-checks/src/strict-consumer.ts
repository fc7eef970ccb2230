/**
 * A consumer's folder in which only what it names itself can be found, as pnpm lays it out: core is the adapter's alone.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { listDocumentBlocks } from './code-blocks.ts'
import { listPeers, pinned } from './consumer.ts'
import { readImports } from './imports.ts'
import type { PackedPackage } from './pack-packages.ts'
import { CHECKS } from './published-packages.ts'
import { runSuccessfully } from './run-command.ts'

const SETTINGS = {
  compilerOptions: {
    target: 'es2022',
    module: 'nodenext',
    moduleDetection: 'force',
    lib: ['es2022', 'dom', 'dom.iterable'],
    types: ['node'],
    strict: true,
    skipLibCheck: true,
    declaration: true,
    rootDir: '.',
    outDir: 'dist',
  },
  files: ['usage.ts'],
}

/** Installs an adapter with its framework, and beside it the first program of its README, with all that it makes exported. */
export async function createStrictConsumer(
  folder: string,
  adapter: PackedPackage,
  core: PackedPackage,
): Promise<void> {
  await mkdir(folder, { recursive: true })
  const overrides = { [core.manifest.name]: `file:${core.tarball}` }
  const manifest = { private: true, type: 'module', overrides }
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest))
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(SETTINGS))
  await writeFile(join(folder, 'usage.ts'), exportEverything(readUsage(adapter)))
  const flags = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
  const strict = '--install-strategy=linked'
  const specs = [
    adapter.tarball,
    ...listPeers(adapter),
    ...listTypes(adapter),
    ...listServers(adapter),
  ]
  await runSuccessfully('npm', ['install', strict, ...flags, ...specs], folder)
}

// Node's, and those of a framework that is written in JavaScript.
function listTypes({ manifest }: PackedPackage): string[] {
  return ['node', ...Object.keys(manifest.peerDependencies ?? {})]
    .map((name) => `@types/${name}`)
    .filter((name) => existsSync(join(CHECKS, 'node_modules', name)))
    .map((name) => `${name}@${pinned(name)}`)
}

// What the program listens with, where its framework does not.
function listServers(adapter: PackedPackage): string[] {
  return readImports(readUsage(adapter))
    .filter((name) => name === '@hono/node-server')
    .map((name) => `${name}@${pinned(name)}`)
}

function readUsage({ title }: PackedPackage): string {
  const block = listDocumentBlocks().find(({ path }) => path === `packages/${title}/README.md`)
  if (block === undefined) throw new Error(`The README of ${title} has no program`)
  return block.code
}

// But for the app of Express, whose own types cannot be named in declarations.
function exportEverything(code: string): string {
  return code.replaceAll(/^const (?!app = express\()/gm, 'export const ')
}
