/**
 * The tarballs of the published packages, packed as a release packs them.
 *
 * @module
 */
import { join } from 'node:path'
import type { PublishedPackage } from './published-packages.ts'
import { listPublishedPackages, readManifest, REPOSITORY } from './published-packages.ts'
import { runSuccessfully } from './run-command.ts'

/** A published package and its tarball. */
export interface PackedPackage extends PublishedPackage {
  tarball: string
}

/** Packs every published package into a folder. */
export async function packPackages(destination: string): Promise<PackedPackage[]> {
  const packed: PackedPackage[] = []
  for (const each of listPublishedPackages()) {
    packed.push({ ...each, tarball: await packPackage(each, destination) })
  }
  return packed
}

async function packPackage(each: PublishedPackage, destination: string): Promise<string> {
  const args = ['pack', '--pack-destination', destination]
  await runSuccessfully('npx', ['--yes', packageManager(), ...args], each.folder)
  const { name, version } = each.manifest
  return join(destination, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`)
}

function packageManager(): string {
  const { packageManager: pinned } = readManifest(REPOSITORY)
  if (pinned === undefined) throw new Error('The root package.json names no packageManager')
  return pinned
}
