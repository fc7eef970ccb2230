/**
 * Keys by secret, so that each is made once. Bounded: an app may have a secret per tenant.
 * Must not know what a key is, nor how it is made.
 *
 * @module
 */

const MAX_KEYS = 64

/** Adds a key to the cache and returns it. A full cache forgets its oldest key. */
export function cacheKey<Key>(keys: Map<string, Key>, secret: string, key: Key): Key {
  const [oldest] = keys.keys()
  if (oldest !== undefined && keys.size >= MAX_KEYS) keys.delete(oldest)
  keys.set(secret, key)
  return key
}
