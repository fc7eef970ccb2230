/**
 * Notifies listeners that something has changed.
 * Knows nothing of what changes.
 *
 * @module
 */

/** Notifies listeners of changes. */
export interface Watchers {
  readonly notify: () => void
  /** Adds a listener and returns the function that removes it. `ended` is called when there will be no more changes. */
  readonly watch: (listener: () => void, ended: () => void) => () => void
  readonly end: () => void
}

export function createWatchers(): Watchers {
  const listeners = new Map<() => void, () => void>()
  return {
    notify: () => {
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
