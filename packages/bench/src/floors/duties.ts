/**
 * The floor of equal duties, as a careful engineer writes it by hand: what all frameworks share between the bytes and the reply.
 * Both schemes with their checks, the window, JSON, an event with its key, duplicates, and the handler after the reply.
 *
 * @module
 */
import { createHash, createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { createSeenKeys } from './seen-keys.ts'

export const MAX_BODY_BYTES = 262_144
export const BODY_TIMEOUT_MS = 10_000
export const RECEIVED = { code: '00000' } as const
const WINDOW_MS = 300_000
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** An event of a payment. */
export interface FloorEvent {
  readonly kind: 'payment'
  readonly key: string
  readonly status: string
  readonly data: Readonly<Record<string, unknown>>
}

/** The headers that count. */
export type SignedHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

/** Receives webhooks of one merchant; throws for what must be answered with 401. */
export function createDuties(
  secret: string,
  path: string,
  onEvent: (event: FloorEvent) => Promise<void>,
): (headers: SignedHeaders, body: Uint8Array) => void {
  const key = createSecretKey(secret, 'utf8')
  const seen = createSeenKeys()

  async function handle(event: FloorEvent): Promise<void> {
    try {
      await onEvent(event)
    } catch (error) {
      seen.forget(event.key)
      // oxlint-disable-next-line no-console
      console.error(error)
    }
  }

  return (headers, body) => {
    verify(key, path, headers, body)
    const event = toEvent(decoder.decode(body))
    if (seen.has(event.key)) return
    seen.add(event.key)
    setImmediate(() => void handle(event))
  }
}

function verify(key: KeyObject, path: string, headers: SignedHeaders, body: Uint8Array): void {
  const { 'x-timestamp': timestamp, 'x-signature': signature } = headers
  if (typeof timestamp !== 'string' || !/^\d{13}$/.test(timestamp)) throw new Error('timestamp')
  if (typeof signature !== 'string' || signature.length !== 44) throw new Error('signature')
  const given = Buffer.from(signature, 'base64')
  const hash = createHash('sha256').update(body).digest('base64')
  const request = createHmac('sha256', key).update(`${timestamp}\nPOST\n${path}\n${hash}`)
  if (!isSame(request.digest(), given)) {
    const whole = createHmac('sha256', key).update(`${timestamp}\n`).update(body)
    if (!isSame(whole.digest(), given)) throw new Error('wrong signature')
  }
  if (Math.abs(Date.now() - Number(timestamp)) > WINDOW_MS) throw new Error('expired')
}

function isSame(computed: Buffer, given: Buffer): boolean {
  return given.length === computed.length && timingSafeEqual(given, computed)
}

function toEvent(text: string): FloorEvent {
  const data: unknown = JSON.parse(text)
  if (typeof data !== 'object' || data === null || Array.isArray(data)) throw new Error('no object')
  const { merchantOrderId, status, paymentOrderId, cryptoPaidAmount } = data as FloorEvent['data']
  if (typeof merchantOrderId !== 'string' || typeof status !== 'string') throw new Error('unknown')
  const key = JSON.stringify([merchantOrderId, status, paymentOrderId, cryptoPaidAmount])
  return { kind: 'payment', key, status, data: data as FloorEvent['data'] }
}
