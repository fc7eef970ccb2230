/**
 * HMAC-SHA256 and SHA-256: the only caller of `crypto.subtle`.
 * Knows nothing of what is signed. Comparison is Web Crypto's own, in constant time.
 *
 * @module
 */
import { decodeDigest, encodeBase64, joinBytes, utf8 } from './bytes.ts'
import type { Bytes } from './bytes.ts'

const HMAC = { name: 'HMAC', hash: 'SHA-256' } as const

// Keys, not promises: Workers may not await a promise that another request made.
const importedKeys = new Map<string, CryptoKey>()
const MAX_IMPORTED_KEYS = 64

/** The Base64 HMAC-SHA256 of the pieces, one after another. The key is the secret's UTF-8 bytes. */
export async function hmacBase64(secret: string, pieces: readonly Uint8Array[]): Promise<string> {
  const mac = await crypto.subtle.sign(HMAC, await importKey(secret), joinBytes(pieces))
  return encodeBase64(new Uint8Array(mac))
}

/** Whether a Base64 signature is the HMAC-SHA256 of the pieces. Anything but canonical Base64 is not. */
export async function hmacMatches(
  secret: string,
  pieces: readonly Uint8Array[],
  signature: string,
): Promise<boolean> {
  const mac = decodeDigest(signature)
  if (mac === undefined) return false
  return crypto.subtle.verify(HMAC, await importKey(secret), mac, joinBytes(pieces))
}

/** The Base64 SHA-256 of bytes. */
export async function sha256Base64(bytes: Bytes): Promise<string> {
  return encodeBase64(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
}

async function importKey(secret: string): Promise<CryptoKey> {
  const known = importedKeys.get(secret)
  if (known !== undefined) return known
  const key = await crypto.subtle.importKey('raw', utf8(secret), HMAC, false, ['sign', 'verify'])
  if (importedKeys.size >= MAX_IMPORTED_KEYS) forgetOldestKey()
  importedKeys.set(secret, key)
  return key
}

function forgetOldestKey(): void {
  for (const oldest of importedKeys.keys()) {
    importedKeys.delete(oldest)
    return
  }
}
