/**
 * Signing an API request, and its mirror for whoever receives one.
 * Knows the parts of a request; must not know how it is sent.
 *
 * @module
 */
import { toBytes } from '../shared/bytes.ts'
import { toNumber } from '../shared/option-checks.ts'
import type { ApiSecret, RawBody, Now } from '../shared/types.ts'
import { assertSignable, canonicalRequest } from './canonical.ts'
import { hmac, sha256 } from './hmac.ts'
import { toSecrets, toSigningSecret } from './secrets.ts'
import { checkHeaders, checkWindow, isSameSignature, mismatchReason } from './signature-check.ts'
import { SignatureError } from './signature-error.ts'
import { DEFAULT_TOLERANCE_MS, isTimestamp, skewMsOf } from './timestamp.ts'

/** The parts of an API request that are signed. */
export interface SignableRequest {
  /** The HTTP method, in any case: it is signed in upper case. */
  readonly method: string
  /** The undecoded pathname, from `/api/v1/…` on: no host, no query. */
  readonly path: string
  /** The characters after the `?`, exactly as the URL carries them. Empty is the same as none. Not with POST, PUT or PATCH. */
  readonly query?: string | undefined
  /** The body exactly as it is sent. Only POST, PUT and PATCH sign a body, and they sign no query. */
  readonly body?: RawBody | undefined
  /** Unix milliseconds as 13 digits: the same text as in `X-Timestamp`. */
  readonly timestamp: string
}

/** A request as it was received, with its signature. */
export interface SignedRequest extends SignableRequest {
  readonly signature: string
}

/** How a request is verified. */
export interface VerifyRequestOptions {
  /** The secret, or several during a rotation. */
  readonly apiSecret: ApiSecret
  /** How far the timestamp may lie from now, either way. @default 300000 (5 minutes) */
  readonly toleranceMs?: number | undefined
  /** The clock. @default Date.now */
  readonly now?: Now | undefined
}

/**
 * Signs an API request: `Base64(HMAC-SHA256(timestamp \n METHOD \n path [\n Base64(SHA256(body or query))]))`, as the
 * provider's page "Signature Algorithm" defines it.
 *
 * @returns The text for `X-Signature`.
 * @throws {TypeError} A part can't be signed: a timestamp that is not 13 digits, a path with a query, a line break.
 *
 * @example
 * ```ts
 * import { signRequest } from '@paystablecoin/core'
 *
 * const timestamp = String(Date.now())
 * const path = '/api/v1/merchants/1000/orders/ORDER_1738112345000'
 * const signature = await signRequest({ method: 'GET', path, timestamp }, 'your-api-secret')
 * ```
 */
export async function signRequest(request: SignableRequest, apiSecret: string): Promise<string> {
  const secret = toSigningSecret(apiSecret)
  if (!isTimestamp(request.timestamp)) {
    throw new TypeError('timestamp must be Unix milliseconds as a string of 13 digits')
  }
  return hmac(secret, await signedText(request))
}

/**
 * Verifies an API request as the provider does: what an emulator or a gateway needs. Resolves when the request is authentic
 * and fresh.
 *
 * @throws {SignatureError} With a `reason`. `stale` and `future` only when the signature itself holds.
 * @throws {TypeError} A part of the request can't be signed at all.
 *
 * @example
 * ```ts
 * import { verifyRequest } from '@paystablecoin/core'
 *
 * declare const request: { timestamp: string; signature: string; body: string }
 * const path = '/api/v1/merchants/1000/orders'
 * await verifyRequest({ method: 'POST', path, ...request }, { apiSecret: 'your-api-secret' })
 * ```
 */
export async function verifyRequest(
  request: SignedRequest,
  options: VerifyRequestOptions,
): Promise<void> {
  const { now = Date.now } = options
  const { timestamp, signature } = request
  const toleranceMs = toNumber('toleranceMs', options.toleranceMs, DEFAULT_TOLERANCE_MS)
  const secrets = toSecrets(options.apiSecret)
  const malformed = checkHeaders(timestamp, signature)
  if (malformed !== undefined) throw new SignatureError(malformed)
  const text = await signedText(request)
  const signatures = await Promise.all(secrets.map(async (secret) => hmac(secret, text)))
  if (!signatures.some((computed) => isSameSignature(computed, signature))) {
    throw new SignatureError(mismatchReason(signature))
  }
  const skewMs = skewMsOf(timestamp, now())
  const outside = checkWindow(skewMs, toleranceMs)
  if (outside !== undefined) throw new SignatureError(outside, { skewMs })
}

async function signedText(request: SignableRequest): Promise<string> {
  const { timestamp, path, query = '', body } = request
  assertSignable(request.method, path, query)
  const method = request.method.toUpperCase()
  const content = toContent(method, query, body)
  if (content === undefined) return canonicalRequest({ timestamp, method, path })
  const contentHash = await sha256(typeof content === 'string' ? content : toBytes(content))
  return canonicalRequest({ timestamp, method, path, contentHash })
}

// The signed text does not tell the hash of a body from the hash of a query, so the method has to.
function toContent(method: string, query: string, body: RawBody | undefined): RawBody | undefined {
  if (/^(?:POST|PUT|PATCH)$/.test(method)) {
    if (query === '') return body
    throw new TypeError(`query is not signed with ${method}: the provider signs the body alone`)
  }
  if (body === undefined) return query === '' ? undefined : query
  throw new TypeError(`body is not signed with ${method}: the provider signs the query alone`)
}
