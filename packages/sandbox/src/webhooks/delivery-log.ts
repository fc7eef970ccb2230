/**
 * Remembers deliveries up to a limit: the oldest that are settled go first.
 * Knows what is still waiting; must not know when or how anything is sent.
 *
 * @module
 */
import type { Merchant } from '../model.ts'
import type { Delivery, DeliveryAttempt } from './delivery.ts'
import type { Dispatch } from './dispatch.ts'

/** The log of deliveries. */
export interface DeliveryLog {
  /** Notes a new delivery and returns its id. */
  readonly open: (dispatch: Dispatch) => string
  readonly addAttempt: (id: string, attempt: DeliveryAttempt) => void
  readonly settle: (id: string, state: Delivery['state']) => void
  readonly find: (id: string) => Delivery | undefined
  readonly dispatchOf: (id: string) => Dispatch | undefined
  /** The oldest first. */
  readonly list: () => readonly Delivery[]
  /** Whether something on this subject is still to be sent. */
  readonly isBusy: (merchant: Merchant, subject: string) => boolean
}

interface Entry {
  readonly delivery: Delivery
  readonly dispatch: Dispatch
}

/** What the log stands on. */
export interface DeliveryLogParts {
  readonly maxDeliveries: number
  readonly now: () => number
  readonly changed: () => void
}

/** Creates a log. */
export function createDeliveryLog({ maxDeliveries, now, changed }: DeliveryLogParts): DeliveryLog {
  const entries = new Map<string, Entry>()
  const waiting = new Map<string, number>()
  let count = 0

  const put = (entry: Entry, delivery: Delivery): void => {
    entries.set(delivery.id, { ...entry, delivery })
    changed()
  }

  const countWaiting = ({ message }: Dispatch, difference: number): void => {
    const key = subjectKey(message.merchant, message.subject)
    const left = (waiting.get(key) ?? 0) + difference
    if (left > 0) waiting.set(key, left)
    else waiting.delete(key)
  }

  const forgetOldest = (): void => {
    for (const { delivery } of entries.values()) {
      if (entries.size <= maxDeliveries) return
      if (delivery.state !== 'waiting') entries.delete(delivery.id)
    }
  }

  return {
    open: (dispatch) => {
      count += 1
      const delivery = toDelivery(String(count), now(), dispatch)
      if (delivery.state === 'waiting') countWaiting(dispatch, 1)
      put({ delivery, dispatch }, delivery)
      forgetOldest()
      return delivery.id
    },
    addAttempt: (id, attempt) => {
      const entry = entries.get(id)
      if (entry === undefined) return
      put(entry, { ...entry.delivery, attempts: [...entry.delivery.attempts, attempt] })
    },
    settle: (id, state) => {
      const entry = entries.get(id)
      if (entry === undefined) return
      if (entry.delivery.state === 'waiting') countWaiting(entry.dispatch, -1)
      put(entry, { ...entry.delivery, state })
    },
    find: (id) => entries.get(id)?.delivery,
    dispatchOf: (id) => entries.get(id)?.dispatch,
    list: () => [...entries.values()].map(({ delivery }) => delivery),
    isBusy: (merchant, subject) => waiting.has(subjectKey(merchant, subject)),
  }
}

function toDelivery(id: string, openedMs: number, { message, faults, order }: Dispatch): Delivery {
  const { kind, merchant, subject, status, url, body } = message
  const state = order === 'withhold' ? 'withheld' : 'waiting'
  const { merchantId } = merchant
  const facts = { kind, merchantId, subject, status, url, body }
  return { id, openedMs, ...facts, state, faults, attempts: [] }
}

/** One subject of one merchant. */
export function subjectKey({ merchantId }: Merchant, subject: string): string {
  return JSON.stringify([merchantId, subject])
}
