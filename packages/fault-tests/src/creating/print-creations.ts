/**
 * The tables of part 1: how creations ended, what was injected, how many attempts they took, and what the reconciliation found.
 *
 * @module
 */
import type { CallRecord } from '@paystablecoin/emulator'
import { countEach, print, printTable } from '../support/print.ts'
import type { PlacedWithAttempts } from './place-order.ts'
import type { Resolved } from './resolve-doubts.ts'

/** What is printed. */
export interface Creations {
  readonly placed: readonly PlacedWithAttempts[]
  /** The calls that reached the provider. */
  readonly calls: readonly CallRecord[]
  /** The attempts that the clients made. */
  readonly attempts: number
  readonly resolved: Resolved
}

/** Prints the tables. Returns how many attempts certainly hit a fault of the emulator. */
export function printCreations({ placed, calls, attempts, resolved }: Creations): number {
  printTable(['outcome', 'orders'], countEach(placed.map(({ ending }) => ending)))
  printTable(
    ['attempts of a creation', 'orders'],
    countEach(placed.map(({ attempts: count }) => String(count))).toSorted(([a], [b]) =>
      a.localeCompare(b),
    ),
  )
  const faults = countEach(calls.flatMap(({ fault = [] }) => fault))
  const neverArrived = attempts - calls.length
  const faulty = calls.filter(({ fault }) => fault !== undefined).length
  printTable(
    ['fault', 'attempts'],
    [...faults, ['(never arrived: the port was closed)', neverArrived]],
  )
  print(`  ${faulty} of ${attempts} attempts hit a fault: ${percent(faulty, attempts)}`)
  printTable(
    ['after one reconciliation, of the unknown', 'orders'],
    [
      ...countEach(resolved.existing.values()).map(([status, count]) => [
        `exists, ${status}`,
        count,
      ]),
      ['proven not to exist', resolved.absent.size],
      ['still unknown', resolved.unresolved.length],
    ],
  )
  return faulty
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`
}
