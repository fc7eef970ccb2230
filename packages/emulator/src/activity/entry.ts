/**
 * One API call, or one attempt to deliver a webhook, in the words of a line of a log.
 * Holds no secret, no signature and no body; of what the shop answered, the start.
 *
 * @module
 */
import type { CallRecord } from '../api/call-log.ts'
import { isCode, messageOf } from '../provider/codes.ts'
import type { Delivery, DeliveryAttempt } from '../webhooks/delivery.ts'
import { isAcknowledged } from '../webhooks/delivery.ts'

/** One API call, or one attempt to deliver a webhook. It holds no secret, no signature and no body that was signed. */
export interface ActivityEntry {
  /** When it began, on the emulator's clock: UTC ISO 8601. */
  readonly time: string
  readonly type: 'call' | 'webhook'
  /** Such as `create order`, `query refund` or `payment SUCCEEDED`. */
  readonly what: string
  /** The merchant's id of the order or refund. */
  readonly id?: string | undefined
  /** The merchant's id of the order that a refund is of. */
  readonly orderId?: string | undefined
  /** The amount of the order or refund, such as `18.50 USD`. */
  readonly amount?: string | undefined
  /** The status of the order or refund, after a call that succeeded. */
  readonly status?: string | undefined
  /** The code of the API, or the HTTP status that the shop answered; `no response`, or `withheld`. */
  readonly verdict: string
  readonly ok: boolean
  /** Why it is not ok, the start of what the shop answered, and which fault was on. */
  readonly why?: string | undefined
  /** The webhook's id: what `resend` takes. */
  readonly deliveryId?: string | undefined
  /** Which attempt it is, from 1 on. */
  readonly attempt?: number | undefined
}

/** What is known of an order or refund by the merchant's id of it. */
export type FindSubject = (
  merchantId: string,
  id: string,
) => Pick<ActivityEntry, 'amount' | 'orderId'>

/** An API call as an entry. */
export function callEntry(call: CallRecord, findSubject: FindSubject): ActivityEntry {
  const { code, httpStatus, fault, status, subject: id } = call
  const ok = code === '00000' && fault === undefined
  return {
    time: new Date(call.atMs).toISOString(),
    type: 'call',
    what: whatIsCalled(call),
    id,
    ...(id === undefined ? {} : findSubject(call.merchantId, id)),
    status,
    verdict: code ?? `HTTP ${httpStatus}`,
    ok,
    why: ok ? undefined : whyRejected(call),
  }
}

/**
 * The attempts of a webhook that are new, as entries. A webhook that a fault withholds is one entry. `told` is how many attempts
 * were told before; `undefined` when the webhook itself is new.
 */
export function deliveryEntries(
  delivery: Delivery,
  told: number | undefined,
  findSubject: FindSubject,
): readonly ActivityEntry[] {
  const { id: deliveryId, kind, status, merchantId, subject: id, attempts, state } = delivery
  const facts = {
    type: 'webhook' as const,
    what: `${kind} ${status}`,
    id,
    ...findSubject(merchantId, id),
    deliveryId,
  }
  if (state === 'withheld' && told === undefined && attempts.length === 0) {
    const time = new Date(delivery.openedMs).toISOString()
    return [{ ...facts, time, verdict: 'withheld', ok: false, why: faultsOf(delivery) }]
  }
  const from = told ?? 0
  return attempts.slice(from).map((attempt, index) => ({
    ...facts,
    time: new Date(attempt.atMs).toISOString(),
    verdict: attempt.httpStatus === undefined ? 'no response' : `HTTP ${attempt.httpStatus}`,
    ok: isAcknowledged(attempt),
    why: isAcknowledged(attempt)
      ? faultsOf(delivery)
      : whyNotAcknowledged(delivery, attempt, from + index),
    attempt: from + index + 1,
  }))
}

const MAX_ANSWER_CHARACTERS = 160

const OPERATIONS: Readonly<Record<CallRecord['operation'], string | undefined>> = {
  'orders.create': 'create order',
  'orders.retrieve': 'query order',
  'refunds.create': 'create refund',
  'refunds.retrieve': 'query refund',
  other: undefined,
}

function whatIsCalled({ operation, method, path }: CallRecord): string {
  return OPERATIONS[operation] ?? `${method} ${path}`
}

function whyRejected({ code, detail, diagnosis, fault }: CallRecord): string | undefined {
  const meaning = code !== undefined && isCode(code) ? messageOf(code) : undefined
  return joinWords([
    code === '00000' ? undefined : meaning,
    detail,
    diagnosis?.advice,
    fault && `fault: ${fault}`,
  ])
}

function whyNotAcknowledged(
  delivery: Delivery,
  attempt: DeliveryAttempt,
  index: number,
): string | undefined {
  const { state, attempts } = delivery
  const isOver = state === 'given-up' && index === attempts.length - 1
  return joinWords([
    attempt.error,
    attempt.responseBody?.slice(0, MAX_ANSWER_CHARACTERS),
    isOver ? 'given up: no more retries' : undefined,
    faultsOf(delivery),
  ])
}

function faultsOf({ faults }: Delivery): string | undefined {
  return faults.length === 0 ? undefined : `fault: ${faults.join(', ')}`
}

function joinWords(parts: readonly (string | undefined)[]): string | undefined {
  const given = parts.filter((part) => part !== undefined && part !== '')
  return given.length === 0 ? undefined : given.join('; ')
}
