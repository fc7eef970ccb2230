/**
 * Notifies merchants of their orders and refunds: builds the webhook's body and hands it to the outbox.
 * Knows no rules of payment.
 *
 * @module
 */
import type { WebhookScheme } from '@paystablecoin/core'
import type { EmulatorClock } from '../shared/clock.ts'
import type { Order, Refund } from '../provider/model.ts'
import { paymentWebhookBody, refundData } from '../provider/provider-data.ts'
import type { MakeId } from '../shared/random.ts'
import type { WebhookFetch } from './attempt.ts'
import { attemptDelivery } from './attempt.ts'
import type { DeliveryLog } from './delivery-log.ts'
import { createDeliveryLog } from './delivery-log.ts'
import type { DeliveryPlan, Notification } from './delivery-plan.ts'
import type { Outbox } from './outbox.ts'
import { createOutbox } from './outbox.ts'

export interface NotifierDeps {
  readonly scheme: WebhookScheme | 'both'
  readonly webhookFetch: WebhookFetch
  readonly webhookTimeoutMs: number
  readonly webhookRetryDelaysMs: readonly number[]
  readonly webhookRetryTimestamp: 'original' | 'fresh'
  readonly allowLinkLocal: boolean
  readonly maxRecords: number
  readonly clock: EmulatorClock
  readonly makeId: MakeId
  /** The copies of a notification that are delivered, and how. */
  readonly planDeliveries: (notification: Notification) => readonly DeliveryPlan[]
  readonly onChange: () => void
}

/** The webhooks of one emulator. */
export interface Notifier {
  readonly log: DeliveryLog
  readonly resend: Outbox['resend']
  readonly notifyOrder: (order: Order) => void
  readonly notifyRefund: (refund: Refund) => void
  /** Ends the attempts in progress. */
  readonly end: () => void
}

export function createNotifier(deps: NotifierDeps): Notifier {
  const { makeId, clock, maxRecords, onChange } = deps
  const log = createDeliveryLog({ maxRecords, now: clock.now, onChange })
  const attempts = createAbortList()
  const outbox = createNotifierOutbox(deps, log, attempts.add)
  return {
    log,
    resend: outbox.resend,
    notifyOrder: (order) => {
      const { merchant, callbackUrl: url, status, merchantOrderId: subject } = order
      if (url === undefined) return
      const body = JSON.stringify(paymentWebhookBody(order, makeId))
      outbox.send({ kind: 'payment', merchant, subject, status, url, body })
    },
    notifyRefund: (refund) => {
      const { merchant, notifyUrl: url, status, merchantRefundOrderId: subject } = refund
      if (url === undefined) return
      const body = JSON.stringify(refundData(refund))
      outbox.send({ kind: 'refund', merchant, subject, status, url, body })
    },
    end: attempts.abortAll,
  }
}

interface AbortList {
  /** Adds a function that aborts an attempt, and returns the function that removes it. */
  readonly add: (abort: () => void) => () => void
  readonly abortAll: () => void
}

// Not one signal for all: Node takes more than ten listeners on a signal for a leak.
function createAbortList(): AbortList {
  const aborts = new Set<() => void>()
  return {
    add: (abort) => {
      aborts.add(abort)
      return () => aborts.delete(abort)
    },
    abortAll: () => {
      for (const abort of aborts) abort()
    },
  }
}

function createNotifierOutbox(
  deps: NotifierDeps,
  log: DeliveryLog,
  onClosed: AbortList['add'],
): Outbox {
  const { webhookFetch, webhookTimeoutMs: timeoutMs, allowLinkLocal, clock, planDeliveries } = deps
  const { now, startTimer } = clock
  const attemptDeps = { webhookFetch, allowLinkLocal, startTimer, timeoutMs, now, onClosed }
  return createOutbox({
    clock,
    log,
    planDeliveries,
    scheme: deps.scheme,
    retryDelaysMs: deps.webhookRetryDelaysMs,
    keepTimestamp: deps.webhookRetryTimestamp === 'original',
    attempt: (params) => attemptDelivery(params, attemptDeps),
  })
}
