/**
 * Tells merchants what became of their orders and refunds: the webhook's body, and the outbox that sends it.
 * Knows no rules of payment.
 *
 * @module
 */
import type { Clock } from '../clock.ts'
import type { Order, Refund } from '../model.ts'
import type { SandboxSettings } from '../options.ts'
import { paymentWebhookBody, refundData } from '../provider-data.ts'
import type { MakeId } from '../random.ts'
import type { AttemptParts } from './attempt.ts'
import { attemptDelivery } from './attempt.ts'
import type { DeliveryLog } from './delivery-log.ts'
import { createDeliveryLog } from './delivery-log.ts'
import type { Dispatch, Message } from './dispatch.ts'
import type { Outbox } from './outbox.ts'
import { createOutbox } from './outbox.ts'

/** What the news stand on. */
export interface NewsParts {
  readonly settings: SandboxSettings
  readonly clock: Clock
  readonly makeId: MakeId
  /** How the copies of a message go out. */
  readonly dispatch: (message: Message) => readonly Dispatch[]
  readonly changed: () => void
}

/** The webhooks of one sandbox. */
export interface News {
  readonly log: DeliveryLog
  readonly resend: Outbox['resend']
  readonly announceOrder: (order: Order) => void
  readonly announceRefund: (refund: Refund) => void
  /** Ends the attempts under way. */
  readonly end: () => void
}

/** Creates the news. */
export function createNews(parts: NewsParts): News {
  const { makeId, settings, clock, changed } = parts
  // Not one signal for all: Node takes more than ten listeners on a signal for a leak.
  const attempts = new Set<() => void>()
  const onClosed = (end: () => void): (() => void) => {
    attempts.add(end)
    return () => attempts.delete(end)
  }
  const log = createDeliveryLog({
    maxDeliveries: settings.maxRecords,
    now: clock.now,
    changed,
  })
  const outbox = createNewsOutbox(parts, log, onClosed)
  return {
    log,
    resend: outbox.resend,
    announceOrder: (order) => {
      const { merchant, callbackUrl: url, status, merchantOrderId: subject } = order
      if (url === undefined) return
      const body = JSON.stringify(paymentWebhookBody(order, makeId))
      outbox.send({ kind: 'payment', merchant, subject, status, url, body })
    },
    announceRefund: (refund) => {
      const { merchant, notifyUrl: url, status, merchantRefundOrderId: subject } = refund
      if (url === undefined) return
      const body = JSON.stringify(refundData(refund))
      outbox.send({ kind: 'refund', merchant, subject, status, url, body })
    },
    end: () => {
      for (const end of attempts) end()
    },
  }
}

function createNewsOutbox(
  parts: NewsParts,
  log: DeliveryLog,
  onClosed: AttemptParts['onClosed'],
): Outbox {
  const { settings, clock, dispatch } = parts
  const { webhookFetch, startTimer, webhookTimeoutMs: timeoutMs } = settings
  const attemptParts = { webhookFetch, startTimer, timeoutMs, now: clock.now, onClosed }
  return createOutbox({
    clock,
    log,
    dispatch,
    scheme: settings.scheme,
    retryDelaysMs: settings.webhookRetryDelaysMs,
    keepTimestamp: settings.webhookRetryTimestamp === 'original',
    attempt: (params) => attemptDelivery(params, attemptParts),
  })
}
