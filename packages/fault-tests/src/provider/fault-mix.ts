/**
 * The faults of a run, and how likely each is. The emulator draws from the rates by its seed; faults with parameters are aimed at
 * orders that the run's seed selects.
 *
 * @module
 */
import type { FaultRates, FaultRule } from '@paystablecoin/emulator'
import type { Random } from '../support/random.ts'

/** Every fault of a call: together they hit more than a third. */
export const CALL_RATES = {
  refuse: 0.002,
  drop: 0.055,
  'http-500': 0.05,
  'http-502': 0.04,
  'http-429': 0.03,
  'code-99999': 0.045,
  'stall-headers': 0.05,
  'stall-body': 0.05,
  'truncate-body': 0.05,
  'clock-skew': 0.02,
} as const satisfies FaultRates

/** Every fault of a webhook: one in five is never sent. */
export const WEBHOOK_RATES = {
  withhold: 0.2,
  duplicate: 0.18,
  delay: 0.14,
  reorder: 0.12,
  'stale-timestamp': 0.03,
  'wrong-secret': 0.03,
  'rotated-secret': 0.05,
  'unknown-field': 0.05,
  'unknown-status': 0.04,
  'unknown-shape': 0.03,
  'refund-webhook': 0.03,
} as const satisfies FaultRates

/** Every fault of an order's amount. */
export const MONEY_RATES = { underpaid: 0.05 } as const satisfies FaultRates

type Aimed = Omit<FaultRule, 'id'>
const CREATE = 'orders.create'
const RETRIEVE = 'orders.retrieve'

/** Each entry is for one order: one rule per attempt. */
const AIMED: readonly (readonly Aimed[])[] = [
  [{ kind: 'http-500', on: CREATE, afterCommit: true }],
  [{ kind: 'http-502', on: CREATE, afterCommit: true, times: 2 }],
  [{ kind: 'code-99999', on: CREATE, afterCommit: true, times: 3 }],
  [{ kind: 'drop', on: CREATE, afterCommit: false }],
  [{ kind: 'drop', on: CREATE, times: 3 }],
  [{ kind: 'http-429', on: CREATE, retryAfterSeconds: 120 }],
  [{ kind: 'clock-skew', on: CREATE, skewMs: -600_000 }],
  [{ kind: 'clock-skew', on: CREATE, skewMs: 240_000 }],
  [{ kind: 'stall-headers', on: CREATE, stallMs: 200 }],
  // It took effect, but neither it nor the queries get a response: the outcome is unknown for now.
  [
    { kind: 'stall-headers', on: CREATE, times: 3 },
    { kind: 'http-500', on: RETRIEVE, times: 3 },
  ],
  // The same, but it did not take effect.
  [
    { kind: 'http-500', on: CREATE, times: 3 },
    { kind: 'drop', on: RETRIEVE, times: 3 },
  ],
  // The first attempt took effect; the second is rejected because of the clock.
  [
    { kind: 'drop', on: CREATE },
    { kind: 'clock-skew', on: CREATE, skewMs: 600_000 },
  ],
]

const AIMED_SHARE = 0.1

/** Aims faults at one in ten of these orders. */
export function aimFaults(ids: readonly string[], random: Random): readonly FaultRule[] {
  return ids
    .filter(() => random.happens(AIMED_SHARE))
    .flatMap((id) => random.pick(AIMED).map((fault) => ({ ...fault, id })))
}
