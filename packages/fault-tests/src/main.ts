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

try {
  await runWithin(PART_LIMIT_MS, 'part 1', () => createUnderFaults(seed, options.orders, checks))
  await runWithin(PART_LIMIT_MS, 'part 2', () =>
    killWhileCreating({ seed, kills: options.kills, directory, checks }),
  )
  await runWithin(PART_LIMIT_MS, 'part 3, never killed', () =>
    keepShop({
      part: 'PART3_ALIVE',
      title: `3a. ${options.shopOrders} orders through a shop that is never killed`,
      seed,
      orders: options.shopOrders,
      kills: 0,
      directory,
      checks,
    }),
  )
  await runWithin(PART_LIMIT_MS, 'part 3, killed', () =>
    keepShop({
      part: 'PART3_KILLED',
      title: `3b. ${options.shopOrders} orders through a shop that is killed ${options.shopKills} times`,
      seed,
      orders: options.shopOrders,
      kills: options.shopKills,
      directory,
      checks,
    }),
  )
  await runWithin(PART_LIMIT_MS, 'part 4', () => createInMixes(seed, checks))
} finally {
  rmSync(directory, { recursive: true, force: true })
}

const { passed, failed } = checks.score()
print(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
