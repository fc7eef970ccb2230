/**
 * The published packages, according to their manifests.
 * Must not name one.
 *
 * @module
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The repository's folder. */
export const REPOSITORY = join(import.meta.dirname, '../../..')

/** This package's folder. Its dependencies are the versions that the checks use. */
export const CHECKS = join(REPOSITORY, 'packages/release-checks')

/** The fields of a manifest that the checks read. */
export interface Manifest {
  name: string
  version: string
  private?: boolean | undefined
  homepage?: string | undefined
  bugs?: { url: string } | undefined
  repository?: { type: string; url: string; directory: string } | undefined
  exports?: Record<string, unknown> | undefined
  bin?: Record<string, string> | undefined
  dependencies?: Record<string, string> | undefined
  peerDependencies?: Record<string, string> | undefined
  peerDependenciesMeta?: Record<string, { optional?: boolean | undefined }> | undefined
  packageManager?: string | undefined
}

/** One package that is published. */
export interface PublishedPackage {
  /** `core`, `hono`, …: the name without its scope. */
  title: string
  folder: string
  manifest: Manifest
  /** What a program imports: `@paystablecoin/core`, `@paystablecoin/core/webhooks`, … */
  entries: string[]
}

/** Every package under `packages` that is not private. */
export function listPublishedPackages(): PublishedPackage[] {
  return readdirSync(join(REPOSITORY, 'packages'))
    .map((title) => ({ title, folder: join(REPOSITORY, 'packages', title) }))
    .filter(({ folder }) => existsSync(join(folder, 'package.json')))
    .map(({ title, folder }) => ({ title, folder, manifest: readManifest(folder) }))
    .filter(({ manifest }) => manifest.private !== true)
    .map((each) => ({ ...each, entries: listEntries(each.manifest) }))
}

/** A folder's manifest. */
export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}

function listEntries({ name, exports = {} }: Manifest): string[] {
  return Object.keys(exports)
    .filter((path) => path !== './package.json')
    .map((path) => name + path.slice(1))
}
