/**
 * HMAC-SHA256 and SHA-256 in Base64, by the runtime's own crypto where it has one, else by Web Crypto.
 * The only caller of `crypto.subtle`. Knows nothing of what is signed.
 *
 * @module
 */
import { decodeDigest, encodeBase64, joinBytes, toBytes, utf8 } from './bytes.ts'
import type { Bytes } from './bytes.ts'
import { createKeyCache } from './key-cache.ts'
import type { MaybePromise } from './maybe-promise.ts'
import { findNativeHmac } from './native-hmac.ts'
import type { Hmac } from './native-hmac.ts'
import type { Body } from './types.ts'

/** The Base64 HMAC-SHA256 of the pieces, one after another. The key is the secret's UTF-8 bytes. */
export function hmacBase64(secret: string, pieces: readonly Body[]): MaybePromise<string> {
  return getHmac().sign(secret, pieces)
}

/** Whether a Base64 signature is the HMAC-SHA256 of the pieces. Anything but canonical Base64 is not. */
export function hmacMatches(
  secret: string,
  pieces: readonly Body[],
  signature: string,
): MaybePromise<boolean> {
  return getHmac().matches(secret, pieces, signature)
}

/** The Base64 SHA-256 of bytes. */
export function sha256Base64(data: Body): MaybePromise<string> {
  return getHmac().sha256(data)
}

/**
 * Bytes that stay what they are until they are used: a copy, unless all is done at once. Nobody may change between the check and
 * the use what was checked.
 */
export function toStableBytes(body: Body): Bytes {
  return getHmac().isImmediate && isOwnMemory(body) ? body : toBytes(body)
}

// Another thread may write into shared memory at any time.
function isOwnMemory(body: Body): body is Bytes {
  return body instanceof Uint8Array && body.buffer instanceof ArrayBuffer
}

let found: Hmac | undefined

function getHmac(): Hmac {
  found ??= findNativeHmac() ?? webHmac
  return found
}

const HMAC = { name: 'HMAC', hash: 'SHA-256' } as const

// Keys, not promises: Workers may not await a promise that another request made.
const keys = createKeyCache<CryptoKey>()

const webHmac: Hmac = {
  isImmediate: false,

  async sign(secret, pieces) {
    const mac = await crypto.subtle.sign(HMAC, await importKey(secret), toSignedBytes(pieces))
    return encodeBase64(new Uint8Array(mac))
  },

  async matches(secret, pieces, signature) {
    const mac = decodeDigest(signature)
    if (mac === undefined) return false
    return crypto.subtle.verify(HMAC, await importKey(secret), mac, toSignedBytes(pieces))
  },

  async sha256(data) {
    return encodeBase64(new Uint8Array(await crypto.subtle.digest('SHA-256', toBytes(data))))
  },
}

async function importKey(secret: string): Promise<CryptoKey> {
  const known = keys.find(secret)
  if (known !== undefined) return known
  const key = await crypto.subtle.importKey('raw', utf8(secret), HMAC, false, ['sign', 'verify'])
  return keys.keep(secret, key)
}

function toSignedBytes(pieces: readonly Body[]): Bytes {
  return joinBytes(pieces.map((piece) => (typeof piece === 'string' ? utf8(piece) : piece)))
}
