/**
 * Keys that are remembered in groups for a time and up to a number, the oldest group forgotten first.
 * Must not know what a key stands for.
 *
 * @module
 */

/** Keys in groups, each group with the time at which it is forgotten. */
export interface ExpiryQueue {
  /** Whether a key of a group that is remembered now passes a test. */
  readonly some: (group: string, nowMs: number, test: (key: string) => boolean) => boolean
  /** Remembers a key, and its group until a time that is never before that of the last one; forgets what is too old or too much. */
  readonly add: (group: string, key: string, forgetAtMs: number, nowMs: number) => void
}

// Most groups are one key: a list for each is two more objects for the garbage collector to move.
interface Group {
  readonly key: string
  readonly olderKeys: readonly string[]
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

  function some(group: string, nowMs: number, test: (key: string) => boolean): boolean {
    const found = groups.get(group)
    return found !== undefined && found.forgetAtMs > nowMs && keysOf(found).some(test)
  }

  function add(group: string, key: string, forgetAtMs: number, nowMs: number): void {
    const found = groups.get(group)
    const olderKeys = found === undefined ? NO_KEYS : takeOut(group, found, key, nowMs)
    groups.set(group, { key, olderKeys, forgetAtMs })
    size += 1 + olderKeys.length
    while ((oldest ??= nextOldest()) !== undefined) {
      const [name, entry] = oldest
      const isEarly = entry.forgetAtMs > nowMs
      if (isEarly && size <= maxEntries) return
      forget(name, entry)
      if (isEarly) keysOf(entry).forEach(tellEvicted)
    }
  }

  // Its place is at the end now. What is too much of it goes first, so that nothing is forgotten for the sake of its own group.
  function takeOut(group: string, found: Group, key: string, nowMs: number): readonly string[] {
    forget(group, found)
    const keys = found.forgetAtMs > nowMs ? keysOf(found).filter((other) => other !== key) : []
    keys.splice(0, keys.length + 1 - maxEntries).forEach(tellEvicted)
    return keys
  }

  function forget(group: string, { olderKeys }: Group): void {
    size -= 1 + olderKeys.length
    groups.delete(group)
    if (oldest?.[0] === group) oldest = undefined
  }

  function tellEvicted(key: string): void {
    onEarlyEviction?.(key)
  }

  function nextOldest(): readonly [string, Group] | undefined {
    const next = entries.next()
    if (next.done !== true) return next.value
    entries = groups.entries()
    return undefined
  }

  return { some, add }
}

function keysOf({ key, olderKeys }: Group): readonly string[] {
  return [...olderKeys, key]
}
