/**
 * The options of a client and of one call, checked, with every default filled in.
 * Must not know how a call is made.
 *
 * @module
 */
import { toClock } from '../shared/clock.ts'
import { assertHooks } from '../shared/hooks.ts'
import { isHttpUrl } from '../shared/http-url.ts'
import { assertFunction, assertSignal, toInteger, toNumber } from '../shared/option-checks.ts'
import type { Clock } from '../shared/types.ts'
import { toSigningSecret } from '../signing/secrets.ts'
import { assertId } from './arguments.ts'
import { createClockSkew } from './clock-skew.ts'
import type { ClockSkew } from './clock-skew.ts'
import type { ClientHooks } from './hooks.ts'
import type { CallOptions, ClientOptions, Environment } from './options.ts'
import type { Fetch } from './transport.ts'

/** How long one call may take, and what ends it before. */
export interface CallLimits {
  readonly signal: AbortSignal | undefined
  readonly timeoutMs: number
  readonly deadlineMs: number
}

/** What all calls of a client share. */
export interface ClientSettings {
  readonly baseUrl: string
  readonly merchantPath: string
  readonly apiKey: string
  readonly apiSecret: string
  readonly fetch: Fetch
  readonly timeoutMs: number
  readonly deadlineMs: number
  readonly maxRetries: number
  readonly random: () => number
  readonly clock: Clock
  readonly hooks: ClientHooks
  readonly clockSkew: ClockSkew
}

const BASE_URLS: ReadonlyMap<Environment, string> = new Map<Environment, string>([
  ['production', 'https://api.paystablecoin.global'],
  ['sandbox', 'https://api.sandbox.paystablecoin.global'],
])

/**
 * Checks a client's options and fills in the defaults.
 *
 * @throws {TypeError} Names the option that is missing or wrong.
 */
export function toClientSettings(options: ClientOptions): ClientSettings {
  const { merchantId, apiKey, hooks = {}, random = Math.random } = options
  const { fetch: send = (url, init) => fetch(url, init) } = options
  assertId('merchantId', merchantId)
  if (typeof apiKey !== 'string' || !/^[!-~]+$/.test(apiKey)) {
    throw new TypeError('apiKey must not be missing, empty or contain white space')
  }
  assertFunction('fetch', send)
  assertFunction('random', random)
  assertHooks(hooks)
  return {
    baseUrl: toBaseUrl(options),
    merchantPath: `/api/v1/merchants/${merchantId}`,
    apiKey,
    apiSecret: toSigningSecret(options.apiSecret),
    fetch: send,
    timeoutMs: toNumber('timeoutMs', options.timeoutMs, 10_000, 1),
    deadlineMs: toNumber('deadlineMs', options.deadlineMs, 30_000, 1),
    maxRetries: toInteger('maxRetries', options.maxRetries, 2),
    random,
    clock: toClock(options.clock),
    hooks,
    clockSkew: createClockSkew(),
  }
}

function toBaseUrl({ environment, baseUrl }: ClientOptions): string {
  if ((environment === undefined) === (baseUrl === undefined)) {
    throw new TypeError('give exactly one of environment and baseUrl')
  }
  const url = baseUrl === undefined ? BASE_URLS.get(environment) : baseUrl
  if (url === undefined) throw new TypeError("environment must be 'production' or 'sandbox'")
  if (!isHttpUrl(url) || /[?#@]/.test(url)) {
    throw new TypeError(
      'baseUrl must be an absolute http or https URL without credentials, query or fragment',
    )
  }
  return url.replace(/\/+$/, '')
}

/**
 * Checks one call's options and fills in the client's.
 *
 * @throws {TypeError} Names the option that is wrong.
 */
export function toCallLimits(settings: ClientSettings, options: CallOptions = {}): CallLimits {
  const { signal, timeoutMs, deadlineMs } = options
  assertSignal(signal)
  return {
    signal,
    timeoutMs: toNumber('timeoutMs', timeoutMs, settings.timeoutMs, 1),
    deadlineMs: toNumber('deadlineMs', deadlineMs, settings.deadlineMs, 1),
  }
}
