/**
 * The provider of a run: an emulator on a real socket, with faults, and merchants' clients for it.
 * Must not know what a run proves.
 *
 * @module
 */
import { createClient } from '@paystablecoin/core'
import type { Client, ClientHooks } from '@paystablecoin/core'
import type { FaultRates, FaultRule, Emulator } from '@paystablecoin/emulator'
import { EMULATOR_MERCHANT } from '@paystablecoin/emulator'
import { startEmulator } from '@paystablecoin/emulator/node'
import type { FastClock } from '../support/fast-clock.ts'

/** How a provider is started. */
export interface ProviderOptions {
  readonly seed: number
  readonly clock: FastClock
  readonly rates: FaultRates
  readonly rules?: readonly FaultRule[] | undefined
}

/** A provider. */
export interface Provider {
  readonly url: string
  readonly emulator: Emulator
  readonly close: () => Promise<void>
}

const MAX_RECORDS = 1_000_000

/** Starts a provider on a free port. */
export function startProvider({ seed, clock, rates, rules }: ProviderOptions): Promise<Provider> {
  return startEmulator({
    port: 0,
    seed,
    clock,
    scheme: 'both',
    webhookRetryDelaysMs: [1_000, 2_000, 4_000],
    webhookTimeoutMs: 5_000,
    faultRates: rates,
    faults: rules,
    maxOrders: MAX_RECORDS,
    maxRecords: MAX_RECORDS,
  })
}

/** How a merchant's client is created. */
export interface MerchantOptions {
  readonly url: string
  readonly clock: FastClock
  readonly random: () => number
  /** How far the merchant's clock is ahead of the provider's. @default 0 */
  readonly clockErrorMs?: number | undefined
  readonly hooks?: ClientHooks | undefined
}

/** Creates a merchant's client with all defaults except a shorter time-out. */
export function createMerchant({
  url,
  clock,
  random,
  clockErrorMs = 0,
  hooks,
}: MerchantOptions): Client {
  return createClient({
    ...EMULATOR_MERCHANT,
    baseUrl: url,
    timeoutMs: 3_000,
    random,
    clock: { now: () => clock.now() + clockErrorMs, startTimer: clock.startTimer },
    hooks,
  })
}
