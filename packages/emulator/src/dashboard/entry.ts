/**
 * What the page shows of a call or of an attempt to deliver a webhook.
 *
 * @module
 */
import type { Diagnosis } from '../diagnosis/mistakes.ts'
import type { Merchant } from '../provider/model.ts'
import type { DeliveryAttempt } from '../webhooks/delivery.ts'

/** A call, or an attempt to deliver a webhook. */
export interface TimelineEntry {
  readonly atMs: number
  readonly direction: 'call' | 'webhook'
  readonly merchantId: string
  readonly title: string
  /** The path of the shop that a webhook goes to. */
  readonly target?: string | undefined
  /** The merchant's id of the order or refund that it is about. */
  readonly subject?: string | undefined
  /** Method and whole path or URL. */
  readonly requestLine: string
  readonly result: string
  readonly isGood: boolean
  /** Why it failed, in a sentence. */
  readonly reason?: string | undefined
  readonly latencyMs?: number | undefined
  readonly fault?: string | undefined
  readonly signedText?: string | undefined
  readonly signature?: string | undefined
  readonly timestamp?: string | undefined
  readonly body: string
  readonly responseBody?: string | undefined
  readonly detail?: string | undefined
  readonly diagnosis?: Diagnosis | undefined
  /** The delivery that a button sends again, and its attempts. */
  readonly deliveryId?: string | undefined
  readonly attempts?: readonly DeliveryAttempt[] | undefined
  /** The line for a shell; `undefined` when the bytes that were sent are not kept. */
  readonly curl?: string | undefined
}

/** What entries need beside their record. */
export interface EntryContext {
  /** Where the emulator is called. */
  readonly origin: string
  readonly merchants: readonly Merchant[]
}
