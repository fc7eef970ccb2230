/**
 * Keys that are remembered in groups for a time and up to a number, the oldest group forgotten first.
 * Must not know what a key stands for.
 *
 * @module
 */

/** Keys in groups, each group with the time at which it is forgotten. */
export interface ExpiryQueue {
  /** The keys of a group that are remembered now. */
  readonly keysOf: (group: string, nowMs: number) => readonly string[]
  /** Remembers a key, and its group until a time that is never before that of the last one; forgets what is too old or too much. */
  readonly add: (group: string, key: string, forgetAtMs: number, nowMs: number) => void
}

interface Group {
  readonly keys: readonly string[]
  readonly forgetAtMs: number
}

const NO_KEYS: readonly string[] = []

/** Creates a queue of at most `maxEntries` keys. `onEarlyEviction` is told of keys that are forgotten before their time. */
export function createExpiryQueue(
  maxEntries: number,
  onEarlyEviction: ((key: string) => void) | undefined,
): ExpiryQueue {
  const groups = new Map<string, Group>()
  let size = 0
  // One iterator for good: each new one steps over all that was deleted at the start, tens of thousands of entries.
  let entries = groups.entries()
  let oldest: readonly [group: string, Group] | undefined

  function keysOf(group: string, nowMs: number): readonly string[] {
    const found = groups.get(group)
    return found !== undefined && found.forgetAtMs > nowMs ? found.keys : NO_KEYS
  }

  function add(group: string, key: string, forgetAtMs: number, nowMs: number): void {
    const others = keysOf(group, nowMs).filter((other) => other !== key)
    // At the end of the queue, also when it is remembered already.
    forget(group)
    const keys = [...others, key]
    // Its oldest, so that what is added now is never forgotten for the sake of its own group.
    keys.splice(0, keys.length - maxEntries).forEach(tellEvicted)
    groups.set(group, { keys, forgetAtMs })
    size += keys.length
    while ((oldest ??= nextOldest()) !== undefined) {
      const [oldestGroup, { keys: itsKeys, forgetAtMs: oldestForgetAtMs }] = oldest
      const isEarly = oldestForgetAtMs > nowMs
      if (isEarly && size <= maxEntries) return
      forget(oldestGroup)
      if (isEarly) itsKeys.forEach(tellEvicted)
    }
  }

  function tellEvicted(key: string): void {
    onEarlyEviction?.(key)
  }

  function forget(group: string): void {
    size -= groups.get(group)?.keys.length ?? 0
    groups.delete(group)
    if (oldest?.[0] === group) oldest = undefined
  }

  function nextOldest(): readonly [string, Group] | undefined {
    const next = entries.next()
    if (next.done !== true) return next.value
    entries = groups.entries()
    return undefined
  }

  return { keysOf, add }
}
