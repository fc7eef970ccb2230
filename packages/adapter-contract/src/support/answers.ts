/**
 * The answers that every adapter gives, written out again on purpose, not read from core.
 *
 * @module
 */
import assert from 'node:assert/strict'

/** A status and the exact body. */
export interface Answer {
  readonly status: number
  readonly body: string
}

export const RECEIVED: Answer = { status: 200, body: '{"code":"00000"}' }
export const MALFORMED_EVENT: Answer = { status: 400, body: '{"error":"Malformed event"}' }
export const INVALID_SIGNATURE: Answer = { status: 401, body: '{"error":"Invalid signature"}' }
export const TIMESTAMP_EXPIRED: Answer = { status: 401, body: '{"error":"Timestamp expired"}' }
export const BODY_TOO_SLOW: Answer = { status: 408, body: '{"error":"Body too slow"}' }
export const BODY_TOO_LARGE: Answer = { status: 413, body: '{"error":"Body too large"}' }
export const NOT_PROCESSED: Answer = { status: 500, body: '{"error":"Not processed, send again"}' }
export const BUSY: Answer = { status: 503, body: '{"error":"Busy, send again"}' }

/** Fails unless the response is this answer, to the byte. */
export async function expectAnswer(response: Response, expected: Answer): Promise<void> {
  const actual = { status: response.status, body: await response.text() }
  assert.deepEqual(actual, expected)
  assert.equal(response.headers.get('content-type'), 'application/json')
}
