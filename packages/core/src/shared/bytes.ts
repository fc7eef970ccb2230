/**
 * UTF-8, strict Base64 and joining of bytes.
 * Knows nothing of signatures, headers or JSON.
 *
 * @module
 */
import type { RawBody } from './types.ts'

/** Bytes that own an ordinary `ArrayBuffer`, which is what `crypto.subtle` takes. */
export type Bytes = Uint8Array<ArrayBuffer>

// Marked, so that a bundle which needs neither drops them.
const encoder = /* @__PURE__ */ new TextEncoder()
const decoder = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The UTF-8 bytes of a text. */
export function utf8(text: string): Bytes {
  return encoder.encode(text)
}

/**
 * The bytes of a body: of a view with an offset only what is in view. Always a copy, so that nobody changes between the check
 * and the use what was checked.
 */
export function toBytes(body: RawBody): Bytes {
  if (typeof body === 'string') return utf8(body)
  if (!ArrayBuffer.isView(body)) {
    throw new TypeError('body must be a string or a Uint8Array, not parsed JSON')
  }
  return new Uint8Array(body)
}

/** The text of UTF-8 bytes, a leading BOM kept; `undefined` when they are not UTF-8. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

/** Joins pieces into one array of bytes. */
export function joinBytes(pieces: readonly Uint8Array[]): Bytes {
  const joined = new Uint8Array(pieces.reduce((total, piece) => total + piece.byteLength, 0))
  let offset = 0
  for (const piece of pieces) {
    joined.set(piece, offset)
    offset += piece.byteLength
  }
  return joined
}

/** Base64 in the standard alphabet, with padding. */
export function encodeBase64(bytes: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)))
}

// 43 characters carry 258 bits: the last of them has two to spare, which are 0 in the canonical spelling.
const DIGEST_BASE64 = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/

/** Whether this is a digest's 32 bytes in canonical Base64: 44 characters, standard alphabet, no stray bits. */
export function isDigest(text: string): boolean {
  return DIGEST_BASE64.test(text)
}
