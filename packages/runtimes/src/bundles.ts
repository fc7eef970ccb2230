/**
 * The entries as JavaScript: with imports of the installed packages, or with everything in one file.
 *
 * @module
 */
import { build } from 'esbuild'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HOME } from './paths.ts'
import { INSTALLED } from './project.ts'

/** A kind of place that takes one file only. */
export type SingleFilePlace = 'worker' | 'page'

/** Makes a module of an entry. The packages stay imports, which the runtime resolves in the project. */
export async function bundleEntry(project: string, entry: string): Promise<string> {
  const outfile = join(project, `${entry}.js`)
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

/** Makes one file of an entry and the installed packages. */
export async function bundleWhole(
  project: string,
  entry: string,
  place: SingleFilePlace,
): Promise<string> {
  const outfile = join(project, `${entry}-${place}.js`)
  await build({
    entryPoints: [await bundleEntry(project, entry)],
    outfile,
    bundle: true,
    format: place === 'page' ? 'iife' : 'esm',
    platform: 'browser',
    conditions: place === 'page' ? [] : ['workerd', 'worker'],
    target: 'es2022',
    external: ['node:*'],
    logLevel: 'warning',
  })
  return readFile(outfile, 'utf8')
}
