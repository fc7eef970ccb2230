/**
 * Part 2: a merchant's process that is killed again and again while it creates orders under faults, and one reconciliation.
 *
 * @module
 */
import { join } from 'node:path'
import { calmDown } from '../creating/create-under-faults.ts'
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
const LONGEST_LIFE_MS = 4_000

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
  const scene = { seed, provider, clock, paths, random: createRandom(seed, 'kills') }

  const lives: Life[] = []
  while (lives.length < kills) lives.push(await liveAndDie(scene, lives.length))
  const openAtTheEnd = readBooks(paths).pending.length
  await liveToTheEnd(scene, kills)
  await calmDown(provider, clock)
  const books = readBooks(paths)
  const resolved = await reconcile(scene, books)

  printLives(books, lives, resolved)
  checks.expect(
    `the process died of SIGKILL ${kills} times`,
    lives.every(({ wasKilled }) => wasKilled),
  )
  checks.expect(
    'deaths left orders under way',
    openAtTheEnd + sum(lives.map(({ open }) => open)) > 0,
  )
  const ids = books.orders.map(({ merchantOrderId }) => merchantOrderId)
  const placed = [...books.endings.values()]
  await checkCreations({ ids, placed, resolved, sandbox: provider.sandbox, clock, checks })
  await provider.close()
}

interface Scene {
  readonly seed: number
  readonly provider: Provider
  readonly clock: FastClock
  readonly paths: BookPaths
  readonly random: Random
}

interface Life {
  readonly wasKilled: boolean
  /** How many orders it left without a certain ending. */
  readonly open: number
}

function argumentOf(
  { seed, provider, clock, paths }: Scene,
  life: number,
  opensNew: boolean,
): MerchantArgument {
  return { ...paths, url: provider.url, clock: clock.settings(), seed, life, opensNew }
}

async function liveAndDie(scene: Scene, life: number): Promise<Life> {
  const child = startChild(MERCHANT, argumentOf(scene, life, true))
  await child.message()
  await pause(scene.clock, scene.random.between(0, LONGEST_LIFE_MS))
  const wasKilled = await child.kill()
  return { wasKilled, open: readBooks(scene.paths).pending.length }
}

// The last life places again what the last death left, and ends by itself.
async function liveToTheEnd(scene: Scene, life: number): Promise<void> {
  await startChild(MERCHANT, argumentOf(scene, life, false)).ended()
}

function reconcile({ provider, clock }: Scene, { endings }: Books): Promise<Resolved> {
  const client = createMerchant({ url: provider.url, clock, random: Math.random })
  const doubts = [...endings.values()].filter(({ ending }) => ending === 'unknown')
  return resolveDoubts(client, clock, doubts)
}

function printLives({ orders, endings }: Books, lives: readonly Life[], resolved: Resolved): void {
  const open = lives.map((life) => life.open)
  print(
    `  ${orders.length} orders; a death left ${Math.min(...open)} to ${Math.max(...open)} of them under way or in doubt`,
  )
  printTable(
    ['outcome, after the last life', 'orders'],
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
