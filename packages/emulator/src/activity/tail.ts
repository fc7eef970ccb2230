/**
 * What has happened since the last look: the calls and attempts that are new, in the order of their times.
 * Knows no streams and no printing.
 *
 * @module
 */
import type { Merchant } from '../provider/model.ts'
import type { EmulatorState } from '../state/state.ts'
import type { ActivityEntry, FindSubject } from './entry.ts'
import { callEntry, deliveryEntries } from './entry.ts'

/** Looks for what is new. */
export interface ActivityTail {
  /** The entries since the last look, the oldest first. */
  readonly take: () => readonly ActivityEntry[]
}

type Part = Pick<EmulatorState, 'calls' | 'notifier' | 'store'>

/** A tail that begins with everything that is remembered. `state` may be replaced by a reset. */
export function createActivityTail(
  state: () => Part,
  merchants: readonly Merchant[],
): ActivityTail {
  let seen = nothingSeen(state())
  return {
    take: () => {
      const current = state()
      if (seen.of !== current) seen = nothingSeen(current)
      const findSubject = createFindSubject(current, merchants)
      const calls = current.calls.list().filter(({ id }) => Number(id) > seen.lastCall)
      const deliveries = current.notifier.log.list()
      const entries = [
        ...calls.map((call) => callEntry(call, findSubject)),
        ...deliveries.flatMap((one) =>
          deliveryEntries(one, seen.attempts.get(one.id), findSubject),
        ),
      ]
      seen = {
        of: current,
        lastCall: Number(calls.at(-1)?.id ?? seen.lastCall),
        attempts: new Map(deliveries.map(({ id, attempts }) => [id, attempts.length])),
      }
      // Sorting is stable, so what happened in one millisecond keeps its order.
      return entries.toSorted((a, b) => (a.time === b.time ? 0 : a.time < b.time ? -1 : 1))
    },
  }
}

interface Seen {
  readonly of: Part
  readonly lastCall: number
  /** How many attempts of each webhook. */
  readonly attempts: ReadonlyMap<string, number>
}

function nothingSeen(of: Part): Seen {
  return { of, lastCall: 0, attempts: new Map() }
}

function createFindSubject({ store }: Part, merchants: readonly Merchant[]): FindSubject {
  return (merchantId, id) => {
    const merchant = merchants.find((candidate) => candidate.merchantId === merchantId)
    if (merchant === undefined) return {}
    const refund = store.findRefund(merchant, id)
    const amount = refund?.amount ?? store.findOrder(merchant, id)?.orderAmount
    return {
      orderId: refund?.merchantOrderId,
      amount: amount && `${amount.value} ${amount.currency}`,
    }
  }
}
