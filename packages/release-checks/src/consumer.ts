/**
 * A consumer's folder outside of the repository: tarballs and peers installed by npm, the programs copied in.
 *
 * @module
 */
import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PackedPackage } from './pack-packages.ts'
import { CHECKS, readManifest } from './published-packages.ts'
import { runSuccessfully } from './run-command.ts'

/** The consumer's version of the framework: the pinned one, or the oldest that is supported. */
export type PeerAge = 'pinned' | 'oldest'

/** Installs a package with its dependencies of this repository and its peers, and nothing else. */
export async function createConsumer(
  folder: string,
  each: PackedPackage,
  packages: readonly PackedPackage[],
  peerAge: PeerAge = 'pinned',
): Promise<void> {
  const { dependencies, peerDependencies } = each.manifest
  const needed = Object.keys({ ...dependencies, ...peerDependencies })
  const tarballs = [each, ...packages.filter(({ manifest }) => needed.includes(manifest.name))]
  await installPackages(folder, [
    ...tarballs.map(({ tarball }) => tarball),
    ...listPeers(each, peerAge),
    `@types/node@${pinned('@types/node')}`,
  ])
  await cp(join(CHECKS, 'consumers'), join(folder, 'consumers'), { recursive: true })
}

/** The frameworks and queues that a package asks for, as npm takes them. */
export function listPeers({ manifest }: PackedPackage, peerAge: PeerAge = 'pinned'): string[] {
  return Object.entries(manifest.peerDependencies ?? {})
    .filter(([name]) => !name.startsWith('@paystablecoin/'))
    .map(([name, range]) => `${name}@${peerAge === 'pinned' ? pinned(name) : oldest(range)}`)
}

/** Installs these packages into a folder of its own. */
export async function installPackages(folder: string, specs: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
  const flags = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
  await runSuccessfully('npm', ['install', ...flags, ...specs], folder)
}

/** The version of a package that the checks use. */
export function pinned(name: string): string {
  return readManifest(join(CHECKS, 'node_modules', name)).version
}

function oldest(range: string): string {
  const version = /\d+\.\d+\.\d+/.exec(range)?.[0]
  if (version === undefined) throw new Error(`The range ${range} names no oldest version`)
  return version
}
