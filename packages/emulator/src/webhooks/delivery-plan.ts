/**
 * A notification for a merchant, and the plan by which one copy of it is delivered. Faults change the plan, and put other
 * notifications before it.
 * Knows no timers, no network and no orders.
 *
 * @module
 */
import type { Merchant } from '../provider/model.ts'
import type { Delivery } from './delivery.ts'

/** What a merchant is notified of. */
export interface Notification {
  readonly kind: Delivery['kind']
  readonly merchant: Merchant
  /** The merchant's id of the order or refund. */
  readonly subject: string
  readonly status: string
  readonly url: string
  readonly body: string
}

/** How one copy of a notification is delivered. */
export interface DeliveryPlan {
  readonly notification: Notification
  readonly apiSecret: string
  /** The delay before the first attempt. */
  readonly delayMs: number
  /** What is added to the clock for `X-Timestamp`. */
  readonly timestampShiftMs: number
  /** `withhold` never sends it; `after-next` sends it after the next notification of the same subject. */
  readonly order: 'at-once' | 'withhold' | 'after-next'
  /** The faults that shaped it. */
  readonly faults: readonly string[]
}

/** The plan when nothing is wrong. */
export function plainDelivery(notification: Notification): DeliveryPlan {
  return {
    notification,
    apiSecret: notification.merchant.apiSecrets[0] ?? '',
    delayMs: 0,
    timestampShiftMs: 0,
    order: 'at-once',
    faults: [],
  }
}
