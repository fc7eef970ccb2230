/**
 * The table of runtimes and groups of cases, and the lists below it.
 * Must not know how a result was obtained.
 *
 * @module
 */
import type { ClassifiedResult, ResultStatus } from './known-differences.ts'
import type { RuntimeReport } from './run-all.ts'

/** The table as text. A cell has the number of cases that passed, and of known differences and failures. */
export function formatTable(reports: readonly RuntimeReport[]): string {
  const groups = [...new Set(reports.flatMap(({ results }) => results.map(({ group }) => group)))]
  const rows = [
    ['runtime', 'version', ...groups, 'time'],
    ...reports.map((report) => [
      report.name,
      report.version,
      ...groups.map((group) => formatCell(report.results.filter((one) => one.group === group))),
      `${(report.durationMs / 1000).toFixed(1)} s`,
    ]),
  ]
  const widths = rows[0]?.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  return rows.map((row) => formatRow(row, widths ?? [])).join('\n')
}

function formatRow(row: readonly string[], widths: readonly number[]): string {
  const cells = row.map((cell, column) => {
    const width = widths[column] ?? 0
    return column < 2 ? cell.padEnd(width) : cell.padStart(width)
  })
  return cells.join('  ').trimEnd()
}

function formatCell(results: readonly ClassifiedResult[]): string {
  if (results.length === 0) return '-'
  const failed = count(results, 'failed')
  const known = count(results, 'known')
  const passed = String(results.length - failed - known)
  const marked = known === 0 ? passed : `${passed}+${known}*`
  return failed === 0 ? marked : `${marked} ${failed}!`
}

/** The number of results with this status. */
export function count(results: readonly ClassifiedResult[], status: ResultStatus): number {
  return results.filter((result) => result.status === status).length
}

/** The known differences, each with its reason and the runtimes where it occurred. */
export function formatKnown(reports: readonly RuntimeReport[]): string {
  const runtimes = new Map<string, string[]>()
  for (const { name, results } of reports) {
    for (const { group, title, status, reason = '' } of results) {
      if (status !== 'known') continue
      const line = `  * ${group}: ${title}\n    ${reason}`
      runtimes.set(line, [...(runtimes.get(line) ?? []), name])
    }
  }
  return [...runtimes].map(([line, names]) => `${line} (${names.join(', ')})`).join('\n')
}

/** What the cases measured, a line for each runtime and group. */
export function formatMeasured(reports: readonly RuntimeReport[]): string {
  return reports
    .flatMap(({ name, results }) =>
      results
        .filter(({ measured }) => measured !== undefined)
        .map(({ group, measured }) => `  ${name}: ${group}: ${measured}`),
    )
    .join('\n')
}

/** The failures with their error messages. */
export function formatFailures(reports: readonly RuntimeReport[]): string {
  return reports
    .flatMap(({ name, results }) =>
      results
        .filter(({ status }) => status === 'failed')
        .map(({ group, title, error }) => `  ! ${name}: ${group}: ${title}\n    ${error}`),
    )
    .join('\n')
}
