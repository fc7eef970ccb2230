/**
 * What the Worker is given: its database, its queue, its public address and, as secrets, its credentials.
 *
 * @module
 */
import type { ClientOptions } from '@paystablecoin/hono'

export interface Bindings {
  readonly DB: D1Database
  readonly QUEUE: Queue
  /** The dead letter queue of `QUEUE`. */
  readonly DEAD_QUEUE: Queue
  /** Where customers and PayStablecoin reach the shop. Never from the Host header: whoever sends a request chooses that. */
  readonly PUBLIC_URL: string
  readonly PSC_BASE_URL: string
  readonly PSC_MERCHANT_ID: string
  readonly PSC_API_KEY: string
  readonly PSC_API_SECRET: string
}

/** The client's options. They exist per request only, as the secrets do. */
export function toClientOptions(env: Bindings): ClientOptions {
  return {
    merchantId: env.PSC_MERCHANT_ID,
    apiKey: env.PSC_API_KEY,
    apiSecret: env.PSC_API_SECRET,
    baseUrl: env.PSC_BASE_URL,
  }
}
