/**
 * Bundles a program with all its imports into one minified file, by esbuild.
 *
 * @module
 */
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import type { BuildOptions } from 'esbuild'
import type { Target } from './programs.ts'
import { REPOSITORY } from './published-packages.ts'

/** The result of bundling. */
export interface Bundle {
  code: string
  gzipBytes: number
  /** The files in it, as paths from the repository's folder. */
  inputs: string[]
}

const SETTINGS: Record<Target, BuildOptions> = {
  neutral: { platform: 'neutral' },
  browser: { platform: 'browser' },
  workers: { platform: 'neutral', conditions: ['workerd', 'worker', 'browser'] },
  node: { platform: 'node' },
}

/**
 * Bundles a program as if it were a file in the folder. A warning is an error.
 *
 * @param define - Globals and their new names. A new name in the code is a use of the global, not a word in a message.
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
