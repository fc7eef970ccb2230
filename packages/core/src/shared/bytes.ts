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
export function toBytes(body: RawBody | ArrayBufferView): Bytes {
  if (typeof body === 'string') return utf8(body)
  if (!ArrayBuffer.isView(body)) {
    throw new TypeError('body must be a string or a Uint8Array, not parsed JSON')
  }
  return copyBytes(body)
}

// Of any view, since in plain JavaScript it may be a DataView, and from another realm it is no Uint8Array of this one.
function copyBytes({ buffer, byteOffset, byteLength }: ArrayBufferView): Bytes {
  const copy = new Uint8Array(byteLength)
  copy.set(new Uint8Array(buffer, byteOffset, byteLength))
  return copy
}

/** The text of UTF-8 bytes, a leading BOM kept; `undefined` when they are not UTF-8. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

/** One array of two. */
export function joinBytes(first: Uint8Array, second: Uint8Array): Bytes {
  const joined = new Uint8Array(first.byteLength + second.byteLength)
  joined.set(first)
  joined.set(second, first.byteLength)
  return joined
}

/** Collects a body that arrives in pieces. */
export interface ByteCollector {
  /** Adds a piece, and returns how many bytes there are now. */
  readonly add: (piece: ArrayBufferView) => number
  /** All bytes: of a single piece that piece itself, not a copy. */
  readonly whole: () => Uint8Array
}

/** Creates a collector. It costs a small multiple of the bytes, however small the pieces: they are copied, not kept. */
export function createByteCollector(): ByteCollector {
  let whole: Uint8Array = new Uint8Array()
  let buffer: Uint8Array | undefined

  function add({ buffer: source, byteOffset, byteLength }: ArrayBufferView): number {
    const piece = new Uint8Array(source, byteOffset, byteLength)
    const length = whole.byteLength + byteLength
    if (whole.byteLength === 0) {
      whole = piece
      return length
    }
    if (buffer === undefined || buffer.byteLength < length) {
      const larger = new Uint8Array(2 * length)
      larger.set(whole)
      buffer = larger
    }
    buffer.set(piece, whole.byteLength)
    whole = buffer.subarray(0, length)
    return length
  }

  return { add, whole: () => whole }
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
