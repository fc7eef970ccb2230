/**
 * Runs the apps, two at a time, and collects their results.
 *
 * @module
 */
import { runCases } from '@paystablecoin/adapter-contract/portable'
import type { CaseResult } from '@paystablecoin/adapter-contract/portable'
import type { Tarballs } from './app.ts'
import { createCases } from './cases.ts'
import type { Framework } from './framework.ts'
import { withRunningApp } from './running-app.ts'
import type { AppReport } from './table.ts'

const AT_ONCE = 2
const GROUP = 'app'

/** Runs all of them. Never rejects: an app that does not start has one result, a failure. */
export async function runAll(
  frameworks: readonly Framework[],
  tarballs: Tarballs,
  onReport: (report: AppReport) => void,
): Promise<readonly AppReport[]> {
  const reports = new Map<string, AppReport>()
  const waiting = frameworks.values()
  const work = async (): Promise<void> => {
    for (const framework of waiting) {
      const report = await runOne(framework, tarballs)
      reports.set(framework.name, report)
      onReport(report)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return frameworks.flatMap(({ name }) => reports.get(name) ?? [])
}

async function runOne(framework: Framework, tarballs: Tarballs): Promise<AppReport> {
  const startedMs = performance.now()
  const results = await runAppCases(framework, tarballs).catch((error: unknown) => [
    { group: GROUP, title: 'it starts', ok: false, error: String(error) },
  ])
  return { framework, results, durationMs: performance.now() - startedMs }
}

function runAppCases(framework: Framework, tarballs: Tarballs): Promise<CaseResult[]> {
  return withRunningApp(framework, tarballs, async (app) => {
    const results = await runCases({ [GROUP]: createCases(app) })
    const output = `\nThe app printed: ${app.output().slice(-2000)}`
    return results.map((result) =>
      result.ok ? result : { ...result, error: `${result.error}${output}` },
    )
  })
}
