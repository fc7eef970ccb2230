/**
 * Remembers API calls up to a limit, and tells who watches that something has changed.
 * Knows no orders, no webhooks and no HTML.
 *
 * @module
 */

import type { Diagnosis } from './diagnosis/mistakes.ts'

/** One API call as it came, and how it was answered. */
export interface CallRecord {
  readonly id: string
  /** When it came: Unix milliseconds on the sandbox's clock. */
  readonly atMs: number
  readonly method: string
  readonly path: string
  readonly query: string
  readonly merchantId: string
  readonly body: string
  /** The text that a right signature of these bytes covers. */
  readonly signedText: string
  /** The text of `X-Timestamp`, `''` when it is missing. */
  readonly timestamp: string
  /** The text of `X-Signature`, `''` when it is missing. */
  readonly signature: string
  /** The verdict: the code that the call came to, `undefined` when a fault kept it from taking effect. */
  readonly code?: string | undefined
  /** The HTTP status of the answer: 200 unless a fault made it another. */
  readonly httpStatus: number
  /** What exactly was wrong. */
  readonly detail?: string | undefined
  /** Why the signature was refused. */
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

/** Creates a log. */
export function createCallLog(maxCalls: number, changed: () => void): CallLog {
  const calls = new Map<string, CallRecord>()
  let count = 0
  return {
    add: (call) => {
      count += 1
      const id = String(count)
      calls.set(id, { id, ...call })
      const [oldest] = calls.keys()
      if (calls.size > maxCalls && oldest !== undefined) calls.delete(oldest)
      changed()
    },
    list: () => [...calls.values()],
  }
}

/** Tells listeners of changes. */
export interface Watchers {
  readonly changed: () => void
  /** Adds a listener and returns the function that removes it. `ended` is called when there will be no more changes. */
  readonly watch: (listener: () => void, ended: () => void) => () => void
  readonly end: () => void
}

/** Creates the watchers. */
export function createWatchers(): Watchers {
  const listeners = new Map<() => void, () => void>()
  return {
    changed: () => {
      for (const listener of listeners.keys()) listener()
    },
    watch: (listener, ended) => {
      listeners.set(listener, ended)
      return () => listeners.delete(listener)
    },
    end: () => {
      for (const ended of listeners.values()) ended()
      listeners.clear()
    },
  }
}
