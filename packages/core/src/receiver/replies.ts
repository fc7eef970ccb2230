/**
 * The replies to a webhook: the only place where a status or a reply's text is written.
 * Must not know why a reply is chosen.
 *
 * @module
 */
import type { WebhookRejection } from './errors.ts'

/** The reply to a webhook, for the framework to write. */
export interface WebhookReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const JSON_TYPE = 'application/json'
const JSON_HEADERS = { 'content-type': JSON_TYPE }

/** Received, or known already. HTTP 200 with this body satisfies every page of the provider. */
export const RECEIVED: WebhookReply = {
  status: 200,
  headers: JSON_HEADERS,
  body: '{"code":"00000"}',
}

/** The handler or the store failed: the provider is asked to send again. */
export const FAILED: WebhookReply = {
  status: 500,
  headers: JSON_HEADERS,
  body: '{"error":"Not processed, send again"}',
}

/** Too much is in flight, or this event is being handled: the provider is asked to send again. */
export const BUSY: WebhookReply = {
  status: 503,
  headers: { 'content-type': JSON_TYPE, 'retry-after': '1' },
  body: '{"error":"Busy, send again"}',
}

/** Too many bodies are being read: this one is left on the wire, and the provider is asked to send again. */
export const BUSY_UNREAD: WebhookReply = {
  status: 503,
  // Written out: a bundle that sends no reply could not drop a spread.
  headers: { 'content-type': JSON_TYPE, 'retry-after': '1', connection: 'close' },
  body: '{"error":"Busy, send again"}',
}

/** Only POST is answered, where no framework does the routing. */
export const METHOD_NOT_ALLOWED: WebhookReply = {
  status: 405,
  headers: { 'content-type': JSON_TYPE, allow: 'POST' },
  body: '{"error":"Method not allowed"}',
}

// What is left of the body on the wire is not wanted.
const CLOSE_HEADERS = { 'content-type': JSON_TYPE, connection: 'close' }

/** The reply to a webhook that is rejected. The reason goes to `onError`, never to the caller. */
export function replyToRejection(error: WebhookRejection): WebhookReply {
  switch (error.reason) {
    case 'malformed-event':
      return rejection(400, 'Malformed event')
    case 'other-merchant':
      return rejection(403, 'Other merchant')
    case 'stale':
    case 'future':
      return rejection(401, 'Timestamp expired')
    case 'too-large':
      return rejection(413, 'Body too large', CLOSE_HEADERS)
    case 'timeout':
      return rejection(408, 'Body too slow', CLOSE_HEADERS)
    case 'broken':
      return rejection(400, 'Body incomplete', CLOSE_HEADERS)
    case 'unavailable':
      return rejection(500, error.message)
    default:
      return rejection(401, 'Invalid signature')
  }
}

function rejection(status: number, error: string, headers = JSON_HEADERS): WebhookReply {
  return { status, headers, body: JSON.stringify({ error }) }
}
