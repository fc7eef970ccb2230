/**
 * Part 1: orders created under faults, by merchants with right and wrong clocks, and one reconciliation afterwards.
 *
 * @module
 */
import type { Checks } from '../support/print.ts'
import { print } from '../support/print.ts'
import { createFastClock, newClockSettings, pause } from '../support/fast-clock.ts'
import type { FastClock } from '../support/fast-clock.ts'
import { createRandom } from '../support/random.ts'
import { aimFaults, CALL_RATES } from '../provider/fault-mix.ts'
import { createMerchant, startProvider } from '../provider/start-provider.ts'
import type { Provider } from '../provider/start-provider.ts'
import { checkCreations } from './check-creations.ts'
import { orderId, planOrder } from './plan-order.ts'
import type { PlannedOrder } from './plan-order.ts'
import { placeOrder } from './place-order.ts'
import type { PlacedWithAttempts } from './place-order.ts'
import { printCreations } from './print-creations.ts'
import { PROOF_MS, resolveDoubts } from './resolve-doubts.ts'

const MERCHANTS = 12
const WRONG_CLOCK_MS = -7 * 60_000

/** Runs part 1. */
export async function createUnderFaults(
  seed: number,
  count: number,
  checks: Checks,
): Promise<void> {
  print(`\n1. ${count} orders created under faults`)
  const clock = createFastClock(newClockSettings())
  const random = createRandom(seed, 'orders')
  const expiresAtMs = clock.now() + 6 * 3_600_000
  const orders = Array.from({ length: count }, (_, index) =>
    planOrder(random, orderId('PART1', seed, index), expiresAtMs),
  )
  const ids = orders.map((order) => order.merchantOrderId)
  const rules = aimFaults(ids, createRandom(seed, 'aimed faults'))
  const provider = await startProvider({ seed, clock, rates: CALL_RATES, rules })

  const counts = { attempts: 0 }
  const placed = await placeAll(orders, { seed, clock, provider, counts })
  const calls = provider.emulator.calls()
  await endFaults(provider, clock)
  const doubts = placed.filter(({ ending }) => ending === 'unknown')
  const resolved = await resolveDoubts(createPlainMerchant(provider, clock), clock, doubts)

  const faulty = printCreations({ placed, calls, attempts: counts.attempts, resolved })
  checks.expect('at least 30 % of the attempts hit a fault', faulty >= 0.3 * counts.attempts)
  await checkCreations({ ids, placed, resolved, emulator: provider.emulator, clock, checks })
  await provider.close()
}

/** Ends the faults and skips so much time that nothing sent before can still take effect. */
export async function endFaults({ emulator }: Provider, clock: FastClock): Promise<void> {
  emulator.faults.clear()
  // A port that a fault has closed is open again after a second.
  await pause(clock, 2_000)
  clock.skip(PROOF_MS)
}

function createPlainMerchant(
  { url }: Provider,
  clock: FastClock,
): ReturnType<typeof createMerchant> {
  return createMerchant({ url, clock, random: Math.random })
}

interface Run {
  readonly seed: number
  readonly clock: FastClock
  readonly provider: Provider
  readonly counts: { attempts: number }
}

async function placeAll(
  orders: readonly PlannedOrder[],
  run: Run,
): Promise<readonly PlacedWithAttempts[]> {
  const queue = orders.values()
  const merchants = Array.from({ length: MERCHANTS }, (_, index) => runMerchant(queue, index, run))
  return (await Promise.all(merchants)).flat()
}

// The queue is shared, so each order goes to one merchant. Every other merchant's clock is seven minutes slow.
async function runMerchant(
  queue: Iterator<PlannedOrder>,
  index: number,
  { seed, clock, provider, counts }: Run,
): Promise<PlacedWithAttempts[]> {
  let attempts = 0
  const client = createMerchant({
    url: provider.url,
    clock,
    random: createRandom(seed, `merchant ${index}`).fraction,
    clockErrorMs: index % 2 === 0 ? 0 : WRONG_CLOCK_MS,
    hooks: {
      beforeRequest: ({ route }) => {
        counts.attempts += 1
        if (route === '/orders') attempts += 1
      },
    },
  })
  const placed: PlacedWithAttempts[] = []
  for (let next = queue.next(); next.done !== true; next = queue.next()) {
    attempts = 0
    const order = await placeOrder(client, next.value, clock.now)
    placed.push({ ...order, attempts })
  }
  return placed
}
