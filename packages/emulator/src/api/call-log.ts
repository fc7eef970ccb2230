/**
 * Remembers API calls up to a limit.
 * Knows no orders, no webhooks and no HTML.
 *
 * @module
 */
import type { Diagnosis } from '../diagnosis/mistakes.ts'
import type { Operation } from '../faults/fault.ts'
import { createRecordLog } from '../shared/record-log.ts'

/** One API call as it was received, and its result. */
export interface CallRecord {
  readonly id: string
  /** When it was received: Unix milliseconds on the emulator's clock. */
  readonly atMs: number
  readonly method: string
  readonly path: string
  readonly query: string
  readonly merchantId: string
  /** What was called: `orders.create`, `orders.retrieve`, `refunds.create`, `refunds.retrieve`, or `other`. */
  readonly operation: Operation
  /** The merchant's id of the order or refund that it names; `undefined` for none, or for more than 64 characters. */
  readonly subject?: string | undefined
  /** The body as text. Of a rejected call, its first 1024 bytes: anyone may send one. */
  readonly body: string
  /** The text that a correct signature of these bytes covers. */
  readonly signedText: string
  /** The text of `X-Timestamp`, `''` when it is missing. */
  readonly timestamp: string
  /** The text of `X-Signature`, `''` when it is missing. */
  readonly signature: string
  /** The result code, `undefined` when a fault kept the call from taking effect. */
  readonly code?: string | undefined
  /** The HTTP status of the response: 200 unless a fault changed it. */
  readonly httpStatus: number
  /** The status of the order or refund that was answered. */
  readonly status?: string | undefined
  /** The response's body as text. */
  readonly responseBody: string
  /** What exactly was wrong. */
  readonly detail?: string | undefined
  /** Why the signature was rejected. */
  readonly diagnosis?: Diagnosis | undefined
  /** The fault that was injected. */
  readonly fault?: string | undefined
  readonly latencyMs: number
}

/** The log of API calls. */
export interface CallLog {
  readonly add: (call: Omit<CallRecord, 'id'>) => void
  /** The oldest first. */
  readonly list: () => readonly CallRecord[]
}

export function createCallLog(maxRecords: number, onChange: () => void): CallLog {
  const log = createRecordLog<CallRecord>({
    maxRecords,
    countedPartOf: (call) => call,
    isDroppable: () => true,
    onChange,
  })
  return {
    add: (call) => {
      log.add((id) => ({ id, ...call }))
    },
    list: log.list,
  }
}
