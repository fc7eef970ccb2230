/**
 * HMAC-SHA256 and SHA-256 in Base64, by the runtime's own crypto where it has one, else by Web Crypto.
 * The only caller of `crypto.subtle`. Knows nothing of what is signed.
 *
 * @module
 */
import { encodeBase64, toBytes, utf8 } from '../shared/bytes.ts'
import type { Bytes } from '../shared/bytes.ts'
import type { MaybePromise } from '../shared/maybe-promise.ts'
import type { RawBody } from '../shared/types.ts'
import { cacheKey } from './key-cache.ts'
import { findNativeHmac } from './native-hmac.ts'
import type { Hmac } from './native-hmac.ts'

/** The Base64 HMAC-SHA256 of a text, and of bytes that follow it. The key is the secret's UTF-8 bytes. */
export function hmac(secret: string, text: string, bytes?: Bytes): MaybePromise<string> {
  return getHmac().sign(secret, text, bytes)
}

/** The Base64 SHA-256 of bytes. */
export function sha256(data: RawBody): MaybePromise<string> {
  return getHmac().sha256(data)
}

/**
 * The bytes of a body as they are now: a copy, unless everything is done before anybody else can run. Nobody may change between
 * the check and the use what was checked.
 */
export function snapshot(body: RawBody): Bytes {
  return getHmac() !== webHmac && isExclusive(body) ? body : toBytes(body)
}

// Another thread may write into shared memory at any time. By their tags: both may be of another realm.
function isExclusive(body: RawBody): body is Bytes {
  return (
    ArrayBuffer.isView(body) &&
    body[Symbol.toStringTag] === 'Uint8Array' &&
    body.buffer[Symbol.toStringTag] === 'ArrayBuffer'
  )
}

let found: Hmac | undefined

function getHmac(): Hmac {
  found ??= findNativeHmac() ?? webHmac
  return found
}

const HMAC = { name: 'HMAC', hash: 'SHA-256' } as const

// Keys, not promises: Workers may not await a promise that another request made.
const keys = new Map<string, CryptoKey>()

const webHmac: Hmac = {
  async sign(secret, text, bytes) {
    const key = keys.get(secret) ?? cacheKey(keys, secret, await importKey(secret))
    const data = bytes === undefined ? utf8(text) : joinBytes(utf8(text), bytes)
    return encodeBase64(await crypto.subtle.sign(HMAC, key, data))
  },

  async sha256(data) {
    return encodeBase64(await crypto.subtle.digest('SHA-256', toBytes(data)))
  },
}

function importKey(secret: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', utf8(secret), HMAC, false, ['sign'])
}

function joinBytes(first: Bytes, second: Bytes): Bytes {
  const joined = new Uint8Array(first.byteLength + second.byteLength)
  joined.set(first)
  joined.set(second, first.byteLength)
  return joined
}
