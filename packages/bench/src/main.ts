/**
 * `pnpm bench`: measures row by row and prints each result. `--into FILE` writes the document between its two comments, its pictures
 * beside it, and the README's lines; `--json FILE` writes the findings to a file, `--from FILE` takes them from one instead of
 * measuring, `--only WORD` measures the rows whose name contains the word.
 *
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { replaceBetween, toTable, writeBenchmarks } from './document/benchmarks.ts'
import { cellsOf } from './document/cells.ts'
import { describeMachine } from './document/machine.ts'
import type { Machine } from './document/machine.ts'
import { toReadmeLines } from './document/readme.ts'
import type { Finding } from './measure/finding.ts'
import { installPeers } from './peers.ts'
import { OTHER_NODE, THIS } from './rows/find-node.ts'
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
  ...['verify', 'crypto'].flatMap((name) =>
    [THIS_NODE, ...OTHER_RUNTIMES].map((runtime) => [name, program(name, runtime)] as const),
  ),
  ['web-crypto', program('web-crypto')],
  ['workerd', measureWorkerd],
  ['sign', program('sign')],
  ['orders-create', program('orders-create')],
  ...[THIS, OTHER_NODE].map(
    (node) => ['routes', (onFinding) => measureRoutes(node, onFinding)] as [string, Measure],
  ),
  ['reject', program('reject')],
  ['size', measureSizes],
  ['import', measureImports],
  ['endurance', program('endurance', [...THIS_NODE, '--expose-gc'])],
  ['growth', program('growth')],
  ['keys-kept', program('keys-kept')],
  ['workers', program('workers')],
]

interface Report extends Machine {
  readonly findings: readonly Finding[]
}

const TEXT = { type: 'string' } as const
const { values } = parseArgs({ options: { json: TEXT, into: TEXT, from: TEXT, only: TEXT } })
const report = values.from === undefined ? await measure(values.only ?? '') : read(values.from)
process.stdout.write(`${toTable(report.findings)}\n`)
if (values.json !== undefined) {
  writeFileSync(values.json, `${JSON.stringify(report, undefined, 2)}\n`)
}
if (values.into !== undefined) writeDocuments(values.into, report)

async function measure(only: string): Promise<Report> {
  const rows = ROWS.filter(([name]) => name.includes(only))
  if (rows.length === 0) {
    throw new Error(`--only must be part of ${ROWS.map(([name]) => name).join()}`)
  }
  installPeers()
  const startMs = performance.now()
  const findings: Finding[] = []
  for (const [, measureRow] of rows) {
    await measureRow((finding) => {
      findings.push(finding)
      process.stderr.write(`${cellsOf(finding).join(' | ')}\n`)
    })
  }
  return { ...describeMachine((performance.now() - startMs) / 60_000), findings }
}

function read(file: string): Report {
  return JSON.parse(readFileSync(file, 'utf8')) as Report
}

function writeDocuments(into: string, { findings, ...machine }: Report): void {
  const { text, pictures } = writeBenchmarks(machine, findings)
  replaceIn(into, text)
  for (const [file, svg] of pictures) writeFileSync(new URL(file, toFileUrl(into)), svg)
  replaceIn(
    new URL('../../../README.md', import.meta.url),
    `${toReadmeLines(machine.node, findings)}\n`,
  )
}

function replaceIn(file: string | URL, text: string): void {
  writeFileSync(file, replaceBetween(readFileSync(file, 'utf8'), text))
}

function toFileUrl(path: string): URL {
  return new URL(path, `file://${process.cwd()}/`)
}
