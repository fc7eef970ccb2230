/**
 * A merchant with an in-process emulator: a client and a manual clock, no network.
 *
 * @module
 */
import type { Client, ClientOptions } from '@paystablecoin/core'
import type { FaultRule, Emulator, EmulatorOptions } from '@paystablecoin/emulator'
import { createClock } from './clock.ts'
import type { ManualClock } from './clock.ts'
import type { PackagesUnderTest } from './portable-case.ts'
import { WEBHOOK_URL } from '../fixtures/webhooks.ts'

export const ORDER_ID = 'ORDER_1738112345000'
export const TIMEOUT_MS = 7_777
const STALL_MS = 60_000

/** A merchant with an emulator. */
export interface EmulatorShop {
  readonly client: Client
  readonly emulator: Emulator
  readonly clock: ManualClock
  /** How many requests were sent. */
  readonly attempts: () => number
}

/** How it differs from a merchant without faults. */
export interface EmulatorShopOptions {
  readonly faults?: readonly FaultRule[] | undefined
  readonly client?: Partial<Omit<ClientOptions, 'environment' | 'baseUrl'>> | undefined
  readonly emulator?: EmulatorOptions | undefined
  /** Called when the emulator stalls. @default the client's time-out passes */
  readonly onStall?: ((clock: ManualClock) => void) | undefined
}

/** Opens one. Pauses between attempts end at once; a time-out ends when the emulator stalls. */
export function openEmulatorShop(
  { core, emulator: { createEmulator, EMULATOR_MERCHANT } }: PackagesUnderTest,
  options: EmulatorShopOptions = {},
): EmulatorShop {
  const { onStall = (clock) => clock.advance(TIMEOUT_MS) } = options
  const clock = createClock((delayMs) => delayMs !== TIMEOUT_MS)
  const emulator = createEmulator({
    seed: 1,
    clock: {
      now: clock.now,
      startTimer: (_run, delayMs) => {
        // Only `advance` moves the emulator's own time. This timer means that no response will come.
        if (delayMs === STALL_MS) queueMicrotask(() => onStall(clock))
        return () => undefined
      },
    },
    faults: options.faults,
    ...options.emulator,
  })
  const client = core.createClient({
    ...EMULATOR_MERCHANT,
    baseUrl: 'http://emulator.test',
    fetch: emulator.fetch,
    timeoutMs: TIMEOUT_MS,
    deadlineMs: 59_999,
    random: () => 0.5,
    clock,
    ...options.client,
  })
  return { client, emulator, clock, attempts: () => emulator.calls().length }
}

/** The params of the sample order. */
export function orderParams(clock: ManualClock): Parameters<Client['orders']['create']>[0] {
  return {
    merchantOrderId: ORDER_ID,
    orderAmount: { value: '99.99', currency: 'USD' },
    expiresAt: new Date(clock.now() + 1_800_000),
    returnUrl: 'https://shop.example/orders/1',
    callbackUrl: WEBHOOK_URL,
  }
}

/** Presses a button of the checkout page. */
export async function press(
  emulator: Emulator,
  checkoutUrl: string,
  button: string,
): Promise<void> {
  const form = { method: 'POST', body: new URLSearchParams(), redirect: 'manual' } as const
  const response = await emulator.fetch(`${checkoutUrl}/${button}`, form)
  if (response.status !== 303) throw new Error(`${button} answered HTTP ${response.status}`)
}
