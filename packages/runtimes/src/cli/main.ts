/**
 * `pnpm test:runtimes [runtime…] [--broken]`: the packed packages in every runtime, and a table of the results.
 *
 * @module
 */
import { rm } from 'node:fs/promises'
import { readArguments } from './arguments.ts'
import { breakProject, createProject } from '../project.ts'
import { runAll } from '../run-all.ts'
import type { RuntimeReport } from '../run-all.ts'
import { RUNTIMES } from '../runtimes.ts'
import { count, formatFailures, formatKnown, formatMeasured, formatTable } from '../table.ts'

const { selected, broken } = readArguments(process.argv.slice(2), RUNTIMES)
console.log('Packing and installing the packages…')
const project = await createProject()
try {
  if (broken) await breakProject(project)
  // The examples use the packages of this repository, which are not broken.
  const rows = broken ? selected.filter(({ kind }) => kind === 'suite') : selected
  const reports = await runAll(rows, project, announce)
  console.log(`\n${formatTable(reports)}\n`)
  const [passed, failed] = broken ? tallyBroken(reports) : tallyResults(reports)
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1
} finally {
  await rm(project, { recursive: true, force: true })
}

function announce({ name, version, results, durationMs }: RuntimeReport): void {
  const failed = count(results, 'failed')
  const outcome = failed === 0 ? `${results.length} cases` : `${failed} of ${results.length} failed`
  console.log(`${`${name} ${version}`.trim()}: ${outcome} in ${(durationMs / 1000).toFixed(1)} s`)
}

function tallyResults(reports: readonly RuntimeReport[]): readonly [number, number] {
  const measured = formatMeasured(reports)
  if (measured !== '') console.log(`Measured:\n${measured}\n`)
  const known = formatKnown(reports)
  if (known !== '') console.log(`Known to be impossible there:\n${known}\n`)
  const failures = formatFailures(reports)
  if (failures !== '') console.log(`Failed:\n${failures}\n`)
  const results = reports.flatMap((report) => report.results)
  return [count(results, 'passed'), count(results, 'failed')]
}

// Core accepts the URL-safe alphabet here: a runtime passes when a case about that fails.
function tallyBroken(reports: readonly RuntimeReport[]): readonly [number, number] {
  const green = reports.filter(({ results }) => {
    const red = results.filter(({ status }) => status === 'failed')
    return !red.some(({ group, title }) => group === 'base64' && title.includes('URL-safe'))
  })
  for (const { name } of green) console.log(`${name} did not detect that core is broken.`)
  return [reports.length - green.length, green.length]
}
