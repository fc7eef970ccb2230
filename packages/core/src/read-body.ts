/**
 * The bytes of a webhook from whatever the framework has, counted against a limit and a time-out.
 * Must not know what the bytes mean, nor which framework they come from.
 *
 * @module
 */
import { joinBytes, toBytes } from './bytes.ts'
import type { Bytes } from './bytes.ts'
import { readHeader } from './headers.ts'
import type { HeadersLike, StartTimer } from './types.ts'
import { BodyError } from './webhook-errors.ts'

/**
 * What a framework has of a body. `unavailable` says in a sentence why its bytes are gone and where to mount the webhook
 * route instead.
 */
export type WebhookBody =
  | Uint8Array
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>
  | { readonly unavailable: string }

/** The limits of reading. */
export interface BodyLimits {
  readonly maxBodyBytes: number
  readonly bodyTimeoutMs: number
  readonly startTimer: StartTimer
}

interface Source {
  next(): Promise<{ readonly done?: boolean | undefined; readonly value?: unknown }>
  stop(): Promise<unknown>
}

/** Reads a body whole, or says why it could not: `too-large`, `timeout`, `unavailable` or `broken`. */
export async function readRequestBody(
  headers: HeadersLike,
  body: WebhookBody,
  limits: BodyLimits,
): Promise<Bytes | BodyError> {
  const { maxBodyBytes } = limits
  const declared = readHeader(headers, 'content-length')
  if (/^[0-9]+$/.test(declared) && Number(declared) > maxBodyBytes) return tooLarge(maxBodyBytes)
  if (body instanceof Uint8Array) {
    return body.byteLength > maxBodyBytes ? tooLarge(maxBodyBytes) : toBytes(body)
  }
  if ('unavailable' in body) return new BodyError('unavailable', body.unavailable)
  if (!('getReader' in body)) return drain(fromIterable(body), limits)
  return body.locked ? lockedBody() : drain(fromStream(body), limits)
}

async function drain(source: Source, limits: BodyLimits): Promise<Bytes | BodyError> {
  const result = await collectInTime(source, limits)
  // Not awaited: a stream that hangs would hang its own end, too.
  if (result instanceof BodyError) void source.stop().catch(() => undefined)
  return result
}

function collectInTime(
  source: Source,
  { maxBodyBytes, bodyTimeoutMs, startTimer }: BodyLimits,
): Promise<Bytes | BodyError> {
  return new Promise((resolve) => {
    const cancel = startTimer(() => resolve(tooSlow(bodyTimeoutMs)), bodyTimeoutMs)
    void collect(source, maxBodyBytes).then((result) => {
      cancel()
      resolve(result)
    })
  })
}

async function collect(source: Source, maxBodyBytes: number): Promise<Bytes | BodyError> {
  const pieces: Uint8Array[] = []
  let length = 0
  try {
    for (;;) {
      const { done, value } = await source.next()
      if (done === true) return joinBytes(pieces)
      if (!(value instanceof Uint8Array)) return decodedBody()
      length += value.byteLength
      if (length > maxBodyBytes) return tooLarge(maxBodyBytes)
      pieces.push(value)
    }
  } catch (cause) {
    return new BodyError('broken', 'The body broke off before its end.', { cause })
  }
}

function fromStream(stream: ReadableStream<Uint8Array>): Source {
  const reader = stream.getReader()
  return { next: () => reader.read(), stop: () => reader.cancel() }
}

function fromIterable(iterable: AsyncIterable<Uint8Array>): Source {
  const iterator = iterable[Symbol.asyncIterator]()
  return { next: () => iterator.next(), stop: async () => iterator.return?.() }
}

function tooLarge(maxBodyBytes: number): BodyError {
  return new BodyError('too-large', `The body is larger than ${maxBodyBytes} bytes.`)
}

function tooSlow(bodyTimeoutMs: number): BodyError {
  return new BodyError('timeout', `The body was not there within ${bodyTimeoutMs} ms.`)
}

function lockedBody(): BodyError {
  return new BodyError(
    'unavailable',
    'Something before the webhook route is reading the body. Mount the route before it.',
  )
}

function decodedBody(): BodyError {
  return new BodyError(
    'unavailable',
    'The body came as text, not as bytes: something before the webhook route set an encoding on the request. Mount the route before it.',
  )
}
