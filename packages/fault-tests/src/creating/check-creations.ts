/**
 * What must hold after orders were created, in parts 1 and 2: what the merchant believes is what is true at the provider.
 *
 * @module
 */
import type { Sandbox } from '@paystablecoin/sandbox'
import type { FastClock } from '../support/fast-clock.ts'
import type { Checks } from '../support/print.ts'
import { countCreations, readOrders } from '../provider/truth.ts'
import { isKnownNotToExist, isKnownToExist } from './place-order.ts'
import type { Placed } from './place-order.ts'
import type { Resolved } from './resolve-doubts.ts'

/** What is compared. */
export interface Belief {
  /** Every id that the merchant asked for. */
  readonly ids: readonly string[]
  /** How the creation of each ended. */
  readonly placed: readonly Placed[]
  readonly resolved: Resolved
  readonly sandbox: Sandbox
  readonly clock: FastClock
  readonly checks: Checks
}

/** Checks the merchant's belief against the truth. */
export async function checkCreations(belief: Belief): Promise<void> {
  const { ids, placed, resolved, sandbox, clock, checks } = belief
  const { expectNone } = checks
  const made = countCreations(sandbox)
  const asked = new Set(ids)
  const ended = new Map(placed.map((order) => [order.id, order]))
  const exists = (id: string): boolean => made.has(id)
  const believedToExist = (id: string): boolean =>
    resolved.existing.has(id) || isKnownToExist(ended.get(id)?.ending ?? 'broken')

  checks.expect(
    'every call ended, and each once',
    ended.size === ids.length && placed.length === ids.length,
  )
  expectNone(
    'every call ended as created, recovered, refused, not sent or unknown',
    placed.filter(({ ending }) => ending === 'broken'),
  )
  expectNone(
    'no id has two orders at the provider',
    [...made].filter(([, count]) => count !== 1),
  )
  expectNone(
    'the provider has no order that nobody asked for',
    [...made.keys()].filter((id) => !asked.has(id)),
  )
  expectNone(
    'what is said to exist exists',
    ids.filter((id) => believedToExist(id) && !exists(id)),
  )
  expectNone(
    'what is said to be refused or not sent does not exist',
    placed.filter(({ id, ending }) => isKnownNotToExist(ending) && exists(id)),
  )
  expectNone('one reconciliation resolves every unknown', resolved.unresolved)
  expectNone('what is proven absent does not exist', [...resolved.absent].filter(exists))
  expectNone(
    'no order is lost: whatever exists is known to the merchant',
    [...made.keys()].filter((id) => !believedToExist(id)),
  )
  const orders = await readOrders(sandbox, clock, resolved.existing.keys())
  expectNone(
    "the statuses that the reconciliation learned are the provider's",
    [...resolved.existing].filter(([id, status]) => orders.get(id)?.status !== status),
  )
}
