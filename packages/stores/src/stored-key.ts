/**
 * A key as it is stored: itself where every engine can store it, otherwise its hash.
 * Must not know an engine.
 *
 * @module
 */

// No U+0000, which PostgreSQL cannot store, no lone surrogate, which UTF-8 cannot, and short enough for an index.
const STORABLE = /^(?!sha256:)[^\0\p{Surrogate}]{0,500}$/u

/** The stored form of a key. */
export async function toStoredKey(key: string): Promise<string> {
  if (STORABLE.test(key)) return key
  // JSON escapes lone surrogates, which would all encode to one character.
  const bytes = new TextEncoder().encode(JSON.stringify(key))
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return `sha256:${Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

/** The stored forms of the keys that are done with a key: each once, and never the key itself. */
export async function toStoredKeys(key: string, poorer: readonly string[]): Promise<string[]> {
  const keys = new Set(await Promise.all(poorer.map(toStoredKey)))
  keys.delete(key)
  return [...keys]
}
