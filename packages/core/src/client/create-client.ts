/**
 * `createClient`: the options checked once, the parts put together.
 * Must not know an endpoint's fields, and never lets the secret out: nothing on the client holds it.
 *
 * @module
 */
import { isHttpUrl } from '../shared/http-url.ts'
import { toPositive } from '../shared/option-checks.ts'
import { startRealTimer } from '../shared/timers.ts'
import type { ApiSecret, Now, Order, Refund, StartTimer } from '../shared/types.ts'
import { toSigningSecret } from '../signing/secrets.ts'
import { assertId } from './arguments.ts'
import type { ClientHooks } from './hooks.ts'
import { createOrders } from './orders.ts'
import type { Orders } from './orders.ts'
import { createRefunds } from './refunds.ts'
import type { Refunds } from './refunds.ts'
import type { CallOptions, CallSettings } from './settings.ts'
import type { Fetch } from './transport.ts'
import { waitUntilFinal } from './wait.ts'
import type { WaitOptions } from './wait.ts'

/** The provider's environments. */
export type Environment = 'production' | 'sandbox'

const BASE_URLS: ReadonlyMap<Environment, string> = new Map<Environment, string>([
  ['production', 'https://api.paystablecoin.global'],
  ['sandbox', 'https://api.sandbox.paystablecoin.global'],
])

/** Where the API is: one of the provider's environments, or a URL of your own, never both. */
export type ClientTarget =
  | { readonly environment: Environment; readonly baseUrl?: undefined }
  | { readonly baseUrl: string; readonly environment?: undefined }

/** How a client works. */
export type ClientOptions = ClientTarget & {
  /** Your merchant id. */
  readonly merchantId: string
  /** The public API key. */
  readonly apiKey: string
  /** The API secret; of several, the first signs. It is used for signing only and never sent. */
  readonly apiSecret: ApiSecret
  /** How requests are sent. @default the global fetch */
  readonly fetch?: Fetch | undefined
  /** The longest that one attempt may take, its body included. @default 10000 (10 seconds) */
  readonly timeoutMs?: number | undefined
  /** The longest that a call may take, all attempts and pauses together. @default 30000 (30 seconds) */
  readonly deadlineMs?: number | undefined
  /** How often an attempt that failed is repeated. @default 2 */
  readonly maxRetries?: number | undefined
  /** The clock. @default Date.now */
  readonly now?: Now | undefined
  /** Randomness for the pauses between attempts, from 0 up to 1. @default Math.random */
  readonly random?: (() => number) | undefined
  /** Starts a timer and returns its cancel. @default setTimeout */
  readonly startTimer?: StartTimer | undefined
  /** Where the client can be watched. */
  readonly hooks?: ClientHooks | undefined
}

/** Makes signed calls. */
export interface Client {
  readonly orders: Orders & Waitable<Order>
  readonly refunds: Refunds & Waitable<Refund>
}

/** What can be waited for. */
export interface Waitable<Found> {
  /**
   * Asks again and again, with growing pauses, until the status is final.
   *
   * @throws {ApiError} The provider refused the query, for example because it does not know the id.
   * @throws {TransportError} The signal aborted, or the deadline passed.
   */
  readonly waitUntilFinal: (id: string, options?: WaitOptions) => Promise<Found>
}

/**
 * Creates a client.
 *
 * @throws {TypeError} Names the option that is missing or wrong.
 *
 * @example
 * ```ts
 * import { createClient } from '@paystablecoin/core'
 *
 * const client = createClient({
 *   merchantId: '1000',
 *   apiKey: 'your-api-key',
 *   apiSecret: 'your-api-secret',
 *   environment: 'sandbox',
 * })
 * const order = await client.orders.create({
 *   merchantOrderId: 'ORDER_1738112345000',
 *   orderAmount: { value: '99.99', currency: 'USD' },
 *   expiresAt: new Date(Date.now() + 30 * 60_000),
 *   returnUrl: 'https://shop.example/orders/1',
 *   callbackUrl: 'https://shop.example/webhook/payment',
 * })
 * console.log(order.checkoutUrl)
 * ```
 */
export function createClient(options: ClientOptions): Client {
  const settings = toCallSettings(options)
  const orders = createOrders(settings)
  const refunds = createRefunds(settings)
  return Object.freeze({
    orders: Object.freeze({ ...orders, waitUntilFinal: waiter(orders.retrieve, settings) }),
    refunds: Object.freeze({ ...refunds, waitUntilFinal: waiter(refunds.retrieve, settings) }),
  })
}

function waiter<Found extends { readonly status: string }>(
  retrieve: (id: string, options: CallOptions) => Promise<Found>,
  settings: CallSettings,
): Waitable<Found>['waitUntilFinal'] {
  return (id, options) => waitUntilFinal((call) => retrieve(id, call), settings, options)
}

/**
 * A client for each context: for secrets that exist only per request. A client is used again as long as the options that the
 * function returns are the same, value by value, so nothing of a past context is kept for another.
 *
 * @throws {TypeError} Names the option that is missing or wrong; for options that are no function, at once.
 *
 * @example
 * ```ts
 * import { createClientResolver } from '@paystablecoin/core'
 *
 * const clientFor = createClientResolver((env: { PSC_API_SECRET: string }) => ({
 *   merchantId: '1000',
 *   apiKey: 'your-api-key',
 *   apiSecret: env.PSC_API_SECRET,
 *   environment: 'production',
 * }))
 * ```
 */
export function createClientResolver<Context>(
  options: ClientOptions | ((context: Context) => ClientOptions),
): (context: Context) => Client {
  if (typeof options !== 'function') {
    const client = createClient(options)
    return () => client
  }
  let last: { readonly options: ClientOptions; readonly client: Client } | undefined
  return (context) => {
    const current = options(context)
    if (last === undefined || !isShallowEqual(last.options, current)) {
      last = { options: current, client: createClient(current) }
    }
    return last.client
  }
}

function isShallowEqual(a: ClientOptions, b: ClientOptions): boolean {
  const aEntries = Object.entries(a)
  const bValues = new Map<string, unknown>(Object.entries(b))
  return (
    aEntries.length === bValues.size &&
    aEntries.every(([key, value]) => bValues.has(key) && Object.is(bValues.get(key), value))
  )
}

function toCallSettings(options: ClientOptions): CallSettings {
  assertId('merchantId', options.merchantId)
  if (typeof options.apiKey !== 'string' || !/^[!-~]+$/.test(options.apiKey)) {
    throw new TypeError('apiKey must not be missing, empty or contain white space')
  }
  return {
    baseUrl: toBaseUrl(options),
    merchantPath: `/api/v1/merchants/${options.merchantId}`,
    apiKey: options.apiKey,
    apiSecret: toSigningSecret(options.apiSecret),
    fetch: options.fetch ?? ((url, init) => fetch(url, init)),
    timeoutMs: toPositive('timeoutMs', options.timeoutMs, 10_000),
    deadlineMs: toPositive('deadlineMs', options.deadlineMs, 30_000),
    maxRetries: toRetries(options.maxRetries),
    now: options.now ?? Date.now,
    random: options.random ?? Math.random,
    startTimer: options.startTimer ?? startRealTimer,
    hooks: options.hooks ?? {},
    clock: { offsetMs: 0, measuredMs: undefined },
  }
}

function toBaseUrl({ environment, baseUrl }: ClientOptions): string {
  if ((environment === undefined) === (baseUrl === undefined)) {
    throw new TypeError('give exactly one of environment and baseUrl')
  }
  const url = baseUrl ?? BASE_URLS.get(environment)
  if (url === undefined) throw new TypeError("environment must be 'production' or 'sandbox'")
  if (!isHttpUrl(url) || /[?#@]/.test(url)) {
    throw new TypeError(
      'baseUrl must be an absolute http or https URL without credentials, query or fragment',
    )
  }
  return url.replace(/\/+$/, '')
}

function toRetries(maxRetries = 2): number {
  if (!Number.isInteger(maxRetries) || maxRetries < 0) {
    throw new TypeError('maxRetries must be a whole number that is not negative')
  }
  return maxRetries
}
