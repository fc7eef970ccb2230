/**
 * The provider's envelope: text in, `data` out, or an error that says what the text is instead.
 * Must not know how the text was fetched.
 *
 * @module
 */
import { isRecord } from '../shared/is-record.ts'
import type { ProviderData } from '../shared/types.ts'
import { ApiError } from './api-error.ts'
import { ResponseError } from './errors.ts'
import type { ResponseReason } from './errors.ts'
import { parseRetryAfter } from './retry.ts'
import type { RawResponse } from './transport.ts'

const SUCCESS = '00000'

/**
 * Decodes a response.
 *
 * @returns The envelope's `data`, unchecked.
 * @throws {ApiError} The provider refused.
 * @throws {ResponseError} It is no envelope.
 */
export function decodeEnvelope(response: RawResponse, nowMs: number): unknown {
  const { httpStatus, text } = response
  const fail = (reason: ResponseReason): ResponseError => unreadable(response, reason, nowMs)
  const envelope = parseJson(text)
  if (!isRecord(envelope) || !isCode(envelope['code'])) {
    if (httpStatus !== 200) throw fail('http-status')
    if (text === '') throw fail('empty')
    throw fail(envelope === undefined ? 'not-json' : 'no-code')
  }
  const { code, data } = envelope
  if (code !== SUCCESS) {
    const providerMessage = readMessage(envelope)
    const retryAfterMs = readRetryAfter(response, nowMs)
    throw new ApiError({ providerCode: code, httpStatus, providerMessage, retryAfterMs })
  }
  if (httpStatus !== 200) throw fail('http-status')
  return data
}

function unreadable(response: RawResponse, reason: ResponseReason, nowMs: number): ResponseError {
  const { httpStatus, headers, text } = response
  const contentType = headers.get('content-type') ?? undefined
  const retryAfterMs = readRetryAfter(response, nowMs)
  return new ResponseError({ reason, httpStatus, contentType, excerpt: text, retryAfterMs })
}

function readRetryAfter({ headers }: RawResponse, nowMs: number): number | undefined {
  return parseRetryAfter(headers.get('retry-after') ?? '', nowMs)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isCode(value: unknown): value is string {
  return typeof value === 'string' && value.length === 5
}

// The name of the readable field is not documented.
function readMessage(envelope: ProviderData): string | undefined {
  const words = envelope['message'] ?? envelope['msg']
  return typeof words === 'string' && words !== '' ? words.slice(0, 200) : undefined
}
