/**
 * The bytes of a webhook from whatever the framework has, counted against a limit and a time-out.
 * Must not know what the bytes mean, nor which framework they come from.
 *
 * @module
 */
import { createByteCollector, toBytes } from '../shared/bytes.ts'
import type { Bytes } from '../shared/bytes.ts'
import { readHeader } from '../shared/headers.ts'
import type { MaybePromise } from '../shared/maybe-promise.ts'
import type { Clock, HeadersLike } from '../shared/types.ts'
import { brokenBody, decodedBody, tooLarge, tooSlow, unavailable } from './body-errors.ts'
import type { Sink, Stop } from './body-source.ts'
import type { BodyError } from './errors.ts'
import { isNodeStream, keptBytes, listen } from './node-stream.ts'
import { pull } from './pull-body.ts'

/** A web-standard `Request`, as far as its body is concerned. */
export interface RequestWithBody {
  readonly body: ReadableStream<Uint8Array> | null
  readonly bodyUsed: boolean
}

/**
 * What a framework has of a body: the request itself, a stream, or bytes; a string stands for its UTF-8 bytes. `unavailable` says in
 * a sentence why its bytes are gone and where to mount the webhook route instead.
 */
export type WebhookBody =
  | string
  | Uint8Array
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>
  | RequestWithBody
  | { readonly unavailable: string }

/** The limits of reading. */
export interface BodyLimits {
  readonly maxBodyBytes: number
  readonly bodyTimeoutMs: number
  readonly clock: Pick<Clock, 'startTimer'>
}

/**
 * Reads a body whole, or says why it could not: `too-large`, `timeout`, `unavailable` or `broken`.
 *
 * @throws {TypeError} It is nothing that a body can be read from.
 */
export function readRequestBody(
  headers: HeadersLike,
  body: WebhookBody,
  limits: BodyLimits,
  mountHint?: string,
): MaybePromise<Bytes | BodyError> {
  const { maxBodyBytes } = limits
  const declared = readHeader(headers, 'content-length')
  if (/^[0-9]+$/.test(declared) && Number(declared) > maxBodyBytes) return tooLarge(maxBodyBytes)
  if (typeof body === 'string' || ArrayBuffer.isView(body)) return checkSize(toBytes(body), limits)
  // In plain JavaScript it may be anything.
  const source: Exclude<WebhookBody, string | Uint8Array> = Object(body)
  if ('unavailable' in source) return unavailable(source.unavailable)
  if (isNodeStream(source)) {
    if (source.readableDidRead !== true) return drain((sink) => listen(source, sink), limits)
    const kept = keptBytes(source)
    return kept === undefined ? unavailable(mountHint) : checkSize(toBytes(kept), limits)
  }
  if ('bodyUsed' in source) {
    if (source.bodyUsed) return unavailable(mountHint)
    return readRequestBody(headers, source.body ?? '', limits, mountHint)
  }
  if ('locked' in source && source.locked) return unavailable(mountHint)
  if ('getReader' in source || Symbol.asyncIterator in source) {
    return drain((sink) => pull(source, sink), limits)
  }
  throw new TypeError('body must be bytes, text, a stream or a Request')
}

function checkSize(bytes: Bytes, { maxBodyBytes }: BodyLimits): Bytes | BodyError {
  return bytes.byteLength > maxBodyBytes ? tooLarge(maxBodyBytes) : bytes
}

function drain(open: (sink: Sink) => Stop, limits: BodyLimits): Promise<Bytes | BodyError> {
  const { maxBodyBytes, bodyTimeoutMs, clock } = limits
  return new Promise((resolve) => {
    const collector = createByteCollector()
    let stop: Stop = () => undefined
    const cancel = clock.startTimer(() => reject(tooSlow(bodyTimeoutMs)), bodyTimeoutMs)
    const settle = (result: Bytes | BodyError): void => {
      cancel()
      resolve(result)
    }
    const reject = (error: BodyError): false => {
      stop()
      settle(error)
      return false
    }
    const take = (piece: unknown): boolean => {
      if (!ArrayBuffer.isView(piece)) return reject(decodedBody())
      return collector.add(piece) <= maxBodyBytes || reject(tooLarge(maxBodyBytes))
    }
    const end = (): void => settle(collector.whole())
    stop = open({ take, end, fail: (cause) => void reject(brokenBody(cause)) })
  })
}
