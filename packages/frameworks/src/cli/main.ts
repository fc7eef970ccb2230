/**
 * `pnpm test:frameworks [name…]`: the recipe of every framework with the packed packages, and a table of the results.
 *
 * @module
 */
import { packInto } from '@paystablecoin/runtimes/pack'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Tarballs } from '../app.ts'
import { FRAMEWORKS } from '../frameworks.ts'
import type { Framework } from '../framework.ts'
import { runAll } from '../run-all.ts'
import { countFailed, formatFailures, formatTable } from '../table.ts'
import type { AppReport } from '../table.ts'

const selected = select(process.argv.slice(2))
console.log('Packing the packages…')
const folder = await mkdtemp(join(tmpdir(), 'paystablecoin-tarballs-'))
try {
  const reports = await runAll(selected, await pack(), announce)
  console.log(`\n${formatTable(reports)}\n`)
  const failed = countFailed(reports)
  if (failed > 0) console.log(`Failed:\n${formatFailures(reports)}\n`)
  const passed = reports.flatMap(({ results }) => results).length - failed
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1
} finally {
  await rm(folder, { recursive: true, force: true })
}

function select(words: readonly string[]): readonly Framework[] {
  const unknown = words.find((word) => !FRAMEWORKS.some(({ name }) => name === word))
  if (unknown !== undefined) {
    const names = FRAMEWORKS.map(({ name }) => name).join(', ')
    throw new Error(`There is no recipe "${unknown}". There are: ${names}.`)
  }
  return FRAMEWORKS.filter(({ name }) => words.length === 0 || words.includes(name))
}

async function pack(): Promise<Tarballs> {
  const names = [...new Set(FRAMEWORKS.flatMap(({ uses }) => ['core', ...uses]))]
  const files = await packInto(
    join(folder, 'tarballs'),
    names.map((name) => `@paystablecoin/${name}`),
  )
  const nameOf = (file: string): string => /paystablecoin-([a-z]+)-/.exec(basename(file))?.[1] ?? ''
  return Object.fromEntries(files.map((file) => [nameOf(file), file]))
}

function announce({ framework, results, durationMs }: AppReport): void {
  const failed = countFailed([{ results }])
  const outcome = failed === 0 ? `${results.length} cases` : `${failed} of ${results.length} failed`
  console.log(`${framework.title}: ${outcome} in ${(durationMs / 1000).toFixed(1)} s`)
}
