/**
 * What must hold after orders were created, in parts 1 and 2: what the merchant believes agrees with the provider.
 *
 * @module
 */
import type { Emulator } from '@paystablecoin/emulator'
import type { FastClock } from '../support/fast-clock.ts'
import type { Checks } from '../support/print.ts'
import { countCreations, readOrders } from '../provider/truth.ts'
import { isKnownNotToExist, isKnownToExist } from './place-order.ts'
import type { Placed } from './place-order.ts'
import type { Resolved } from './resolve-doubts.ts'

/** What is compared. */
export interface Belief {
  /** Every id that the merchant used. */
  readonly ids: readonly string[]
  /** How the creation of each ended. */
  readonly placed: readonly Placed[]
  readonly resolved: Resolved
  readonly emulator: Emulator
  readonly clock: FastClock
  readonly checks: Checks
}

/** Checks what the merchant believes against the provider. */
export async function checkCreations(belief: Belief): Promise<void> {
  const { ids, placed, resolved, emulator, clock, checks } = belief
  const { expectNone } = checks
  const made = countCreations(emulator)
  const requested = new Set(ids)
  const ended = new Map(placed.map((order) => [order.id, order]))
  const exists = (id: string): boolean => made.has(id)
  const isBelievedToExist = (id: string): boolean =>
    resolved.existing.has(id) || isKnownToExist(ended.get(id)?.ending ?? 'broken')

  checks.expect(
    'every call ended, and each once',
    ended.size === ids.length && placed.length === ids.length,
  )
  expectNone(
    'every call ended as created, recovered, rejected, not sent or unknown',
    placed.filter(({ ending }) => ending === 'broken'),
  )
  expectNone(
    'no id has two orders at the provider',
    [...made].filter(([, count]) => count !== 1),
  )
  expectNone(
    'the provider has no order that the merchant did not create',
    [...made.keys()].filter((id) => !requested.has(id)),
  )
  expectNone(
    'every order reported as existing exists',
    ids.filter((id) => isBelievedToExist(id) && !exists(id)),
  )
  expectNone(
    'no order reported as rejected or not sent exists',
    placed.filter(({ id, ending }) => isKnownNotToExist(ending) && exists(id)),
  )
  expectNone('one reconciliation resolves every unknown', resolved.unresolved)
  expectNone('no order proven absent exists', [...resolved.absent].filter(exists))
  expectNone(
    'no order is lost: the merchant knows every order that exists',
    [...made.keys()].filter((id) => !isBelievedToExist(id)),
  )
  const orders = await readOrders(emulator, clock, resolved.existing.keys())
  expectNone(
    "the statuses from the reconciliation are the provider's",
    [...resolved.existing].filter(([id, status]) => orders.get(id)?.status !== status),
  )
}
