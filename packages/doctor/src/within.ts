/**
 * A limit for what has none of its own.
 *
 * @module
 */
import { setTimeout } from 'node:timers/promises'

/** What a promise brings. Rejects with a `TimeoutError` when that takes longer. */
export async function within<Value>(timeoutMs: number, work: Promise<Value>): Promise<Value> {
  const over = new AbortController()
  const late = setTimeout(timeoutMs, undefined, { signal: over.signal }).then((): never => {
    throw new DOMException(`no answer in ${timeoutMs} ms`, 'TimeoutError')
  })
  try {
    return await Promise.race([work, late])
  } finally {
    over.abort()
  }
}
