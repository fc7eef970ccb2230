/**
 * The floor of equal duties on Hono.
 *
 * @module
 */
import { Hono } from 'hono'
import { BODY_TIMEOUT_MS, createDuties, MAX_BODY_BYTES, RECEIVED } from './duties.ts'
import type { FloorEvent } from './duties.ts'

/** An app with a webhook route by hand. */
export function honoFloor(
  secret: string,
  path: string,
  onEvent: (event: FloorEvent) => Promise<void>,
): Hono {
  const receive = createDuties(secret, path, onEvent)
  return new Hono().post(path, async (c) => {
    const headers = {
      'x-timestamp': c.req.header('x-timestamp'),
      'x-signature': c.req.header('x-signature'),
    }
    // Without a length it is refused: to count the bytes of a web stream takes longer than all the rest.
    const length = c.req.header('content-length') ?? 'unknown'
    if (!(Number(length) <= MAX_BODY_BYTES)) return c.json({ error: 'too large' }, 413)
    try {
      receive(headers, new Uint8Array(await inTime(c.req.arrayBuffer())))
      return c.json(RECEIVED)
    } catch {
      return c.json({ error: 'rejected' }, 401)
    }
  })
}

function inTime<Value>(reading: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('too slow')), BODY_TIMEOUT_MS)
    reading.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
