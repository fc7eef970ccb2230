/**
 * Whether a promise settles within a time.
 *
 * @module
 */
import { setTimeout } from 'node:timers/promises'

/** Resolves to whether the promise did; rejects with what it rejects with. Leaves no timer. */
export async function endsWithin(promise: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  if (timeoutMs === Infinity) return promise.then(() => true)
  const timer = new AbortController()
  const late = setTimeout(timeoutMs, false, { signal: timer.signal }).catch(() => false)
  try {
    return await Promise.race([promise.then(() => true), late])
  } finally {
    timer.abort()
  }
}
