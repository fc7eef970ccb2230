/**
 * The entries as JavaScript: with imports of the installed packages, or with everything in one file.
 *
 * @module
 */
import { build } from 'esbuild'
import { join } from 'node:path'
import { HOME } from './paths.ts'
import { INSTALLED } from './project.ts'

/** A kind of place that takes one file only. */
export type SingleFilePlace = 'worker' | 'page'

const bundles = new Map<string, Promise<string>>()

/**
 * Bundles an entry into a module. The packages stay imports, which the runtime resolves in the project. Bundles once, so that no
 * file is written while a runtime reads it.
 */
export function bundleEntry(project: string, entry: string): Promise<string> {
  const outfile = join(project, `${entry}.js`)
  const bundle = bundles.get(outfile) ?? writeBundle(entry, outfile)
  bundles.set(outfile, bundle)
  return bundle
}

async function writeBundle(entry: string, outfile: string): Promise<string> {
  await build({
    entryPoints: [join(HOME, 'entries', `${entry}.ts`)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'es2022',
    external: [...INSTALLED],
    logLevel: 'warning',
  })
  return outfile
}

/** Bundles an entry and the installed packages into one file. */
export async function bundleWhole(
  project: string,
  entry: string,
  place: SingleFilePlace,
): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [await bundleEntry(project, entry)],
    write: false,
    bundle: true,
    format: place === 'page' ? 'iife' : 'esm',
    platform: 'browser',
    conditions: place === 'page' ? [] : ['workerd', 'worker'],
    target: 'es2022',
    external: ['node:*'],
    logLevel: 'warning',
  })
  return outputFiles.map(({ text }) => text).join('')
}
