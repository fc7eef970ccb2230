/**
 * Keys by secret, so that each is made once. Bounded: an app may have a secret per tenant.
 * Must not know what a key is, nor how it is made.
 *
 * @module
 */

/** The keys that were made. */
export interface KeyCache<Key> {
  readonly find: (secret: string) => Key | undefined
  /** Keeps a key and returns it. When there are too many, the oldest is forgotten. */
  readonly keep: (secret: string, key: Key) => Key
}

const MAX_KEYS = 64

/** An empty cache. */
export function createKeyCache<Key>(): KeyCache<Key> {
  const keys = new Map<string, Key>()

  function keep(secret: string, key: Key): Key {
    const [oldest] = keys.keys()
    if (oldest !== undefined && keys.size >= MAX_KEYS) keys.delete(oldest)
    keys.set(secret, key)
    return key
  }

  return { find: (secret) => keys.get(secret), keep }
}
