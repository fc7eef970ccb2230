/**
 * Packs once for all checks, into a folder that is removed afterwards. With `TARBALL_FOLDER` the tarballs stay there: a release
 * publishes the files that were checked.
 *
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { packPackages } from '../src/pack-packages.ts'
import type { PackedPackage } from '../src/pack-packages.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** An empty folder outside of the repository, so that no package of it resolves by accident. */
    workFolder: string
    packages: PackedPackage[]
  }
}

export default async function packOnce({ provide }: TestProject): Promise<() => Promise<void>> {
  const workFolder = await mkdtemp(join(tmpdir(), 'paystablecoin-checks-'))
  provide('workFolder', workFolder)
  provide('packages', await packPackages(process.env['TARBALL_FOLDER'] ?? workFolder))
  return () => rm(workFolder, { recursive: true, force: true })
}
