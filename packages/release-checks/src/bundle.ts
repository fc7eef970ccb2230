/**
 * A program and what it imports as one minified file, by esbuild.
 *
 * @module
 */
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import type { BuildOptions } from 'esbuild'
import type { Target } from './programs.ts'
import { REPOSITORY } from './published-packages.ts'

/** What came of bundling. */
export interface Bundle {
  code: string
  gzipBytes: number
  /** The files that are in it, as paths from the repository's folder. */
  inputs: string[]
}

const SETTINGS: Record<Target, BuildOptions> = {
  neutral: { platform: 'neutral' },
  browser: { platform: 'browser' },
  workers: { platform: 'neutral', conditions: ['workerd', 'worker', 'browser'] },
  node: { platform: 'node' },
}

/**
 * Bundles a program that stands in a folder. A warning is an error.
 *
 * @param define - Globals by other names: what is found under such a name in the code is a use, not a word in a text.
 */
export async function bundleProgram(
  source: string,
  resolveDir: string,
  target: Target,
  define: Record<string, string> = {},
): Promise<Bundle> {
  const result = await build({
    ...SETTINGS[target],
    define,
    absWorkingDir: REPOSITORY,
    stdin: { contents: source, resolveDir, loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    metafile: true,
    logLevel: 'silent',
  })
  if (result.warnings.length > 0)
    throw new Error(result.warnings.map(({ text }) => text).join('\n'))
  const code = result.outputFiles.map(({ text }) => text).join('')
  const inputs = Object.values(result.metafile.outputs).flatMap((output) =>
    Object.entries(output.inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => path),
  )
  return { code, gzipBytes: gzipSync(code, { level: 9 }).length, inputs }
}
