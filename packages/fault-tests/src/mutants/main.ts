/**
 * `pnpm test:mutants`: breaks one rule of core at a time, and says which suites see it. Changes core's source while it runs, and puts
 * it back. Not part of CI: it takes half an hour.
 *
 * @module
 */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { print } from '../support/print.ts'
import { MUTANTS } from './mutants.ts'
import type { Mutant } from './mutants.ts'

const CORE = new URL('../../../core/', import.meta.url)
const ROOT = new URL('../../../../', import.meta.url)
const FAULT_TESTS = 'packages/fault-tests/dist'
const PNPM = ['npx', '--yes', 'pnpm@12.21.0']

/** Each suite by its command; a suite in parts ends at the first that is red. */
const SUITES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  core: [[...PNPM, 'exec', 'vitest', 'run', 'packages/core', '--bail', '1']],
  faults: [
    ['node', `${FAULT_TESTS}/main.js`, '--quick', '--seed', '1', '--part', '4'],
    ['node', `${FAULT_TESTS}/main.js`, '--quick', '--seed', '1'],
  ],
  fuzz: [['node', `${FAULT_TESTS}/fuzz/main.js`, '--count', '5000', '--seed', '1']],
}

const [only] = process.argv.slice(2).filter((arg) => arg !== '--')
const chosen = MUTANTS.filter(({ name }) => only === undefined || name.includes(only))
let unseen = 0
for (const mutant of chosen) {
  const red = tryMutant(mutant)
  if (red.length === 0) unseen += 1
  print(
    `${red.length === 0 ? 'not ok' : 'ok    '} ${mutant.name}: ${red.join(', ') || 'all green'}`,
  )
}
build()
print(`\n${chosen.length - unseen} passed, ${unseen} failed`)
process.exitCode = unseen === 0 ? 0 : 1

function tryMutant({ file, from, to, name }: Mutant): readonly string[] {
  const path = new URL(`src/${file}`, CORE)
  const source = readFileSync(path, 'utf8')
  if (source.split(from).length !== 2) throw new Error(`${name}: its text is not once in ${file}`)
  writeFileSync(
    path,
    source.replace(from, () => to),
  )
  try {
    build()
    return Object.keys(SUITES).filter((suite) => SUITES[suite]?.some((command) => !run(command)))
  } finally {
    writeFileSync(path, source)
  }
}

function build(): void {
  if (!run([...PNPM, '--filter', '@paystablecoin/core', 'build']))
    throw new Error('core does not build')
}

function run([command = '', ...args]: readonly string[]): boolean {
  return spawnSync(command, args, { cwd: ROOT, stdio: 'ignore' }).status === 0
}
