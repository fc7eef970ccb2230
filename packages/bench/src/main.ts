/**
 * `pnpm bench`: measures row by row and prints each result. `--json FILE` writes the findings to a file, `--into FILE`
 * writes the table into a document, `--only WORD` measures the rows whose name contains the word.
 *
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Finding } from './measure/finding.ts'
import { installPeers } from './peers.ts'
import { describeMachine, printFinding, replaceTable, toTable } from './print.ts'
import { measureImports } from './rows/imports.ts'
import { measureRoutes } from './rows/routes.ts'
import { OTHER_RUNTIMES, runProgram, THIS_NODE } from './rows/run-program.ts'
import type { Runtime } from './rows/run-program.ts'
import { measureSizes } from './rows/sizes.ts'
import { measureWorkerd } from './rows/workerd.ts'

type Measure = (onFinding: (finding: Finding) => void) => void | Promise<void>

const program =
  (name: string, runtime: Runtime = THIS_NODE): Measure =>
  (onFinding) =>
    runProgram(name, runtime, onFinding)

const ROWS: readonly (readonly [name: string, measure: Measure])[] = [
  ['verify', program('verify')],
  ...OTHER_RUNTIMES.map((runtime) => ['verify', program('verify', runtime)] as const),
  ['web-crypto', program('web-crypto')],
  ['workerd', measureWorkerd],
  ['sign', program('sign')],
  ['orders-create', program('orders-create')],
  ['routes', measureRoutes],
  ['reject', program('reject')],
  ['size', measureSizes],
  ['import', measureImports],
  ['endurance', program('endurance', [...THIS_NODE, '--expose-gc'])],
  ['growth', program('growth')],
]

const FILE_OR_WORD = { type: 'string' } as const
const { values } = parseArgs({
  options: { json: FILE_OR_WORD, into: FILE_OR_WORD, only: FILE_OR_WORD },
})
const rows = ROWS.filter(([name]) => name.includes(values.only ?? ''))
if (rows.length === 0)
  throw new Error(`--only must be part of ${ROWS.map(([name]) => name).join()}`)

installPeers()
const findings: Finding[] = []
for (const [, measure] of rows) {
  await measure((finding) => {
    findings.push(finding)
    printFinding(finding)
  })
}
const table = toTable(findings)
process.stdout.write(table)
if (values.into !== undefined) {
  writeFileSync(values.into, replaceTable(readFileSync(values.into, 'utf8'), table))
}
if (values.json !== undefined) {
  const report = { ...describeMachine(), findings }
  writeFileSync(values.json, `${JSON.stringify(report, undefined, 2)}\n`)
}
