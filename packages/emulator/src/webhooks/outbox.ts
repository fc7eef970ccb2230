/**
 * Sends webhooks and retries them: the schedule, and the order within one subject.
 * Knows no orders' states, no signatures and no sockets.
 *
 * @module
 */
import type { WebhookScheme } from '@paystablecoin/core'
import type { EmulatorClock } from '../shared/clock.ts'
import type { AttemptParams } from './attempt.ts'
import type { DeliveryAttempt } from './delivery.ts'
import { isAcknowledged } from './delivery.ts'
import type { DeliveryLog } from './delivery-log.ts'
import { subjectKey } from './delivery-log.ts'
import type { DeliveryPlan, Notification } from './delivery-plan.ts'
import { plainDelivery } from './delivery-plan.ts'

export interface OutboxDeps {
  readonly clock: EmulatorClock
  readonly log: DeliveryLog
  readonly scheme: WebhookScheme | 'both'
  /** The delay before each retry. */
  readonly retryDelaysMs: readonly number[]
  /** Whether a retry carries the time of the first attempt. */
  readonly keepTimestamp: boolean
  /** The copies of a notification that are delivered, and how. */
  readonly planDeliveries: (notification: Notification) => readonly DeliveryPlan[]
  readonly attempt: (params: AttemptParams) => Promise<DeliveryAttempt>
}

export interface Outbox {
  readonly send: (notification: Notification) => void
  /** Sends a delivery again, once and without faults. Resolves to `false` when it is unknown or forgotten. */
  readonly resend: (id: string) => Promise<boolean>
}

export function createOutbox(deps: OutboxDeps): Outbox {
  const { clock, log, planDeliveries } = deps
  const held = new Map<string, (() => void)[]>()
  const queue = createSubjectQueue()

  const begin = (id: string, plan: DeliveryPlan, key: string): void => {
    const first = (): Promise<void> => attemptUntilAcknowledged(deps, id, plan, 1)
    if (plan.delayMs > 0) clock.plan(plan.delayMs, first)
    else clock.plan(0, queue.after(key, first))
  }

  const deliver = (plan: DeliveryPlan, key: string): void => {
    const id = log.open(plan)
    const run = (): void => begin(id, plan, key)
    if (plan.order === 'at-once') run()
    else if (plan.order === 'after-next') held.set(key, [...(held.get(key) ?? []), run])
  }

  return {
    send: (notification) => {
      const key = subjectKey(notification.merchant, notification.subject)
      const heldBefore = held.get(key) ?? []
      held.delete(key)
      for (const plan of planDeliveries(notification)) deliver(plan, key)
      for (const run of heldBefore) run()
    },
    resend: async (id) => {
      const notification = log.planOf(id)?.notification
      if (notification === undefined) return false
      const attempt = await attemptOnce(deps, id, plainDelivery(notification))
      if (isAcknowledged(attempt)) log.settle(id, 'delivered')
      return true
    },
  }
}

async function attemptUntilAcknowledged(
  deps: OutboxDeps,
  id: string,
  plan: DeliveryPlan,
  count: number,
): Promise<void> {
  const { clock, log, retryDelaysMs } = deps
  // A manual resend may have settled it meanwhile.
  if (log.find(id)?.state !== 'waiting') return
  const attempt = await attemptOnce(deps, id, plan)
  const delayMs = retryDelaysMs[count - 1]
  if (isAcknowledged(attempt)) log.settle(id, 'delivered')
  else if (delayMs === undefined) log.settle(id, 'given-up')
  else clock.plan(delayMs, () => attemptUntilAcknowledged(deps, id, plan, count + 1))
}

async function attemptOnce(
  deps: OutboxDeps,
  id: string,
  { notification, apiSecret, timestampShiftMs }: DeliveryPlan,
): Promise<DeliveryAttempt> {
  const first = deps.log.find(id)?.attempts[0]
  const isKept = deps.keepTimestamp && first !== undefined
  const attempt = await deps.attempt({
    url: notification.url,
    body: notification.body,
    scheme: first?.scheme ?? schemeOf(deps.scheme, id),
    apiSecret,
    timestampMs: isKept ? Number(first.timestamp) : deps.clock.realNow() + timestampShiftMs,
  })
  deps.log.addAttempt(id, attempt)
  return attempt
}

function schemeOf(scheme: OutboxDeps['scheme'], id: string): WebhookScheme {
  if (scheme !== 'both') return scheme
  return Number(id) % 2 === 1 ? 'request' : 'body'
}

/** Lets each run wait for the one before it on the same subject, so that notifications are sent in order. */
function createSubjectQueue(): {
  readonly after: (key: string, run: () => Promise<void>) => () => Promise<void>
} {
  const tails = new Map<string, Promise<void>>()
  return {
    after: (key, run) => {
      const before = tails.get(key) ?? Promise.resolve()
      let release = (): void => undefined
      const tail = new Promise<void>((resolve) => (release = resolve))
      tails.set(key, tail)
      return () =>
        before.then(run).finally(() => {
          if (tails.get(key) === tail) tails.delete(key)
          release()
        })
    },
  }
}
