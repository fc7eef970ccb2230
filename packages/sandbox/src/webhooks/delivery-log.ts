/**
 * Remembers deliveries up to a limit: the oldest that are settled go first.
 * Knows what is still waiting; must not know when or how anything is sent.
 *
 * @module
 */
import type { Merchant } from '../model.ts'
import type { Delivery, DeliveryAttempt } from './delivery.ts'
import type { DeliveryPlan } from './delivery-plan.ts'

/** The log of deliveries. */
export interface DeliveryLog {
  /** Records a new delivery and returns its id. */
  readonly open: (plan: DeliveryPlan) => string
  readonly addAttempt: (id: string, attempt: DeliveryAttempt) => void
  readonly settle: (id: string, state: Delivery['state']) => void
  readonly find: (id: string) => Delivery | undefined
  readonly planOf: (id: string) => DeliveryPlan | undefined
  /** The oldest first. */
  readonly list: () => readonly Delivery[]
  /** Whether a webhook of this subject has still to be sent. */
  readonly isBusy: (merchant: Merchant, subject: string) => boolean
}

interface Entry {
  readonly delivery: Delivery
  readonly plan: DeliveryPlan
}

export interface DeliveryLogDeps {
  readonly maxDeliveries: number
  readonly now: () => number
  readonly onChange: () => void
}

export function createDeliveryLog({ maxDeliveries, now, onChange }: DeliveryLogDeps): DeliveryLog {
  const entries = new Map<string, Entry>()
  const waiting = new Map<string, number>()
  let count = 0

  const put = (entry: Entry, delivery: Delivery): void => {
    entries.set(delivery.id, { ...entry, delivery })
    onChange()
  }

  const countWaiting = ({ notification }: DeliveryPlan, difference: number): void => {
    const key = subjectKey(notification.merchant, notification.subject)
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
    open: (plan) => {
      count += 1
      const delivery = toDelivery(String(count), now(), plan)
      if (delivery.state === 'waiting') countWaiting(plan, 1)
      put({ delivery, plan }, delivery)
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
      if (entry.delivery.state === 'waiting') countWaiting(entry.plan, -1)
      put(entry, { ...entry.delivery, state })
    },
    find: (id) => entries.get(id)?.delivery,
    planOf: (id) => entries.get(id)?.plan,
    list: () => [...entries.values()].map(({ delivery }) => delivery),
    isBusy: (merchant, subject) => waiting.has(subjectKey(merchant, subject)),
  }
}

function toDelivery(
  id: string,
  openedMs: number,
  { notification, faults, order }: DeliveryPlan,
): Delivery {
  const { kind, merchant, subject, status, url, body } = notification
  const state = order === 'withhold' ? 'withheld' : 'waiting'
  const { merchantId } = merchant
  const facts = { kind, merchantId, subject, status, url, body }
  return { id, openedMs, ...facts, state, faults, attempts: [] }
}

/** One subject of one merchant. */
export function subjectKey({ merchantId }: Merchant, subject: string): string {
  return JSON.stringify([merchantId, subject])
}
