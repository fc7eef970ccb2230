/**
 * A webhook as it is verified, and what it is verified against.
 * Runs no code.
 *
 * @module
 */
import type { Bytes } from '../shared/bytes.ts'
import type { HeadersLike, WebhookScheme } from '../shared/types.ts'

/** A webhook as it was received, and every path that the provider may have called. */
export interface ReceivedWebhook {
  readonly headers: HeadersLike
  readonly body: Bytes
  readonly paths: readonly string[]
}

/** What a webhook is verified against. */
export interface VerificationOptions {
  readonly secrets: readonly string[]
  readonly scheme: WebhookScheme | 'auto'
  readonly toleranceMs: number
  /** The merchant whose events are expected; `undefined` when any is. */
  readonly merchantId?: string | undefined
}
