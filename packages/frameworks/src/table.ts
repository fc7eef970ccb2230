/**
 * The table of apps and cases, and the failures below it.
 * Must not know how a result was obtained.
 *
 * @module
 */
import type { CaseResult } from '@paystablecoin/adapter-contract/portable'
import type { Framework } from './framework.ts'
import { RUNTIMES, testedVersion } from './framework.ts'

/** The results of one app. */
export interface AppReport {
  readonly framework: Framework
  readonly results: readonly CaseResult[]
  readonly durationMs: number
}

/** The table as text. */
export function formatTable(reports: readonly AppReport[]): string {
  const rows = [['framework', 'version', 'on', 'package', 'cases', 'time'], ...reports.map(toRow)]
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  return rows
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .map((line) => line.trimEnd())
    .join('\n')
}

function toRow({ framework, results, durationMs }: AppReport): readonly string[] {
  const { title, version } = RUNTIMES[framework.runtime ?? 'node']
  const failed = countFailed([{ results }])
  const passed = String(results.length - failed)
  return [
    framework.title,
    testedVersion(framework),
    `${title} ${version}`,
    framework.uses.join(', '),
    failed === 0 ? passed : `${passed} ${failed}!`,
    `${(durationMs / 1000).toFixed(1)} s`,
  ]
}

/** How many cases failed. */
export function countFailed(reports: readonly Pick<AppReport, 'results'>[]): number {
  return reports.flatMap(({ results }) => results).filter(({ ok }) => !ok).length
}

/** The failures with their error messages. */
export function formatFailures(reports: readonly AppReport[]): string {
  return reports
    .flatMap(({ framework, results }) =>
      results
        .filter(({ ok }) => !ok)
        .map(({ title, error }) => `  ! ${framework.title}: ${title}\n    ${error}`),
    )
    .join('\n')
}
