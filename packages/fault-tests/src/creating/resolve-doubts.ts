/**
 * One round of the reconciler over orders whose creation is in doubt: which exist, and which will never exist.
 * Must not know what happened at the provider.
 *
 * @module
 */
import { createReconciler, createWebhookReceiver } from '@paystablecoin/core'
import type { Client } from '@paystablecoin/core'
import { EMULATOR_MERCHANT } from '@paystablecoin/emulator'
import type { FastClock } from '../support/fast-clock.ts'
import type { Placed } from './place-order.ts'

/** The result of a round. */
export interface Resolved {
  /** The status of each order that exists. */
  readonly existing: ReadonlyMap<string, string>
  /** Orders that are proven not to exist, now or later. */
  readonly absent: ReadonlySet<string>
  /** Errors, and orders that are missing without a proof. */
  readonly unresolved: readonly string[]
}

/** After this long a creation that was in progress can no longer arrive. */
export const PROOF_MS = 11 * 60_000

/** Queries each order once. */
export async function resolveDoubts(
  client: Client,
  clock: FastClock,
  doubts: readonly Pick<Placed, 'id' | 'lastSentAtMs'>[],
): Promise<Resolved> {
  const existing = new Map<string, string>()
  const absent = new Set<string>()
  const unresolved: string[] = []
  const receiver = createWebhookReceiver({
    apiSecret: EMULATOR_MERCHANT.apiSecret,
    onEvent: ({ kind, data, status }) => {
      if (kind === 'payment') existing.set(data.merchantOrderId, status)
    },
  })
  const reconciler = createReconciler({
    client,
    receiver,
    clock,
    pending: () => doubts.map(({ id, lastSentAtMs }) => ({ kind: 'payment', id, lastSentAtMs })),
    onMissing: ({ id, absenceProven }) => {
      if (absenceProven) absent.add(id)
      else unresolved.push(`${id} is missing, without a proof`)
    },
    onError: ({ item, error }) => void unresolved.push(`${item?.id}: ${String(error)}`),
    concurrency: 8,
  })
  await reconciler.runOnce()
  return { existing, absent, unresolved }
}
