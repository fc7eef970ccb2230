/**
 * `pnpm test:faults`: the four parts, one after the other, and the score.
 *
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createUnderFaults } from './creating/create-under-faults.ts'
import { killWhileCreating } from './killing/kill-while-creating.ts'
import { createInMixes } from './mixes/create-in-mixes.ts'
import { createChecks, print } from './support/print.ts'
import { runWithin } from './support/watchdog.ts'
import { readOptions } from './options.ts'
import { keepShop } from './shop/keep-shop.ts'

const PART_LIMIT_MS = 300_000

const options = readOptions(process.argv.slice(2))
const { seed } = options
const checks = createChecks()
const directory = mkdtempSync(join(tmpdir(), 'paystablecoin-faults-'))
print(`seed ${seed}: repeat this run with --seed ${seed}`)

interface Part {
  readonly part: number
  readonly name: string
  readonly run: () => Promise<void>
}

const parts: readonly Part[] = [
  { part: 1, name: 'part 1', run: () => createUnderFaults(seed, options.orders, checks) },
  {
    part: 2,
    name: 'part 2',
    run: () => killWhileCreating({ seed, kills: options.kills, directory, checks }),
  },
  {
    part: 3,
    name: 'part 3, never killed',
    run: () =>
      keepShop({
        part: 'PART3_ALIVE',
        title: `3a. ${options.shopOrders} orders through a shop that is never killed`,
        seed,
        orders: options.shopOrders,
        kills: 0,
        directory,
        checks,
      }),
  },
  {
    part: 3,
    name: 'part 3, killed',
    run: () =>
      keepShop({
        part: 'PART3_KILLED',
        title: `3b. ${options.shopOrders} orders through a shop that is killed ${options.shopKills} times`,
        seed,
        orders: options.shopOrders,
        kills: options.shopKills,
        directory,
        checks,
      }),
  },
  { part: 4, name: 'part 4', run: () => createInMixes(seed, checks) },
]

try {
  for (const { part, name, run } of parts) {
    if (part === (options.part ?? part)) await runWithin(PART_LIMIT_MS, name, run)
  }
} finally {
  rmSync(directory, { recursive: true, force: true })
}

const { passed, failed } = checks.score()
print(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
