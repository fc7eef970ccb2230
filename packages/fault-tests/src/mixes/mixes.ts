/**
 * The mixes of faults, and how many creations may at most end refused or unknown under each: derived from its rates.
 * Runs nothing.
 *
 * @module
 */
import { REJECTED_SHARE } from '../creating/plan-order.ts'
import type { FateRates } from './network.ts'

/** A mix of faults. */
export interface Mix {
  readonly name: string
  readonly rates: FateRates
  /** How far each merchant's clock is ahead of the provider's. */
  readonly clockErrorsMs: readonly number[]
  readonly lyingDates: number
  /** How many orders are created again after a death: not where a signature that a lie moved ahead may have been sent before it. */
  readonly deaths: number
}

const MINUTE_MS = 60_000
const WINDOW_MS = 5 * MINUTE_MS
const RIGHT_CLOCKS = { clockErrorsMs: [0, 0, 0, 0], lyingDates: 0, deaths: 0.1 }

export const MIXES: readonly Mix[] = [
  {
    name: 'calls are lost',
    rates: { 'no connection': 0.1, lost: 0.2, 'gateway error': 0.1 },
    ...RIGHT_CLOCKS,
  },
  { name: 'answers are lost', rates: { 'answer lost': 0.5 }, ...RIGHT_CLOCKS },
  { name: 'calls arrive late', rates: { late: 0.4 }, ...RIGHT_CLOCKS },
  {
    name: 'the provider answers with errors',
    rates: { 'gateway error': 0.1, 'internal error': 0.2, 'undocumented code': 0.15 },
    ...RIGHT_CLOCKS,
  },
  {
    name: 'clocks are wrong',
    rates: { late: 0.15 },
    clockErrorsMs: [-7 * MINUTE_MS, 7 * MINUTE_MS, -4 * MINUTE_MS, 4 * MINUTE_MS],
    lyingDates: 0.1,
    deaths: 0,
  },
  {
    name: 'clocks are wrong and headers lie',
    rates: { late: 0.4 },
    clockErrorsMs: [-7 * MINUTE_MS, 7 * MINUTE_MS],
    lyingDates: 0.5,
    deaths: 0,
  },
  {
    name: 'all at once',
    rates: {
      'no connection': 0.05,
      lost: 0.05,
      late: 0.1,
      'gateway error': 0.05,
      'answer lost': 0.1,
      'internal error': 0.05,
      'undocumented code': 0.05,
    },
    clockErrorsMs: [0, -7 * MINUTE_MS, 0, 4 * MINUTE_MS],
    lyingDates: 0.02,
    deaths: 0,
  },
]

/** How many creations may end in each way. */
export interface Limits {
  readonly refused: number
  readonly unknownOrders: number
  readonly unknownRefunds: number
}

/** How much was created, and how often a merchant began without knowing its clock's error. */
export interface Amounts {
  readonly orders: number
  readonly refunds: number
  readonly starts: number
}

/**
 * The limits of a mix: what is expected, and five standard deviations more.
 *
 * An attempt fails `before` it takes effect, or after; an order is sent up to three times, a refund again only while nothing was
 * sent, and the query that follows is sent three times, unless a code that no document names ends it. So an order ends unknown when
 * no attempt took effect (three times `before`); when one did, but its answer failed and so did all queries; or when the provider
 * rejects it after an attempt that failed, for its absence is not proven yet. One that is created again after a death counts like one
 * with a failed attempt. A refund ends unknown when its attempt failed before it took effect, or when its answer failed and so did
 * all queries. A creation is refused without a reason only when a clock is wrong by more than the window, the merchant does not know
 * that yet, and it is a refund, for which no correction is tried that nothing has proven, or the header that would tell it lies; the
 * next one then learns it, or is one of these again. Before it is learned, each creation has two attempts at most, after which a
 * refusal by the clock ends it: unknown when one of them failed.
 */
export function limitsOf(
  { rates, lyingDates, clockErrorsMs, deaths }: Mix,
  amounts: Amounts,
): Limits {
  const { 'no connection': never = 0, lost = 0, late = 0, 'gateway error': gateway = 0 } = rates
  const before = lost + late + gateway
  const failed = Object.values(rates).reduce((sum, rate) => sum + rate, 0)
  const after = failed - never - before
  const { 'undocumented code': ending = 0 } = rates
  const again = failed - ending
  const queriesFail = again ** 3 + ending * (1 + again + again ** 2)
  const unknownOrder =
    (before + never) ** 3 + (failed + deaths) * queriesFail + REJECTED_SHARE * (failed + deaths)
  const unknownRefund = (1 + never + never ** 2) * (before + after * queriesFail)
  const { orders, refunds, starts } = amounts
  const wrong = clockErrorsMs.filter((ms) => Math.abs(ms) > WINDOW_MS).length
  const learned = (1 - lyingDates) * (orders / (orders + refunds))
  const refusedFirst = (1 - learned) / learned
  const unlearned = (starts * (1 + refusedFirst) * wrong) / clockErrorsMs.length
  const byClock = (2 * failed * unlearned) / (orders + refunds)
  return {
    refused: mostOf((starts * refusedFirst * wrong) / clockErrorsMs.length),
    unknownOrders: mostOf(orders * (unknownOrder + byClock)),
    unknownRefunds: mostOf(refunds * (unknownRefund + byClock)),
  }
}

function mostOf(expected: number): number {
  return Math.ceil(expected + 5 * Math.sqrt(expected))
}
