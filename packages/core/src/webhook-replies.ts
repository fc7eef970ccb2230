/**
 * The answers to a webhook: the only place where a status or an answer's text is written.
 * Must not know why an answer is chosen.
 *
 * @module
 */
import type { BodyError } from './webhook-errors.ts'

/** The answer to a webhook, for the framework to write. */
export interface WebhookReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Received, or known already. HTTP 200 with this body satisfies every page of the provider. */
export const RECEIVED: WebhookReply = reply(200, { code: '00000' })
/** Not signed with a secret of ours. */
export const INVALID_SIGNATURE: WebhookReply = reply(401, { error: 'Invalid signature' })
/** Authentic, but outside the window. */
export const TIMESTAMP_EXPIRED: WebhookReply = reply(401, { error: 'Timestamp expired' })
/** Authentic, but no JSON object. */
export const MALFORMED_EVENT: WebhookReply = reply(400, { error: 'Malformed event' })
/** The handler or the store failed: the provider is asked to send again. */
export const FAILED: WebhookReply = reply(500, { error: 'Not processed, send again' })
/** Too much is in flight, or this event is being handled: the provider is asked to send again. */
export const BUSY: WebhookReply = reply(503, { error: 'Busy, send again' }, { 'retry-after': '1' })
/** Only POST is answered, where no framework does the routing. */
export const METHOD_NOT_ALLOWED: WebhookReply = reply(
  405,
  { error: 'Method not allowed' },
  { allow: 'POST' },
)

/** The answer to a body that could not be read. What is left of it on the wire is not wanted: the connection closes. */
export function replyToBody(error: BodyError): WebhookReply {
  if (error.reason === 'unavailable') return reply(500, { error: error.message })
  if (error.reason === 'too-large') return reply(413, { error: 'Body too large' }, CLOSE)
  if (error.reason === 'timeout') return reply(408, { error: 'Body too slow' }, CLOSE)
  return reply(400, { error: 'Body incomplete' }, CLOSE)
}

const CLOSE = { connection: 'close' }

function reply(
  status: number,
  body: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): WebhookReply {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  }
}
