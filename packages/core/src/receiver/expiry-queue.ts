/**
 * Keys that are remembered for a time and up to a number, the oldest forgotten first.
 * Must not know what a key stands for.
 *
 * @module
 */

/** Keys, each with the time at which it is forgotten. */
export interface ExpiryQueue {
  /** Whether a key is remembered now. */
  readonly has: (key: string, nowMs: number) => boolean
  /** Remembers a key until a time that is never before that of the last one, and forgets what is too old or too much. */
  readonly add: (key: string, forgetAtMs: number, nowMs: number) => void
}

/** Creates a queue of at most `maxEntries` keys. `onEarlyEviction` is told of keys that are forgotten before their time. */
export function createExpiryQueue(
  maxEntries: number,
  onEarlyEviction: ((key: string) => void) | undefined,
): ExpiryQueue {
  const forgetAt = new Map<string, number>()
  // One iterator for good: each new one steps over all that was deleted at the start, tens of thousands of entries.
  let entries = forgetAt.entries()
  let oldest: readonly [key: string, forgetAtMs: number] | undefined

  function has(key: string, nowMs: number): boolean {
    return (forgetAt.get(key) ?? nowMs) > nowMs
  }

  function add(key: string, forgetAtMs: number, nowMs: number): void {
    // At the end of the queue, also when it is remembered already.
    forget(key)
    forgetAt.set(key, forgetAtMs)
    while ((oldest ??= nextOldest()) !== undefined) {
      const [oldestKey, oldestForgetAtMs] = oldest
      const isEarly = oldestForgetAtMs > nowMs
      if (isEarly && forgetAt.size <= maxEntries) return
      forget(oldestKey)
      if (isEarly) onEarlyEviction?.(oldestKey)
    }
  }

  function forget(key: string): void {
    forgetAt.delete(key)
    if (oldest?.[0] === key) oldest = undefined
  }

  function nextOldest(): readonly [string, number] | undefined {
    const next = entries.next()
    if (next.done !== true) return next.value
    entries = forgetAt.entries()
    return undefined
  }

  return { has, add }
}
