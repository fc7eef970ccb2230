/**
 * The sandbox's options, checked once, and their defaults.
 * Knows nothing of how they are used.
 *
 * @module
 */
import type { ApiSecret, Now, StartTimer, WebhookScheme } from '@paystablecoin/core'
import { startRealTimer } from './clock.ts'
import type { FaultRule } from './faults/fault.ts'
import type { FaultRates } from './faults/parse-faults.ts'
import { parseFaultRates } from './faults/parse-faults.ts'
import type { Merchant } from './model.ts'
import { randomSeed } from './random.ts'
import { assertNotProduction } from './urls.ts'
import type { WebhookFetch } from './webhooks/attempt.ts'

/** A merchant's credentials, as the sandbox knows them. */
export interface SandboxMerchant {
  readonly merchantId: string
  readonly apiKey: string
  /** One secret, or several during a rotation: the first signs webhooks, any of them verifies requests. */
  readonly apiSecret: ApiSecret
  /** What the checkout page calls the shop. @default 'Example shop' */
  readonly name?: string | undefined
}

/** The credentials that the sandbox knows when it is given none. They are public: use them for nothing else. */
export const SANDBOX_MERCHANT: {
  readonly merchantId: string
  readonly apiKey: string
  readonly apiSecret: string
} = {
  merchantId: '1000',
  apiKey: 'PSTGSANDBOXSANDBOXSANDBOX2',
  apiSecret: 'sandbox-secret-for-local-use-only-000000000',
}

/** What the `rotated-secret` fault signs with when a merchant has one secret only. Public, as the other. */
export const SANDBOX_ROTATED_SECRET = 'sandbox-rotated-secret-for-local-use-00000' as const

/** Options of `createSandbox`. */
export interface SandboxOptions {
  /** The merchants whose requests are accepted. @default [SANDBOX_MERCHANT] */
  readonly merchants?: readonly SandboxMerchant[] | undefined
  /** The scheme that webhooks are signed in; `both` alternates, as the provider's documents name two. @default 'request' */
  readonly scheme?: WebhookScheme | 'both' | undefined
  /** Delivers webhooks: hand in your app's own `fetch` to do without a port. @default globalThis.fetch */
  readonly webhookFetch?: WebhookFetch | undefined
  /** The wait before each further attempt after anything but a 2xx. @default 1 s, doubled each time, 7 times: 8 attempts */
  readonly webhookRetryDelaysMs?: readonly number[] | undefined
  /** How long a webhook's answer may take. @default 10000 */
  readonly webhookTimeoutMs?: number | undefined
  /** Whether a further attempt is signed with the time of the first one or anew. @default 'fresh' */
  readonly webhookRetryTimestamp?: 'original' | 'fresh' | undefined
  /** How long a payment stays `PROCESSING` before it is `SUCCEEDED`. @default 1000 */
  readonly confirmationMs?: number | undefined
  /** How long a refund stays `PROCESSING`. @default 1000 */
  readonly refundMs?: number | undefined
  /** The origin in `checkoutUrl`s. @default the one that the request was sent to */
  readonly publicUrl?: string | undefined
  /** Decides every id: the same seed, calls and times give the same bytes. @default random */
  readonly seed?: string | number | undefined
  /** Faults that are on from the start, and again after a reset. @default [] */
  readonly faults?: readonly FaultRule[] | undefined
  /** How likely each fault is, from 0 to 1 for each call, webhook or payment, drawn by the seed. @default {} */
  readonly faultRates?: FaultRates | undefined
  /** The clock, in Unix milliseconds. @default Date.now */
  readonly now?: Now | undefined
  /** Starts timers. One that never fires leaves time to `advance` alone. @default setTimeout */
  readonly startTimer?: StartTimer | undefined
  /** How many orders are kept. Then the oldest finished ones go, with their refunds. @default 10000 */
  readonly maxOrders?: number | undefined
  /** How many API calls, and how many webhooks, are remembered. The oldest go first. @default 10000 */
  readonly maxRecords?: number | undefined
  /** The largest body of an API call. A larger one is answered with HTTP 413. @default 65536 */
  readonly maxBodyBytes?: number | undefined
}

/** The options with every default in place. */
export interface SandboxSettings {
  readonly merchants: readonly Merchant[]
  readonly scheme: WebhookScheme | 'both'
  readonly webhookFetch: WebhookFetch
  readonly webhookRetryDelaysMs: readonly number[]
  readonly webhookTimeoutMs: number
  readonly webhookRetryTimestamp: 'original' | 'fresh'
  readonly confirmationMs: number
  readonly refundMs: number
  readonly publicUrl: string | undefined
  readonly seed: string
  readonly faults: readonly FaultRule[]
  readonly faultRates: FaultRates
  readonly now: Now
  readonly startTimer: StartTimer
  readonly maxOrders: number
  readonly maxRecords: number
  readonly maxBodyBytes: number
}

const SCHEMES: readonly unknown[] = ['request', 'body', 'both']

/** Checks the options and fills in the defaults. */
export function toSettings(options: SandboxOptions): SandboxSettings {
  const { publicUrl, scheme = 'request', seed = randomSeed() } = options
  if (publicUrl !== undefined) assertNotProduction(publicUrl, 'publicUrl')
  if (!SCHEMES.includes(scheme)) throw new TypeError('scheme must be "request", "body" or "both"')
  return {
    merchants: (options.merchants ?? [SANDBOX_MERCHANT]).map(toMerchant),
    scheme,
    webhookFetch: options.webhookFetch ?? ((request) => globalThis.fetch(request)),
    webhookRetryDelaysMs:
      options.webhookRetryDelaysMs ?? [1, 2, 4, 8, 16, 32, 64].map((s) => s * 1000),
    webhookTimeoutMs: atLeast(1, 'webhookTimeoutMs', options.webhookTimeoutMs ?? 10_000),
    webhookRetryTimestamp: options.webhookRetryTimestamp ?? 'fresh',
    confirmationMs: atLeast(0, 'confirmationMs', options.confirmationMs ?? 1_000),
    refundMs: atLeast(0, 'refundMs', options.refundMs ?? 1_000),
    publicUrl: publicUrl === undefined ? undefined : new URL(publicUrl).origin,
    seed: String(seed),
    faults: options.faults ?? [],
    faultRates: parseFaultRates(options.faultRates ?? {}),
    now: options.now ?? (() => Date.now()),
    startTimer: options.startTimer ?? startRealTimer,
    maxOrders: atLeast(1, 'maxOrders', options.maxOrders ?? 10_000),
    maxRecords: atLeast(1, 'maxRecords', options.maxRecords ?? 10_000),
    maxBodyBytes: atLeast(1, 'maxBodyBytes', options.maxBodyBytes ?? 64 * 1024),
  }
}

function toMerchant({ merchantId, apiKey, apiSecret, name }: SandboxMerchant): Merchant {
  const apiSecrets = typeof apiSecret === 'string' ? [apiSecret] : apiSecret
  const texts = { merchantId, apiKey, apiSecret: apiSecrets[0] }
  for (const [field, text] of Object.entries(texts)) {
    if (text === undefined || text === '') throw new TypeError(`merchants: ${field} is missing`)
  }
  if (apiSecrets.some((secret) => secret === '' || secret.trim() !== secret)) {
    throw new TypeError('merchants: an apiSecret is empty or has white space around it')
  }
  return { merchantId, apiKey, apiSecrets, name: name ?? 'Example shop' }
}

function atLeast(min: number, name: string, value: number): number {
  if (Number.isFinite(value) && value >= min) return value
  throw new TypeError(`${name} must be a number of at least ${min}`)
}
