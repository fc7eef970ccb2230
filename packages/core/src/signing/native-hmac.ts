/**
 * HMAC-SHA256 and SHA-256 by the runtime's own synchronous crypto, where it has one: on Node Web Crypto takes 5 to 20 times as
 * long, for its way through a thread pool. The only file that names Node; without it everything works, only slower.
 *
 * @module
 */
import type { MaybePromise } from '../shared/maybe-promise.ts'
import type { RawBody } from '../shared/types.ts'
import { cacheKey } from './key-cache.ts'

/** What both paths do, and only Web Crypto's has to be awaited. All results are Base64. */
export interface Hmac {
  /** The HMAC-SHA256 of a text, and of bytes that follow it. The key is the secret's UTF-8 bytes. */
  readonly sign: (
    secret: string,
    text: string,
    bytes?: Uint8Array<ArrayBuffer>,
  ) => MaybePromise<string>
  /** The SHA-256. */
  readonly sha256: (data: RawBody) => MaybePromise<string>
}

type SecretKey = object

interface Hasher {
  update(data: RawBody): Hasher
  digest(encoding: 'base64'): string
}

/** What is used of `node:crypto`: spelled out, since core is built without the types of any runtime. */
interface NodeCrypto {
  createSecretKey(secret: string, encoding: 'utf8'): SecretKey
  createHmac(algorithm: 'sha256', key: SecretKey): Hasher
  createHash(algorithm: 'sha256'): Hasher
  hash?(algorithm: 'sha256', data: RawBody, encoding: 'base64'): string
}

interface NodeGlobals {
  readonly process?: { getBuiltinModule?(name: 'node:crypto'): NodeCrypto | undefined }
}

/** The runtime's own HMAC; `undefined` where there is none. Asked for by name at run time, so one build serves everywhere. */
export function findNativeHmac(): Hmac | undefined {
  const crypto = (globalThis as NodeGlobals).process?.getBuiltinModule?.('node:crypto')
  if (crypto === undefined) return undefined
  const keys = new Map<string, SecretKey>()

  const sign = (secret: string, text: string, bytes?: Uint8Array): string => {
    const key = keys.get(secret) ?? cacheKey(keys, secret, crypto.createSecretKey(secret, 'utf8'))
    const hmac = crypto.createHmac('sha256', key).update(text)
    return (bytes === undefined ? hmac : hmac.update(bytes)).digest('base64')
  }

  const sha256 = (data: RawBody): string =>
    crypto.hash === undefined
      ? crypto.createHash('sha256').update(data).digest('base64')
      : crypto.hash('sha256', data, 'base64')

  return { sign, sha256 }
}
