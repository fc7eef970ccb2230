/**
 * The floor: what a careful engineer writes by hand with `node:crypto`, for one secret and one scheme. The checks are those of
 * the packages: both headers, a cached key, constant time, the two-sided window, fatal UTF-8, JSON, the same event.
 *
 * @module
 */
import { createHash, createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

const WINDOW_MS = 300_000
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** A webhook as a server receives it. */
export interface HandedOver {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: Uint8Array
}

/** A verifier for one secret and scheme; `path` is signed in the `request` scheme. */
export function createFloor(
  secret: string,
  scheme: 'request' | 'body',
  path: string,
): (webhook: HandedOver) => Record<string, unknown> {
  const key = createSecretKey(secret, 'utf8')
  const digest = scheme === 'body' ? bodyDigest : requestDigest
  return ({ headers, body }) => {
    const timestamp = headers['x-timestamp']
    const signature = headers['x-signature']
    if (typeof timestamp !== 'string' || !/^\d{13}$/.test(timestamp))
      throw new Error('bad timestamp')
    if (typeof signature !== 'string' || signature.length !== 44) throw new Error('bad signature')
    const given = Buffer.from(signature, 'base64')
    const expected = digest(key, timestamp, path, body)
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw new Error('wrong signature')
    }
    if (Math.abs(Date.now() - Number(timestamp)) > WINDOW_MS) throw new Error('expired')
    return toEvent(decoder.decode(body), timestamp, scheme)
  }
}

function bodyDigest(key: KeyObject, timestamp: string, _path: string, body: Uint8Array): Buffer {
  return createHmac('sha256', key).update(`${timestamp}\n`).update(body).digest()
}

function requestDigest(key: KeyObject, timestamp: string, path: string, body: Uint8Array): Buffer {
  const hash = createHash('sha256').update(body).digest('base64')
  return createHmac('sha256', key).update(`${timestamp}\nPOST\n${path}\n${hash}`).digest()
}

function toEvent(rawBody: string, timestamp: string, scheme: string): Record<string, unknown> {
  const data: unknown = JSON.parse(rawBody)
  if (typeof data !== 'object' || data === null || Array.isArray(data)) throw new Error('no object')
  const { merchantOrderId, status, paymentOrderId, cryptoPaidAmount } = data as Record<
    string,
    unknown
  >
  if (typeof merchantOrderId !== 'string' || typeof status !== 'string') throw new Error('unknown')
  return {
    kind: 'payment',
    id: JSON.stringify(['payment', merchantOrderId, status, paymentOrderId, cryptoPaidAmount]),
    status,
    final: status === 'SUCCEEDED' || status === 'FAILED' || status === 'CLOSED',
    data,
    rawBody,
    source: 'webhook',
    timestamp,
    scheme,
    secretIndex: 0,
  }
}

/** Signs a request by hand, with a cached key. */
export function createFloorSigner(
  secret: string,
): (timestamp: string, method: string, path: string, body: string | Uint8Array) => string {
  const key = createSecretKey(secret, 'utf8')
  return (timestamp, method, path, body) => {
    const hash = createHash('sha256').update(body).digest('base64')
    return createHmac('sha256', key)
      .update(`${timestamp}\n${method}\n${path}\n${hash}`)
      .digest('base64')
  }
}
