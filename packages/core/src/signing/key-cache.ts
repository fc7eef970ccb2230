/**
 * Keys by secret, so that each is made once. Bounded: an app may have a secret per tenant.
 * Must not know what a key is, nor how it is made.
 *
 * @module
 */

const MAX_KEYS = 64

/** Keeps a key and returns it. When there are too many, the oldest is forgotten. */
export function keepKey<Key>(keys: Map<string, Key>, secret: string, key: Key): Key {
  const [oldest] = keys.keys()
  if (oldest !== undefined && keys.size >= MAX_KEYS) keys.delete(oldest)
  keys.set(secret, key)
  return key
}
