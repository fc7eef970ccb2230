/**
 * The keys of events that were handled, for a day and up to a number: two maps, of which the older is dropped whole when the
 * younger is full. To delete the oldest key of one map at a time takes several times as long.
 *
 * @module
 */

/** Keys that were seen. */
export interface SeenKeys {
  readonly has: (key: string) => boolean
  readonly add: (key: string) => void
  readonly forget: (key: string) => void
}

const KEEP_MS = 86_400_000
const MAX_KEYS = 50_000

/** Creates the keys, none at first. */
export function createSeenKeys(): SeenKeys {
  let younger = new Map<string, number>()
  let older = new Map<string, number>()

  function has(key: string): boolean {
    const addedAtMs = younger.get(key) ?? older.get(key)
    return addedAtMs !== undefined && Date.now() - addedAtMs < KEEP_MS
  }

  function add(key: string): void {
    if (younger.size >= MAX_KEYS / 2) {
      older = younger
      younger = new Map()
    }
    younger.set(key, Date.now())
  }

  function forget(key: string): void {
    younger.delete(key)
    older.delete(key)
  }

  return { has, add, forget }
}
