/**
 * A consumer's folder with a test runner, set up as the guide says, and the results of the same tests under each.
 *
 * @module
 */
import { build } from 'esbuild'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pinned } from './consumer.ts'
import type { PackedPackage } from './pack-packages.ts'
import { CHECKS, REPOSITORY } from './published-packages.ts'
import { runCommand, runSuccessfully } from './run-command.ts'

// The Jest that the guide names.
export const JEST = '30.5.2'

/** One test and whether it passed. */
export interface TestResult {
  readonly title: string
  readonly status: string
  readonly failure: string
}

/** What both runners' JSON reports have. */
interface Report {
  readonly testResults: readonly {
    readonly message?: string
    readonly assertionResults: readonly {
      readonly title: string
      readonly status: string
      readonly failureMessages: readonly string[] | null
    }[]
  }[]
}

const TESTS = `import { listCases } from './cases.js'

for (const { title, run } of await listCases()) test(title, run, 30_000)
`

/** Installs both runners and the packages, and writes the tests. `package.json` is the guide's block. */
export async function createTestedConsumer(
  folder: string,
  packages: readonly PackedPackage[],
): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), await readJestRecipe())
  await writeFile(join(folder, 'vitest.config.js'), 'export default { test: { globals: true } }\n')
  await writeFile(join(folder, 'packages.test.js'), TESTS)
  await bundleCases(join(folder, 'cases.js'))
  const tarballs = packages
    .filter(({ title }) => title === 'core' || title === 'emulator')
    .map(({ tarball }) => tarball)
  const runners = [`jest@${JEST}`, `vitest@${pinned('vitest')}`]
  const flags = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
  await runSuccessfully('npm', ['install', ...flags, ...tarballs, ...runners], folder)
}

/** The `package.json` for Jest, as the guide to testing has it. */
export async function readJestRecipe(): Promise<string> {
  const guide = await readFile(join(REPOSITORY, 'packages/docs/testing.md'), 'utf8')
  const recipe = /^```json\n(.*?jest.*?)^```$/ms.exec(guide)?.[1]
  if (recipe === undefined) throw new Error('The guide to testing has no recipe for Jest')
  const line = `Jest ${JEST.replace(/\.\d+$/, '')}`
  if (!guide.includes(line)) throw new Error(`The guide to testing does not say ${line}`)
  return recipe
}

async function bundleCases(outfile: string): Promise<void> {
  await build({
    entryPoints: [join(CHECKS, 'runners/cases.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'es2022',
    external: ['@paystablecoin/core', '@paystablecoin/emulator', '@paystablecoin/emulator/node'],
    logLevel: 'warning',
  })
}

/** Runs the tests as the guide's script does, by `npm test`. */
export async function runJest(folder: string): Promise<readonly TestResult[]> {
  const file = join(folder, 'jest.json')
  const args = ['test', '--', '--json', `--outputFile=${file}`]
  return readResults(file, await runCommand('npm', args, folder))
}

/** Runs the same tests by Vitest. */
export async function runVitest(folder: string): Promise<readonly TestResult[]> {
  const file = join(folder, 'vitest.json')
  const program = join(folder, 'node_modules/vitest/vitest.mjs')
  const args = [program, 'run', '--reporter=json', `--outputFile=${file}`]
  return readResults(file, await runCommand(process.execPath, args, folder))
}

async function readResults(
  file: string,
  { stdout, stderr }: { stdout: string; stderr: string },
): Promise<readonly TestResult[]> {
  const text = await readFile(file, 'utf8').catch(() => '{ "testResults": [] }')
  const { testResults }: Report = JSON.parse(text)
  const results = testResults.flatMap(({ assertionResults }) =>
    assertionResults.map(({ title, status, failureMessages }) => ({
      title,
      status,
      failure: failureMessages?.join('\n') ?? '',
    })),
  )
  if (results.length === 0) throw new Error(`No test ran.\n${stdout}${stderr}`)
  return results
}
