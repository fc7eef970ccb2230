/**
 * A webhook whose signature is to be explained, with its options checked.
 * Takes what `verifyWebhook` would reject at once: that may be the cause.
 *
 * @module
 */
import { toBytes } from '../shared/bytes.ts'
import { readHeaderPair } from '../shared/headers.ts'
import { isHttpUrl } from '../shared/http-url.ts'
import { assertOneOf, assertOptionalString, toNumber } from '../shared/option-checks.ts'
import type { ApiSecret } from '../shared/types.ts'
import { toPathname } from '../signing/canonical.ts'
import { DEFAULT_TOLERANCE_MS } from '../signing/timestamp.ts'
import { targetsOutside } from './other-paths.ts'
import type { IncomingWebhook, VerifyWebhookOptions } from './verify-webhook.ts'
import type { ReceivedWebhook, VerificationOptions } from './received.ts'

/** How a signature is explained: the options of `verifyWebhook`, or of a receiver. */
export interface ExplainSignatureOptions extends VerifyWebhookOptions {
  /** The URL or URLs that you gave to the provider, as a receiver takes them. @default the webhook's own path */
  readonly callbackUrl?: string | readonly string[] | undefined
}

/** What is known of a webhook whose signature is to be explained. */
export interface Suspect extends ReceivedWebhook, VerificationOptions {
  /** The text of `X-Timestamp`; where it was sent twice, the first. */
  readonly timestamp: string
  /** The text of `X-Signature`; where it was sent twice, the first. */
  readonly signature: string
  /** Whether one of the two was sent twice. */
  readonly isRepeated: boolean
  /** Every target that may have been called, each with its query or host where it has one. */
  readonly targets: readonly string[]
}

/** Checks what it is given. A secret may have white space around it. */
export function toSuspect(webhook: IncomingWebhook, options: ExplainSignatureOptions): Suspect {
  const { scheme = 'auto', callbackUrl = [] } = options
  const { headers, path } = webhook
  assertOneOf('scheme', scheme, ['auto', 'request', 'body'])
  assertOptionalString('path', path)
  const own = path === undefined ? [] : [path]
  const configured = [callbackUrl].flat().map(toHref)
  const pair = readHeaderPair(headers, 'x-timestamp', 'x-signature')
  const [timestamp = '', signature = ''] = pair.map((text) => text.replace(/\s*,.*$/s, ''))
  return {
    headers,
    body: toBytes(webhook.body),
    paths: (configured.length === 0 ? own : configured).map(toPathname),
    secrets: toSecretTexts(options.apiSecret),
    scheme,
    toleranceMs: toNumber('toleranceMs', options.toleranceMs, DEFAULT_TOLERANCE_MS),
    timestamp,
    signature,
    isRepeated: pair.some((text) => text.includes(',')),
    targets: [...configured, ...own, ...targetsOutside(headers, toPathname(path ?? ''))],
  }
}

function toHref(url: string): string {
  if (!isHttpUrl(url)) throw new TypeError('callbackUrl must be an absolute http(s) URL')
  return new URL(url).href
}

function toSecretTexts(apiSecret: ApiSecret): readonly string[] {
  const secrets = [apiSecret].flat()
  if (secrets.length === 0) throw new TypeError('apiSecret must not be an empty list')
  for (const secret of secrets) {
    if (typeof secret !== 'string' || secret.trim() === '') {
      throw new TypeError('apiSecret must be a text, not missing or empty')
    }
  }
  return secrets
}
