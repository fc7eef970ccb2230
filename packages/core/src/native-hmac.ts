/**
 * HMAC-SHA256 and SHA-256 by the runtime's own synchronous crypto, where it has one: on Node Web Crypto takes 5 to 20 times as
 * long, for its way through a thread pool. The only file that names Node; without it everything works, only slower.
 *
 * @module
 */
import { createKeyCache } from './key-cache.ts'
import type { MaybePromise } from './maybe-promise.ts'
import type { Body } from './types.ts'

/** What both paths do, and only Web Crypto's has to be awaited. All texts are Base64. */
export interface Hmac {
  /** Whether it never gives a promise. */
  readonly isImmediate: boolean
  /** The HMAC-SHA256 of the pieces, one after another. The key is the secret's UTF-8 bytes. */
  readonly sign: (secret: string, pieces: readonly Body[]) => MaybePromise<string>
  /** Whether a signature is that code, in canonical Base64. Compared in constant time. */
  readonly matches: (
    secret: string,
    pieces: readonly Body[],
    signature: string,
  ) => MaybePromise<boolean>
  /** The SHA-256. */
  readonly sha256: (data: Body) => MaybePromise<string>
}

type SecretKey = object

interface Hasher {
  update(data: Body): Hasher
  digest(encoding: 'base64'): string
}

/** What is used of `node:crypto`: spelled out, since core is built without the types of any runtime. */
interface NodeCrypto {
  createSecretKey(secret: string, encoding: 'utf8'): SecretKey
  createHmac(algorithm: 'sha256', key: SecretKey): Hasher
  createHash(algorithm: 'sha256'): Hasher
  timingSafeEqual(a: Uint8Array, b: Uint8Array): boolean
  hash?(algorithm: 'sha256', data: Body, encoding: 'base64'): string
}

interface NodeGlobals {
  readonly process?: { getBuiltinModule?(name: 'node:crypto'): NodeCrypto | undefined }
}

/** The runtime's own HMAC; `undefined` where there is none. Asked for by name at run time, so one build serves everywhere. */
export function findNativeHmac(): Hmac | undefined {
  const crypto = (globalThis as NodeGlobals).process?.getBuiltinModule?.('node:crypto')
  return crypto === undefined ? undefined : createNativeHmac(crypto)
}

function createNativeHmac(crypto: NodeCrypto): Hmac {
  const keys = createKeyCache<SecretKey>()
  const encoder = new TextEncoder()
  const [given, computed] = [new Uint8Array(44), new Uint8Array(44)]

  function sign(secret: string, pieces: readonly Body[]): string {
    const key = keys.find(secret) ?? keys.keep(secret, crypto.createSecretKey(secret, 'utf8'))
    const hmac = crypto.createHmac('sha256', key)
    for (const piece of pieces) hmac.update(piece)
    return hmac.digest('base64')
  }

  // The computed text is canonical, so only canonical Base64 can be equal to it.
  function matches(secret: string, pieces: readonly Body[], signature: string): boolean {
    return (
      fills(given, signature) &&
      fills(computed, sign(secret, pieces)) &&
      crypto.timingSafeEqual(given, computed)
    )
  }

  // What is not 44 ASCII characters would leave bytes of another signature behind.
  function fills(buffer: Uint8Array, text: string): boolean {
    return text.length === buffer.length && encoder.encodeInto(text, buffer).read === text.length
  }

  function sha256(data: Body): string {
    return crypto.hash === undefined
      ? crypto.createHash('sha256').update(data).digest('base64')
      : crypto.hash('sha256', data, 'base64')
  }

  return { isImmediate: true, sign, matches, sha256 }
}
