/**
 * The compilers that a consumer may have, and how to run one.
 *
 * @module
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { installPackages } from './consumer.ts'
import type { Globals } from './programs.ts'
import { CHECKS } from './published-packages.ts'
import { runCommand } from './run-command.ts'

/** The oldest TypeScript that the published types promise: generic `Uint8Array` came with it. */
export const OLDEST_TYPESCRIPT = '5.7'

/** How a consumer's compiler looks for modules. */
export type Resolution = 'nodenext' | 'bundler'

/** Installs the oldest compiler and returns the paths of both. */
export async function installCompilers(folder: string): Promise<{ oldest: string; ours: string }> {
  // The first release of that line is the strictest reading of the promise.
  await installPackages(folder, [`typescript@${OLDEST_TYPESCRIPT}.2`])
  const bin = 'node_modules/typescript/bin/tsc'
  return { oldest: join(folder, bin), ours: join(CHECKS, bin) }
}

/** Compiles one program as strictly as a consumer can, the libraries' types included where those are sound. */
export async function compileProgram(
  compiler: string,
  consumer: string,
  file: string,
  { globals, resolution }: { globals: Globals; resolution: Resolution },
): Promise<void> {
  const config = `tsconfig.${file}.${globals}.${resolution}.json`
  const settings = {
    compilerOptions: {
      target: 'es2022',
      module: resolution === 'nodenext' ? 'nodenext' : 'esnext',
      moduleResolution: resolution,
      lib: globals === 'dom' ? ['es2022', 'dom', 'dom.iterable'] : ['es2022'],
      types: globals === 'dom' ? [] : ['node'],
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      noEmit: true,
    },
    files: [`consumers/${file}`],
  }
  await writeFile(join(consumer, config), JSON.stringify(settings))
  const args = [compiler, '-p', config, '--pretty', 'false']
  const { code, stdout } = await runCommand(process.execPath, args, consumer)
  const findings = stdout.split('\n').filter((line) => line.includes('error TS'))
  const ours = findings.filter((line) => !isOfUnsoundLibrary(line))
  if (ours.length > 0 || (code !== 0 && findings.length === 0)) throw new Error(stdout)
}

// Their declarations name what they do not export, or packages that they do not bring along.
const UNSOUND_LIBRARIES = ['bullmq', 'pg-boss']

function isOfUnsoundLibrary(finding: string): boolean {
  return UNSOUND_LIBRARIES.some((name) => finding.startsWith(`node_modules/${name}/`))
}
