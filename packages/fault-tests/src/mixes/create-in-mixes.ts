/**
 * Part 4: orders and refunds under one mix of faults after the other, on a clock that nobody waits for.
 *
 * @module
 */
import { createEmulator, EMULATOR_MERCHANT } from '@paystablecoin/emulator'
import type { Emulator } from '@paystablecoin/emulator'
import { createClient } from '@paystablecoin/core'
import { costsTooMuch, orderId, planOrder } from '../creating/plan-order.ts'
import { visitCheckout } from '../shop/customers.ts'
import type { Checks } from '../support/print.ts'
import { print, printTable } from '../support/print.ts'
import { createRandom } from '../support/random.ts'
import type { Random } from '../support/random.ts'
import { createVirtualClock } from '../support/virtual-clock.ts'
import type { VirtualClock } from '../support/virtual-clock.ts'
import { checkMix } from './check-mix.ts'
import type { MixResult } from './check-mix.ts'
import { CREATIONS_PER_START, createMerchant } from './merchant.ts'
import type { Merchant } from './merchant.ts'
import { limitsOf, MIXES } from './mixes.ts'
import type { Mix } from './mixes.ts'
import { createNetwork } from './network.ts'

const ORDERS = 400
const REFUNDS = 200
const STARTS = (ORDERS + REFUNDS) / CREATIONS_PER_START
const EPOCH_MS = 1_764_000_000_000
const DAY_MS = 86_400_000
const CREATIONS_PER_ROUND = 10
/** How long after the last creation the merchants ask about what is in doubt. */
const LATER_MS = [60_000, 180_000, 301_000, 420_000, 601_000, 901_000, 3_000_000, 20_000_000]

/** Runs part 4. */
export async function createInMixes(seed: number, checks: Checks): Promise<void> {
  print(
    `\n4. ${ORDERS} orders and ${REFUNDS} refunds under each of ${MIXES.length} mixes of faults`,
  )
  const results: MixResult[] = []
  for (const mix of MIXES) {
    const clock = createVirtualClock(EPOCH_MS)
    results.push(await clock.runUntil(runMix(mix, seed, clock)))
  }
  printTable(
    [
      'mix',
      'refused',
      'at most',
      'unknown orders',
      'at most',
      'refunds',
      'at most',
      'proven absent',
    ],
    results.map(({ mix, refused, unknownOrders, unknownRefunds, limits, absent }) => [
      mix.name,
      refused.length,
      limits.refused,
      unknownOrders,
      limits.unknownOrders,
      unknownRefunds,
      limits.unknownRefunds,
      absent.length,
    ]),
  )
  for (const result of results) checkMix(result, checks)
}

async function runMix(mix: Mix, seed: number, clock: VirtualClock): Promise<MixResult> {
  const random = createRandom(seed, mix.name)
  const emulator = createEmulator({
    clock,
    seed,
    confirmationMs: 0,
    refundMs: 3_600_000,
    maxRecords: 1_000_000,
  })
  const paid = await sellUndisturbed(emulator, seed, clock)
  const network = createNetwork({ emulator, clock, random, ...mix })
  const { deaths, lyingDates } = mix
  const merchants = mix.clockErrorsMs.map((clockErrorMs, index) => {
    // Where headers lie, only the time that the client computed is a proof.
    const storesProofTimes = lyingDates > 0 || index % 2 === 0
    return createMerchant({ clock, clockErrorMs, deaths, storesProofTimes, network, random })
  })
  await createAll(merchants, paid, seed, clock, random)
  for (const laterMs of LATER_MS) {
    await clock.pause(laterMs)
    for (const merchant of merchants) await merchant.reconcile()
  }
  network.heal()
  await clock.pause(3 * DAY_MS)
  for (const merchant of merchants) await merchant.reconcile()
  await emulator.close()
  return resultOf(mix, merchants, network.refundsSentAgain(), emulator)
}

async function sellUndisturbed(
  emulator: Emulator,
  seed: number,
  clock: VirtualClock,
): Promise<readonly string[]> {
  const { fetch } = emulator
  const client = createClient({
    ...EMULATOR_MERCHANT,
    baseUrl: 'http://emulator.test',
    clock,
    fetch: (url, init) => clock.hold(fetch(url, { ...init, signal: null })),
  })
  const random = createRandom(seed, 'undisturbed')
  const paid: string[] = []
  while (paid.length < REFUNDS) {
    const id = orderId('PAID', seed, paid.length)
    const order = {
      ...planOrder(random, id, clock.now() + DAY_MS),
      orderAmount: { value: '5.00', currency: 'USD' },
    }
    const { checkoutUrl } = await client.orders.create(order)
    await clock.hold(visitCheckout(emulator, checkoutUrl, ['pay']))
    const { acquiringOrderId } = await client.orders.retrieve(id)
    paid.push(acquiringOrderId ?? '')
  }
  return paid
}

async function createAll(
  merchants: readonly Merchant[],
  paid: readonly string[],
  seed: number,
  clock: VirtualClock,
  random: Random,
): Promise<void> {
  for (let index = 0; index < ORDERS + REFUNDS; index += 1) {
    const merchant = random.pick(merchants)
    if (index % 3 === 0) await merchant.createRefund(`REFUND_${index}`, paid[index / 3] ?? '')
    else {
      const id = orderId('MIX', seed, index)
      await merchant.createOrder(planOrder(random, id, clock.now() + 2 * DAY_MS))
    }
    if (index % CREATIONS_PER_ROUND === 0) await merchant.reconcile()
  }
}

function resultOf(
  mix: Mix,
  merchants: readonly Merchant[],
  sentAgain: readonly string[],
  emulator: Emulator,
): MixResult {
  const creations = merchants.flatMap((merchant) => merchant.creations)
  const unknown = creations.filter(({ ending }) => ending === 'unknown')
  return {
    mix,
    limits: limitsOf(mix, { orders: ORDERS, refunds: REFUNDS, starts: STARTS }),
    creations,
    sentAgain,
    emulator,
    refused: creations.filter(
      ({ ending, order }) => ending === 'rejected' && (order === undefined || !costsTooMuch(order)),
    ),
    unknownOrders: unknown.filter(({ kind }) => kind === 'payment').length,
    unknownRefunds: unknown.filter(({ kind }) => kind === 'refund').length,
    doubts: merchants.flatMap(({ doubts }) => [...doubts.keys()]),
    absent: merchants.flatMap(({ absent }) => absent),
    effects: merchants.flatMap(({ effects }) => effects),
  }
}
