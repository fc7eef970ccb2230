/**
 * `pnpm test:fuzz`: changed webhooks to the receiver and to an oracle, and the score.
 *
 * @module
 */
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { wholeNumber } from '../options.ts'
import { createChecks, print, printTable } from '../support/print.ts'
import { fuzz } from './run-fuzz.ts'
import type { Comparison } from './run-fuzz.ts'
import { REASONS } from './webhook-case.ts'

const DEFAULT_COUNT = 200_000

const { values } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== '--'),
  options: { seed: { type: 'string' }, count: { type: 'string' } },
})
const seed = wholeNumber('seed', values.seed) ?? randomInt(1e9)
const count = wholeNumber('count', values.count) ?? DEFAULT_COUNT
print(`seed ${seed}, ${count} webhooks: repeat this run with --count ${count} --seed ${seed}`)

const startedMs = Date.now()
const { counts, mismatch } = await fuzz({ seed, count })
const seconds = (Date.now() - startedMs) / 1_000

printTable(
  ['verdict', 'webhooks'],
  REASONS.map((reason) => [reason, counts.get(reason) ?? 0]),
)
print(`  in ${seconds.toFixed(1)} s`)
const checks = createChecks()
checks.expect("every verdict is the oracle's", mismatch === undefined)
if (mismatch === undefined) {
  for (const reason of REASONS) checks.expect(`${reason} occurs`, counts.has(reason))
} else printMismatch(mismatch)

const { passed, failed } = checks.score()
print(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

function printMismatch({ recipe, webhook, expected, actual }: Comparison): void {
  print(`  webhook ${recipe.index} of seed ${seed}, with what is not needed left out:`)
  for (const { name } of recipe.changes) print(`    ${name}`)
  const body = webhook.body.toString('base64')
  print(JSON.stringify({ expected, actual, webhook: { ...webhook, body } }, undefined, 2))
  print('  (the body is in Base64)')
}
