/**
 * News for a merchant, and how one copy of it goes out. Faults change the second, never the first.
 * Knows no timers, no network and no orders.
 *
 * @module
 */
import type { Merchant } from '../model.ts'
import type { Delivery } from './delivery.ts'

/** News for a merchant. */
export interface Message {
  readonly kind: Delivery['kind']
  readonly merchant: Merchant
  readonly subject: string
  readonly status: string
  readonly url: string
  readonly body: string
}

/** How one copy of a message goes out. */
export interface Dispatch {
  readonly message: Message
  readonly apiSecret: string
  /** How long the first attempt waits. */
  readonly delayMs: number
  /** What is added to the clock for `X-Timestamp`. */
  readonly timestampShiftMs: number
  /** `withhold` never sends it; `after-next` sends it once the next message on the same subject is out. */
  readonly order: 'at-once' | 'withhold' | 'after-next'
  /** The faults that shaped it. */
  readonly faults: readonly string[]
}

/** A message as it goes out when nothing is wrong. */
export function plainDispatch(message: Message): Dispatch {
  return {
    message,
    apiSecret: message.merchant.apiSecrets[0] ?? '',
    delayMs: 0,
    timestampShiftMs: 0,
    order: 'at-once',
    faults: [],
  }
}
