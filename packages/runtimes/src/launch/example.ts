/**
 * The examples that need more than Node: their own tests, which boot them for real.
 *
 * @module
 */
import { runCases } from '@paystablecoin/adapter-contract/portable'
import type { CaseResult } from '@paystablecoin/adapter-contract/portable'
import { cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HOME, ROOT } from '../paths.ts'
import { runCommand } from '../run-command.ts'
import { fetchTool } from '../tools.ts'
import type { ProcessTool } from './process.ts'

/** What is checked of an example in addition to its tests. */
export type Checks = Readonly<Record<string, (project: string) => Promise<unknown>>>

/** The part of vitest's JSON report that is used. */
interface VitestReport {
  readonly testResults: readonly {
    readonly message?: string
    readonly assertionResults: readonly {
      readonly title: string
      readonly status: string
      readonly failureMessages: readonly string[] | null
    }[]
  }[]
}

const GROUP = 'example'

/** Runs an example's tests and checks. */
export async function runExample(
  project: string,
  folder: string,
  checks: Checks,
): Promise<readonly CaseResult[]> {
  const cases = Object.entries(checks).map(([title, check]) => ({
    title,
    timeoutMs: 120_000,
    run: async () => void (await check(project)),
  }))
  return [...(await runTests(project, folder)), ...(await runCases({ [GROUP]: cases }))]
}

async function runTests(project: string, folder: string): Promise<readonly CaseResult[]> {
  const outputFile = join(project, `${folder}.json`)
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs')
  const config = join(HOME, 'examples/vitest.config.ts')
  const report = ['--reporter=json', `--outputFile=${outputFile}`]
  const args = [vitest, 'run', '--root', ROOT, '--config', config, ...report, `examples/${folder}/`]
  const run = runCommand(process.execPath, args, { cwd: ROOT })
  // Failing tests also cause an exit code; the report says more.
  const failure = await run.then(
    () => undefined,
    (error: unknown) => error,
  )
  const results = await readFile(outputFile, 'utf8').then(readReport, () => [])
  if (results.length === 0) throw failure ?? new Error('no test ran')
  return results
}

function readReport(json: string): readonly CaseResult[] {
  const { testResults } = JSON.parse(json) as VitestReport
  return testResults.flatMap(({ message = '', assertionResults }) =>
    assertionResults.map(({ title, status, failureMessages }) => {
      const ok = status === 'passed'
      const error = ok ? undefined : [...(failureMessages ?? []), message, status].join('\n')
      return { group: GROUP, title, ok, error }
    }),
  )
}

/** Checks the types of Deno's example against the packages as they are installed by npm. */
export async function checkTypesWithDeno(project: string, tool: ProcessTool): Promise<void> {
  const source = join(project, 'deno-example')
  await cp(join(ROOT, 'examples/deno/src'), source, { recursive: true })
  const command = join(await fetchTool(tool.name, tool.version), tool.bin)
  await runCommand(command, ['check', '--quiet', join(source, 'main.ts')], { cwd: project })
}
