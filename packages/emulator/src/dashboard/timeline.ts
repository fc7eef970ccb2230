/**
 * API calls and webhook attempts as one list of entries, the newest first, each with the text that was signed.
 * Knows no HTML.
 *
 * @module
 */
import type { CallRecord } from '../api/call-log.ts'
import type { Diagnosis } from '../diagnosis/mistakes.ts'
import { webhookLines } from '../diagnosis/signed-text.ts'
import type { Delivery, DeliveryAttempt } from '../webhooks/delivery.ts'
import { isAcknowledged } from '../webhooks/delivery.ts'
import type { TimelineFilter } from './timeline-filter.ts'

/** One line of the timeline. */
export interface TimelineEntry {
  /** Identifies the entry in the page. */
  readonly key: string
  readonly atMs: number
  readonly direction: 'call' | 'webhook'
  readonly title: string
  readonly result: string
  readonly isGood: boolean
  readonly latencyMs?: number | undefined
  readonly fault?: string | undefined
  readonly signedText?: string | undefined
  readonly signature?: string | undefined
  readonly timestamp?: string | undefined
  readonly body: string
  readonly responseBody?: string | undefined
  readonly detail?: string | undefined
  readonly diagnosis?: Diagnosis | undefined
  /** The delivery that a button sends again. */
  readonly deliveryId?: string | undefined
}

/** The newest entries that the filter shows. */
export async function listTimeline(
  calls: readonly CallRecord[],
  deliveries: readonly Delivery[],
  { showsCall, showsDelivery, failedOnly }: TimelineFilter,
  max: number,
): Promise<readonly TimelineEntry[]> {
  const makers = [
    ...calls.filter(showsCall).map(callMaker),
    ...deliveries.filter(showsDelivery).flatMap(deliveryMakers),
  ].filter(({ hasFailed }) => hasFailed || !failedOnly)
  // Sorting is stable, so what happened in one millisecond keeps its order.
  const newest = makers.toSorted((a, b) => a.atMs - b.atMs).slice(-max)
  return (await Promise.all(newest.map(({ make }) => make()))).toReversed()
}

function callMaker(call: CallRecord): Maker {
  const isGood = call.code === '00000' && call.fault === undefined
  return { atMs: call.atMs, hasFailed: !isGood, make: async () => callEntry(call, isGood) }
}

function callEntry(call: CallRecord, isGood: boolean): TimelineEntry {
  const { method, path, query } = call
  return {
    ...call,
    key: `call-${call.id}`,
    direction: 'call',
    title: `${method} ${path}${query === '' ? '' : `?${query}`}`,
    result: call.code ?? `HTTP ${call.httpStatus}`,
    isGood,
  }
}

/** An entry that is made once it is known to be shown: its signed text takes a hash. */
interface Maker {
  readonly atMs: number
  readonly hasFailed: boolean
  readonly make: () => Promise<TimelineEntry>
}

function deliveryMakers(delivery: Delivery): readonly Maker[] {
  const { attempts, state, openedMs: atMs } = delivery
  if (attempts.length === 0) {
    const hasFailed = state !== 'waiting'
    return [{ atMs, hasFailed, make: async () => unsentEntry(delivery, state) }]
  }
  return attempts.map((attempt, index) => ({
    atMs: attempt.atMs,
    hasFailed: !isAcknowledged(attempt),
    make: () => attemptEntry(delivery, attempt, index),
  }))
}

function titleOf({ kind, status, url }: Delivery): string {
  return `${kind} ${status} → ${url}`
}

function unsentEntry(delivery: Delivery, result: string): TimelineEntry {
  return {
    key: `delivery-${delivery.id}`,
    atMs: delivery.openedMs,
    direction: 'webhook',
    title: titleOf(delivery),
    result,
    isGood: false,
    fault: faultsOf(delivery),
    body: delivery.body,
    deliveryId: delivery.id,
  }
}

async function attemptEntry(
  delivery: Delivery,
  attempt: DeliveryAttempt,
  index: number,
): Promise<TimelineEntry> {
  const { scheme, timestamp, httpStatus } = attempt
  const { pathname } = new URL(delivery.url)
  return {
    ...attempt,
    key: `delivery-${delivery.id}-${index}`,
    direction: 'webhook',
    title: titleOf(delivery),
    result: httpStatus === undefined ? 'no response' : `HTTP ${httpStatus}`,
    isGood: isAcknowledged(attempt),
    fault: faultsOf(delivery),
    signedText: `${timestamp}\n${await webhookLines(scheme, pathname, delivery.body)}`,
    body: delivery.body,
    detail: `Attempt ${index + 1}, scheme ${scheme}${attempt.error === undefined ? '' : `: ${attempt.error}`}`,
    deliveryId: delivery.id,
  }
}

function faultsOf({ faults }: Delivery): string | undefined {
  return faults.length === 0 ? undefined : faults.join(', ')
}
