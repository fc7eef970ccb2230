/**
 * The options of `createEmulator`, as a user writes them.
 * Knows no defaults and no checks: see `settings.ts`.
 *
 * @module
 */
import type { ApiSecret, Clock, WebhookScheme } from '@paystablecoin/core'
import type { FaultRule } from '../faults/fault.ts'
import type { FaultRates } from '../faults/parse-faults.ts'
import type { WebhookFetch } from '../webhooks/attempt.ts'

/** A merchant's credentials, as the emulator knows them. */
export interface EmulatorMerchant {
  readonly merchantId: string
  readonly apiKey: string
  /** One secret, or several during a rotation: the first signs webhooks, any of them verifies requests. */
  readonly apiSecret: ApiSecret
  /** The shop's name on the checkout page. @default 'Example shop' */
  readonly name?: string | undefined
  /** Whether API Checkout is enabled for this merchant: if not, its calls get code 50010. @default true */
  readonly apiCheckout?: boolean | undefined
}

/** Options of `createEmulator`. */
export interface EmulatorOptions {
  /** The merchants whose requests are accepted. @default [EMULATOR_MERCHANT] */
  readonly merchants?: readonly EmulatorMerchant[] | undefined
  /** The scheme that webhooks are signed in. `both` alternates: the provider documents two. @default 'request' */
  readonly scheme?: WebhookScheme | 'both' | undefined
  /** Delivers webhooks. Pass your app's own `fetch` to do without a port. @default globalThis.fetch */
  readonly webhookFetch?: WebhookFetch | undefined
  /** The delay before each retry of a webhook that was not answered with a 2xx, in milliseconds. @default 1 s, doubled each time, 7 times: 8 attempts */
  readonly webhookRetryDelaysMs?: readonly number[] | undefined
  /** How long the response to a webhook may take, in milliseconds. @default 10000 */
  readonly webhookTimeoutMs?: number | undefined
  /** Whether a retry is signed with the time of the first attempt or with the current one. @default 'fresh' */
  readonly webhookRetryTimestamp?: 'original' | 'fresh' | undefined
  /**
   * Whether webhooks may go to link-local addresses and to the metadata services of clouds, which hand out credentials.
   * @default false
   */
  readonly allowLinkLocal?: boolean | undefined
  /** How long a payment stays `PROCESSING` before it is `SUCCEEDED`, in milliseconds. @default 1000 */
  readonly confirmationMs?: number | undefined
  /** How long a refund stays `PROCESSING`, in milliseconds. @default 1000 */
  readonly refundMs?: number | undefined
  /** The origin in `checkoutUrl`s. @default the one that the request was sent to */
  readonly publicUrl?: string | undefined
  /** Decides every id: the same seed, calls and times give the same bytes. @default random */
  readonly seed?: string | number | undefined
  /** Faults that are on from the start, and again after a reset. @default [] */
  readonly faults?: readonly FaultRule[] | undefined
  /** How likely each fault is, from 0 to 1 for each call, webhook or payment, drawn by the seed. @default {} */
  readonly faultRates?: FaultRates | undefined
  /** The clock and its timers. With timers that never fire, only `advance` moves time. @default Date.now and setTimeout */
  readonly clock?: Clock | undefined
  /** How many orders are kept. Beyond it the oldest finished ones are dropped, with their refunds. @default 10000 */
  readonly maxOrders?: number | undefined
  /**
   * How many API calls, and how many webhooks, are remembered: the oldest are dropped first. Large ones count for more, as
   * each log takes at most 4 kB per record on average. @default 10000
   */
  readonly maxRecords?: number | undefined
  /** The largest body of an API call, in bytes. A larger one gets HTTP 413. @default 65536 */
  readonly maxBodyBytes?: number | undefined
}
