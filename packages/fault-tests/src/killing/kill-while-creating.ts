/**
 * Part 2: a merchant's process that is killed again and again while it creates orders under faults, then one reconciliation.
 *
 * @module
 */
import { join } from 'node:path'
import { endFaults } from '../creating/create-under-faults.ts'
import { checkCreations } from '../creating/check-creations.ts'
import { resolveDoubts } from '../creating/resolve-doubts.ts'
import type { Resolved } from '../creating/resolve-doubts.ts'
import { startChild } from '../support/child.ts'
import { createFastClock, newClockSettings, pause } from '../support/fast-clock.ts'
import type { FastClock } from '../support/fast-clock.ts'
import { countEach, print, printTable } from '../support/print.ts'
import type { Checks } from '../support/print.ts'
import { createRandom } from '../support/random.ts'
import type { Random } from '../support/random.ts'
import { CALL_RATES } from '../provider/fault-mix.ts'
import { createMerchant, startProvider } from '../provider/start-provider.ts'
import type { Provider } from '../provider/start-provider.ts'
import { readBooks } from './merchant-books.ts'
import type { BookPaths, Books } from './merchant-books.ts'
import type { MerchantArgument } from './merchant-process.ts'

/** How part 2 is run. */
export interface KillOptions {
  readonly seed: number
  readonly kills: number
  /** An empty directory. */
  readonly directory: string
  readonly checks: Checks
}

const MERCHANT = new URL('./merchant-process.js', import.meta.url)
const MAX_UPTIME_MS = 4_000

/** Runs part 2. */
export async function killWhileCreating({
  seed,
  kills,
  directory,
  checks,
}: KillOptions): Promise<void> {
  print(`\n2. A merchant killed with SIGKILL ${kills} times while it creates orders under faults`)
  const clock = createFastClock(newClockSettings())
  const paths = {
    ordersPath: join(directory, 'orders.jsonl'),
    endingsPath: join(directory, 'endings.jsonl'),
  }
  const provider = await startProvider({ seed, clock, rates: CALL_RATES })
  const setup = { seed, provider, clock, paths, random: createRandom(seed, 'kills') }

  const killed: KilledProcess[] = []
  while (killed.length < kills) killed.push(await runAndKill(setup, killed.length))
  const openAtEnd = readBooks(paths).pending.length
  await runToTheEnd(setup, kills)
  await endFaults(provider, clock)
  const books = readBooks(paths)
  const resolved = await reconcile(setup, books)

  printKills(books, killed, resolved)
  checks.expect(
    `the process was killed ${kills} times`,
    killed.every(({ wasKilled }) => wasKilled),
  )
  checks.expect(
    'kills left orders in progress',
    openAtEnd + sum(killed.map(({ open }) => open)) > 0,
  )
  const ids = books.orders.map(({ merchantOrderId }) => merchantOrderId)
  const placed = [...books.endings.values()]
  await checkCreations({ ids, placed, resolved, emulator: provider.emulator, clock, checks })
  await provider.close()
}

interface Setup {
  readonly seed: number
  readonly provider: Provider
  readonly clock: FastClock
  readonly paths: BookPaths
  readonly random: Random
}

interface KilledProcess {
  readonly wasKilled: boolean
  /** How many orders it left in progress or in doubt. */
  readonly open: number
}

function argumentOf(
  { seed, provider, clock, paths }: Setup,
  start: number,
  opensNew: boolean,
): MerchantArgument {
  return { ...paths, url: provider.url, clock: clock.settings(), seed, start, opensNew }
}

async function runAndKill(setup: Setup, start: number): Promise<KilledProcess> {
  const child = startChild(MERCHANT, argumentOf(setup, start, true))
  await child.message()
  await pause(setup.clock, setup.random.between(0, MAX_UPTIME_MS))
  const wasKilled = await child.kill()
  return { wasKilled, open: readBooks(setup.paths).pending.length }
}

// The last process creates again what the last kill left open, and ends by itself.
async function runToTheEnd(setup: Setup, start: number): Promise<void> {
  await startChild(MERCHANT, argumentOf(setup, start, false)).ended()
}

function reconcile({ provider, clock }: Setup, { endings }: Books): Promise<Resolved> {
  const client = createMerchant({ url: provider.url, clock, random: Math.random })
  const doubts = [...endings.values()].filter(({ ending }) => ending === 'unknown')
  return resolveDoubts(client, clock, doubts)
}

function printKills(
  { orders, endings }: Books,
  killed: readonly KilledProcess[],
  resolved: Resolved,
): void {
  const open = killed.map((one) => one.open)
  print(
    `  ${orders.length} orders; a kill left ${Math.min(...open)} to ${Math.max(...open)} of them in progress or in doubt`,
  )
  printTable(
    ['outcome, after the last process', 'orders'],
    countEach([...endings.values()].map(({ ending }) => ending)),
  )
  printTable(
    ['after one reconciliation, of the unknown', 'orders'],
    [
      ['known to exist', resolved.existing.size],
      ['proven not to exist', resolved.absent.size],
      ['still unknown', resolved.unresolved.length],
    ],
  )
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
