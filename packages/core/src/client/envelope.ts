/**
 * The provider's envelope: text in, `data` out, or an error that says what the text is instead.
 * Must not know how the text was fetched.
 *
 * @module
 */
import { toSafeLine } from '../shared/foreign-text.ts'
import { isRecord } from '../shared/is-record.ts'
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
export function decodeEnvelope(response: RawResponse, nowMs: number, apiSecret: string): unknown {
  const { httpStatus, headers, text } = response
  const retryAfterMs = parseRetryAfter(headers.get('retry-after') ?? '', nowMs)
  const fail = (reason: ResponseReason): ResponseError => {
    const contentType = toWords(headers.get('content-type'), apiSecret)
    return new ResponseError({ reason, httpStatus, contentType, excerpt: text, retryAfterMs })
  }
  const envelope = parseJson(text)
  if (!isRecord(envelope) || !isCode(envelope['code'])) {
    if (httpStatus !== 200) throw fail('http-status')
    if (text === '') throw fail('empty')
    throw fail(envelope === undefined ? 'not-json' : 'no-code')
  }
  const { code, data } = envelope
  if (code !== SUCCESS) {
    // The name of the readable field is not documented.
    const providerMessage = toWords(envelope['message'] ?? envelope['msg'], apiSecret)
    throw new ApiError({ providerCode: code, httpStatus, providerMessage, retryAfterMs })
  }
  if (httpStatus !== 200) throw fail('http-status')
  return data
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isCode(value: unknown): value is string {
  return typeof value === 'string' && /^[!-~]{5}$/.test(value)
}

function toWords(text: unknown, apiSecret: string): string | undefined {
  return (typeof text === 'string' && toSafeLine(text, apiSecret).trim()) || undefined
}
