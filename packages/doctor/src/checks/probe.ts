/**
 * One webhook that cannot do any harm, and the answer to it: it was signed in 2001, and its body is no event.
 * Must not judge the answer.
 *
 * @module
 */
import type { WebhookScheme } from '@paystablecoin/core'
import { signWebhook } from '@paystablecoin/core'

// Outside of any window: a receiver answers "Timestamp expired" to it, but only when the signature holds.
const TIMESTAMP = '1000000000000'

/** An array is no event, so that even a receiver without a window has nothing to hand to a handler. JSON that is written again differs. */
export const EXACT_BODY: string = String.raw`[ "paystablecoin-doctor", 1.0, "\u00e9" ]`
/** JSON that is the same when it is written again. */
export const COMPACT_BODY: string = '["paystablecoin-doctor"]'

/** What is sent. */
export interface Probe {
  readonly url: URL
  readonly body: string
  readonly scheme: WebhookScheme
  /** The path that is signed. */
  readonly path: string
  readonly secret: string
  readonly timeoutMs: number
}

/** What came back: in the words of a receiver, or as another server's answer. */
export interface Answer {
  readonly kind: 'expired' | 'invalid-signature' | 'other'
  readonly status: number
  /** Where a redirect leads, without its query. */
  readonly location: string | undefined
}

/**
 * Sends a probe.
 *
 * @throws {TypeError | DOMException} There was no answer.
 */
export async function sendProbe(probe: Probe): Promise<Answer> {
  const { url, body, scheme, path, secret, timeoutMs } = probe
  const signature = await signWebhook({ timestamp: TIMESTAMP, body, path, scheme }, secret)
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      'content-type': 'application/json',
      'user-agent': 'paystablecoin-doctor',
      'x-timestamp': TIMESTAMP,
      'x-signature': signature,
    },
    body,
    signal: AbortSignal.timeout(timeoutMs),
  })
  const text = await response.text()
  const { status } = response
  return { kind: kindOf(status, text), status, location: locationOf(response, url) }
}

function kindOf(status: number, text: string): Answer['kind'] {
  if (status !== 401) return 'other'
  if (text === '{"error":"Timestamp expired"}') return 'expired'
  return text === '{"error":"Invalid signature"}' ? 'invalid-signature' : 'other'
}

function locationOf(response: Response, base: URL): string | undefined {
  const location = response.headers.get('location')
  if (location === null || !URL.canParse(location, base)) return undefined
  const { origin, pathname } = new URL(location, base)
  return origin + pathname
}
