/**
 * The emulator's options, checked once, with their defaults.
 * Knows nothing of how they are used.
 *
 * @module
 */
import type { Clock, WebhookScheme } from '@paystablecoin/core'
import { REAL_CLOCK } from '../shared/clock.ts'
import { EMULATOR_MERCHANT } from '../shared/credentials.ts'
import type { FaultRule } from '../faults/fault.ts'
import type { FaultRates } from '../faults/parse-faults.ts'
import { parseFaultRates, parseFaultRule } from '../faults/parse-faults.ts'
import type { Merchant } from '../provider/model.ts'
import {
  assertFunction,
  assertKnown,
  assertObject,
  naming,
  toBoolean,
  toInteger,
  toList,
  toNumber,
  toOneOf,
  toText,
} from '../shared/option-checks.ts'
import type { EmulatorMerchant, EmulatorOptions } from './options.ts'
import { randomSeed } from '../shared/random.ts'
import { toPublicOrigin } from '../shared/urls.ts'
import type { WebhookFetch } from '../webhooks/attempt.ts'

/** The options with every default in place. */
export interface EmulatorSettings {
  readonly merchants: readonly Merchant[]
  readonly scheme: WebhookScheme | 'both'
  readonly webhookFetch: WebhookFetch
  readonly webhookRetryDelaysMs: readonly number[]
  readonly webhookTimeoutMs: number
  readonly webhookRetryTimestamp: 'original' | 'fresh'
  readonly allowLinkLocal: boolean
  readonly confirmationMs: number
  readonly refundMs: number
  readonly publicUrl: string | undefined
  readonly seed: string
  readonly faults: readonly FaultRule[]
  readonly faultRates: FaultRates
  readonly clock: Clock
  readonly maxOrders: number
  readonly maxRecords: number
  readonly maxBodyBytes: number
}

/** Every option. A record, so that the compiler sees when one is missing. */
const OPTIONS: Readonly<Record<keyof EmulatorOptions, true>> = {
  merchants: true,
  scheme: true,
  webhookFetch: true,
  webhookRetryDelaysMs: true,
  webhookTimeoutMs: true,
  webhookRetryTimestamp: true,
  allowLinkLocal: true,
  confirmationMs: true,
  refundMs: true,
  publicUrl: true,
  seed: true,
  faults: true,
  faultRates: true,
  clock: true,
  maxOrders: true,
  maxRecords: true,
  maxBodyBytes: true,
}

const OPTION_NAMES: ReadonlySet<string> = new Set(Object.keys(OPTIONS))

const RETRY_DELAYS_MS = [1, 2, 4, 8, 16, 32, 64].map((seconds) => seconds * 1000)

/** Checks the options and fills in the defaults. */
export function toSettings(options: EmulatorOptions): EmulatorSettings {
  assertObject('options', options)
  assertKnown(options, OPTION_NAMES)
  const { merchants = [EMULATOR_MERCHANT], publicUrl, faults = [], faultRates = {} } = options
  return {
    merchants: toMerchants(merchants),
    scheme: toOneOf('scheme', options.scheme, ['request', 'body', 'both']),
    ...toWebhookSettings(options),
    confirmationMs: toDelay('confirmationMs', options.confirmationMs),
    refundMs: toDelay('refundMs', options.refundMs),
    publicUrl: publicUrl === undefined ? undefined : toPublicOrigin(publicUrl, 'publicUrl'),
    seed: toSeed(options.seed),
    faults: toList('faults', faults, toFaultRule),
    faultRates: toFaultRates(faultRates),
    clock: toClock(options.clock),
    maxOrders: toCount('maxOrders', options.maxOrders, 10_000),
    maxRecords: toCount('maxRecords', options.maxRecords, 10_000),
    maxBodyBytes: toCount('maxBodyBytes', options.maxBodyBytes, 64 * 1024),
  }
}

type WebhookSettings = Pick<
  EmulatorSettings,
  | 'webhookFetch'
  | 'webhookRetryDelaysMs'
  | 'webhookTimeoutMs'
  | 'webhookRetryTimestamp'
  | 'allowLinkLocal'
>

function toWebhookSettings(options: EmulatorOptions): WebhookSettings {
  const {
    webhookFetch = (request) => globalThis.fetch(request),
    webhookRetryDelaysMs = RETRY_DELAYS_MS,
    webhookTimeoutMs,
  } = options
  assertFunction('webhookFetch', webhookFetch)
  return {
    webhookFetch,
    webhookRetryDelaysMs: toList('webhookRetryDelaysMs', webhookRetryDelaysMs, (delayMs, name) =>
      toNumber(name, delayMs as number, { atLeast: 0, byDefault: Number.NaN }),
    ),
    webhookTimeoutMs: toNumber('webhookTimeoutMs', webhookTimeoutMs, {
      atLeast: 1,
      byDefault: 10_000,
    }),
    webhookRetryTimestamp: toOneOf('webhookRetryTimestamp', options.webhookRetryTimestamp, [
      'fresh',
      'original',
    ]),
    allowLinkLocal: toBoolean('allowLinkLocal', options.allowLinkLocal),
  }
}

function toMerchants(merchants: unknown): readonly Merchant[] {
  const list = toList('merchants', merchants, toMerchant)
  if (list.length === 0) throw new TypeError('merchants must not be an empty list')
  return list
}

function toMerchant(merchant: unknown, option: string): Merchant {
  assertObject(option, merchant)
  const {
    merchantId,
    apiKey,
    apiSecret,
    name = 'Example shop',
    apiCheckout = true,
  } = { ...EMPTY, ...merchant }
  return {
    merchantId: toText(`${option}.merchantId`, merchantId),
    apiKey: toText(`${option}.apiKey`, apiKey),
    apiSecrets: toSecrets(`${option}.apiSecret`, apiSecret),
    name: toText(`${option}.name`, name),
    apiCheckout: toBoolean(`${option}.apiCheckout`, apiCheckout),
  }
}

const EMPTY: Readonly<Record<keyof EmulatorMerchant, unknown>> = {
  merchantId: undefined,
  apiKey: undefined,
  apiSecret: undefined,
  name: undefined,
  apiCheckout: undefined,
}

function toSecrets(option: string, apiSecret: unknown): readonly string[] {
  const secrets = Array.isArray(apiSecret)
    ? toList(option, apiSecret, (secret, name) => toText(name, secret))
    : [toText(option, apiSecret)]
  if (secrets.length === 0) throw new TypeError(`${option} must not be an empty list`)
  if (secrets.every((secret) => secret.trim() === secret)) return secrets
  throw new TypeError(`${option} has white space around it`)
}

function toFaultRule(rule: unknown, option: string): FaultRule {
  assertObject(option, rule)
  return naming(option, () => parseFaultRule({ ...rule }))
}

function toFaultRates(rates: unknown): FaultRates {
  assertObject('faultRates', rates)
  return naming('faultRates', () => parseFaultRates({ ...rates }))
}

function toSeed(seed: unknown = randomSeed()): string {
  if (typeof seed === 'string' || Number.isFinite(seed)) return String(seed)
  throw new TypeError('seed must be a text or a number')
}

function toClock(clock: Clock = REAL_CLOCK): Clock {
  assertObject('clock', clock)
  assertFunction('clock.now', clock.now)
  assertFunction('clock.startTimer', clock.startTimer)
  return {
    now: () => clock.now(),
    startTimer: (run, delayMs) => clock.startTimer(run, delayMs),
  }
}

function toDelay(option: string, value: number | undefined): number {
  return toNumber(option, value, { atLeast: 0, byDefault: 1_000 })
}

function toCount(option: string, value: number | undefined, byDefault: number): number {
  return toInteger(option, value, { atLeast: 1, atMost: Number.MAX_SAFE_INTEGER, byDefault })
}
