/**
 * What must hold after a day in the shop: its effects agree with the provider's orders.
 *
 * @module
 */
import { isFinalStatus, sameAmount } from '@paystablecoin/core'
import type { Order } from '@paystablecoin/core'
import type { Delivery } from '@paystablecoin/emulator'
import { countEach, print, printTable } from '../support/print.ts'
import type { Checks } from '../support/print.ts'
import { foldEffects } from './shop-books.ts'
import type { Effect, OrderResult } from './shop-books.ts'

/** A day that has ended. */
export interface DayOver {
  /** The provider's orders. */
  readonly orders: ReadonlyMap<string, Order>
  readonly effects: readonly Effect[]
  readonly deliveries: readonly Delivery[]
  /** Whether the shop was killed during the day. */
  readonly wasKilled: boolean
}

/** Prints a day and checks it. */
export function checkShop(day: DayOver, checks: Checks): void {
  const { orders, effects, deliveries, wasKilled } = day
  const results = foldEffects(effects)
  printDay(day, results)
  const { expect, expectNone } = checks
  expect('about one payment in five never had a webhook', isAboutAFifth(unsentShare(deliveries)))
  const final = [...orders].filter(([, { status }]) => isFinalStatus(status))

  expectNone(
    'every order is final at the provider',
    [...orders].filter(([, { status }]) => !isFinalStatus(status)).map(([id]) => id),
  )
  const had = new Set(effects.map(({ id, status }) => `${id} ${status}`))
  expectNone(
    'each order had the effect of its final state',
    final.filter(([id, { status }]) => !had.has(`${id} ${status}`)).map(([id]) => id),
  )
  if (!wasKilled) expectNone('each effect happened once', repeatedEffects(effects))
  expectNone(
    "the final states equal the provider's",
    [...orders].filter(([id, { status }]) => results.get(id)?.status !== status).map(([id]) => id),
  )
  expectNone(
    'each customer is credited what was paid, once',
    [...orders].filter(([id, order]) => !isCredited(order, results.get(id))).map(([id]) => id),
  )
  expectNone(
    'no effect is about an order that does not exist',
    [...results.keys()].filter((id) => !orders.has(id)),
  )
}

// The share of paid orders without a webhook; one of several copies is enough.
function unsentShare(deliveries: readonly Delivery[]): number {
  const paid = deliveries.filter(({ kind, status }) => kind === 'payment' && status === 'SUCCEEDED')
  const subjects = new Set(paid.map(({ subject }) => subject))
  const notified = new Set(
    paid.filter(({ state }) => state !== 'withheld').map(({ subject }) => subject),
  )
  return 1 - notified.size / subjects.size
}

function isAboutAFifth(share: number): boolean {
  return share > 0.05 && share < 0.4
}

// By the shop's own ids and what was paid, not by the event's id: that one is part of what is tested.
function repeatedEffects(effects: readonly Effect[]): readonly string[] {
  const ofOrders = effects.filter(({ id }) => id !== undefined)
  const facts = ofOrders.map(({ kind, id, status, paid }) =>
    JSON.stringify([kind, id, status, paid]),
  )
  return countEach(facts)
    .filter(([, count]) => count > 1)
    .map(([fact]) => fact)
}

function isCredited({ status, cryptoPaidAmount }: Order, result: OrderResult | undefined): boolean {
  if (status !== 'SUCCEEDED') return result?.credited === undefined
  return sameAmount(result?.credited, cryptoPaidAmount)
}

function printDay(
  { orders, effects, deliveries }: DayOver,
  results: ReadonlyMap<string, OrderResult>,
): void {
  const withheld = deliveries.filter(({ state }) => state === 'withheld')
  const attempts = deliveries.flatMap((delivery) => delivery.attempts)
  print(
    `  ${deliveries.length} webhooks in ${attempts.length} attempts, ${withheld.length} never sent; ${effects.length} effects`,
  )
  printTable(
    ['fault of a webhook', 'webhooks'],
    countEach(deliveries.flatMap(({ faults }) => faults)),
  )
  printTable(
    ['reply to a webhook', 'attempts'],
    countEach(attempts.map(({ httpStatus }) => String(httpStatus ?? 'none'))),
  )
  const atShop = new Map(countEach([...results.values()].map(({ status }) => status)))
  printTable(
    ['final state', 'provider', 'shop'],
    countEach([...orders.values()].map(({ status }) => status)).map(([status, count]) => [
      status,
      count,
      atShop.get(status) ?? 0,
    ]),
  )
  printTable(
    ['source of a final state', 'effects'],
    countEach(
      effects
        .filter(({ kind, status }) => kind === 'payment' && isFinalStatus(status ?? ''))
        .map(({ status, source }) => `${status} by ${source}`),
    ),
  )
  print(`  ${repeatedEffects(effects).length} effects happened more than once`)
}
