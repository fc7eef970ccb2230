/**
 * One webhook: what is sent, where to, and every attempt with its response.
 * Records are never changed in place. Knows no timers and no network.
 *
 * @module
 */

import type { WebhookScheme } from '@paystablecoin/core'

/** One attempt to deliver a webhook. */
export interface DeliveryAttempt {
  /** When it started: Unix milliseconds on the emulator's clock. */
  readonly atMs: number
  readonly scheme: WebhookScheme
  /** The text of `X-Timestamp`. */
  readonly timestamp: string
  /** The text of `X-Signature`. */
  readonly signature: string
  /** The response's HTTP status; `undefined` when there was no response. */
  readonly httpStatus?: number | undefined
  /** The first characters of the response's body. */
  readonly responseBody?: string | undefined
  /** Why there was no response. */
  readonly error?: string | undefined
  readonly latencyMs: number
}

/** One webhook and its attempts. */
export interface Delivery {
  readonly id: string
  /** When it was created: Unix milliseconds on the emulator's clock. */
  readonly openedMs: number
  readonly kind: 'payment' | 'refund'
  readonly merchantId: string
  /** The merchant's id of the order or refund. */
  readonly subject: string
  readonly status: string
  readonly url: string
  /** The exact text that is sent. */
  readonly body: string
  /** `waiting` for its first or next attempt, `delivered` after a 2xx, `given-up` after the last attempt, `withheld` by a fault. */
  readonly state: 'waiting' | 'delivered' | 'given-up' | 'withheld'
  /** The faults that shaped it. */
  readonly faults: readonly string[]
  readonly attempts: readonly DeliveryAttempt[]
}

/** Whether an attempt was answered with a 2xx, as the provider asks. */
export function isAcknowledged({ httpStatus = 0 }: DeliveryAttempt): boolean {
  return httpStatus >= 200 && httpStatus < 300
}
