/**
 * UTF-8, strict Base64 and collecting bytes.
 * Knows nothing of signatures, headers or JSON.
 *
 * @module
 */
import type { RawBody } from './types.ts'

/** Bytes that own an ordinary `ArrayBuffer`, which is what `crypto.subtle` takes. */
export type Bytes = Uint8Array<ArrayBuffer>

// Made when they are needed: to import this must work where neither is known, as under jsdom.
let encoder: TextEncoder | undefined
let decoder: TextDecoder | undefined

/** The UTF-8 bytes of a text. */
export function utf8(text: string): Bytes {
  encoder ??= new TextEncoder()
  return encoder.encode(text)
}

/**
 * The bytes of a body: of a view with an offset only what is in view. Always a copy, so that nobody changes between the check
 * and the use what was checked.
 */
export function toBytes(body: RawBody | ArrayBufferView): Bytes {
  if (typeof body === 'string') return utf8(body)
  if (!ArrayBuffer.isView(body)) {
    throw new TypeError('body must be a string or a Uint8Array, not parsed JSON')
  }
  return new Uint8Array(toView(body))
}

/** The text of UTF-8 bytes, a leading BOM kept; `undefined` when they are not UTF-8. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  decoder ??= new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

// In plain JavaScript a view may be of any kind, and from another realm it is no Uint8Array of this one.
function toView({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}

/** Collects bytes that arrive in pieces. */
export interface ByteCollector {
  /** Adds a piece, and returns how many bytes there are now. */
  readonly add: (piece: ArrayBufferView) => number
  /** All bytes so far. */
  readonly whole: () => Bytes
}

/** Creates a collector. It costs a small multiple of the bytes, however small the pieces: they are copied, not kept. */
export function createByteCollector(): ByteCollector {
  let buffer: Bytes = new Uint8Array()
  let length = 0

  function add(piece: ArrayBufferView): number {
    const start = length
    length += piece.byteLength
    if (length > buffer.byteLength) {
      const larger = new Uint8Array(2 * length)
      larger.set(buffer)
      buffer = larger
    }
    buffer.set(toView(piece), start)
    return length
  }

  return { add, whole: () => buffer.subarray(0, length) }
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
