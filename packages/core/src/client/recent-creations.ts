/**
 * What a client has created in the last minute, so that a replica that lags does not pass for the last word.
 * Must not know what is created.
 *
 * @module
 */

/** How long a "not found" may come of a replica that lags behind what is known to exist. */
export const GRACE_MS = 60_000

/** Creations, by the merchant's id. */
export interface RecentCreations {
  /** Remembers one that has just been made, or may have been. */
  readonly add: (id: string) => void
  /** When it was made; `undefined` when this client did not, or longer ago. */
  readonly timeOf: (id: string) => number | undefined
}

/** Starts without any. */
export function createRecentCreations(now: () => number): RecentCreations {
  const times = new Map<string, number>()

  function add(id: string): void {
    const nowMs = now()
    // At the end, so that the oldest come first.
    times.delete(id)
    times.set(id, nowMs)
    for (const [oldest, timeMs] of times) {
      if (timeMs + GRACE_MS > nowMs) return
      times.delete(oldest)
    }
  }

  return { add, timeOf: (id) => times.get(id) }
}
