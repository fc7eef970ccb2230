/**
 * Remembers deliveries up to a limit: the oldest that are settled are dropped first.
 * Knows what is still waiting; must not know when or how anything is sent.
 *
 * @module
 */
import type { Merchant } from '../provider/model.ts'
import { createRecordLog } from '../shared/record-log.ts'
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
  readonly maxRecords: number
  readonly now: () => number
  readonly onChange: () => void
}

export function createDeliveryLog({ maxRecords, now, onChange }: DeliveryLogDeps): DeliveryLog {
  const waiting = new Map<string, number>()
  const log = createRecordLog<Entry>({
    maxRecords,
    countedPartOf: ({ delivery }) => delivery,
    isDroppable: ({ delivery }) => delivery.state !== 'waiting',
    onChange,
  })

  const countWaiting = ({ notification }: DeliveryPlan, difference: number): void => {
    const key = subjectKey(notification.merchant, notification.subject)
    const left = (waiting.get(key) ?? 0) + difference
    if (left > 0) waiting.set(key, left)
    else waiting.delete(key)
  }

  const change = (id: string, changes: (delivery: Delivery) => Partial<Delivery>): void =>
    log.update(id, ({ delivery, plan }) => ({
      plan,
      delivery: { ...delivery, ...changes(delivery) },
    }))

  return {
    open: (plan) => {
      const { delivery } = log.add((id) => ({ plan, delivery: toDelivery(id, now(), plan) }))
      if (delivery.state === 'waiting') countWaiting(plan, 1)
      return delivery.id
    },
    addAttempt: (id, attempt) =>
      change(id, ({ attempts }) => ({ attempts: [...attempts, attempt] })),
    settle: (id, state) => {
      const entry = log.find(id)
      if (entry?.delivery.state === 'waiting') countWaiting(entry.plan, -1)
      change(id, () => ({ state }))
    },
    find: (id) => log.find(id)?.delivery,
    planOf: (id) => log.find(id)?.plan,
    list: () => log.list().map(({ delivery }) => delivery),
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
