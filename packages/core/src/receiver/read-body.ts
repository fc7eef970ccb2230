/**
 * The bytes of a webhook from whatever the framework has, counted against a limit and a time-out.
 * Must not know what the bytes mean, nor which framework they come from.
 *
 * @module
 */
import { joinBytes, toBytes } from '../shared/bytes.ts'
import type { Bytes } from '../shared/bytes.ts'
import { readHeader } from '../shared/headers.ts'
import type { MaybePromise } from '../shared/maybe-promise.ts'
import type { Clock, HeadersLike } from '../shared/types.ts'
import { snapshot } from '../signing/hmac.ts'
import { BodyError } from './errors.ts'

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
  readonly clock: Pick<Clock, 'startTimer'>
}

/** Reads a body whole, or says why it could not: `too-large`, `timeout`, `unavailable` or `broken`. */
export function readRequestBody(
  headers: HeadersLike,
  body: WebhookBody,
  limits: BodyLimits,
): MaybePromise<Bytes | BodyError> {
  const { maxBodyBytes } = limits
  const declared = readHeader(headers, 'content-length')
  if (/^[0-9]+$/.test(declared) && Number(declared) > maxBodyBytes) return tooLarge(maxBodyBytes)
  if (body instanceof Uint8Array) {
    return body.byteLength > maxBodyBytes ? tooLarge(maxBodyBytes) : toBytes(body)
  }
  if ('unavailable' in body) return new BodyError('unavailable', body.unavailable)
  if (isNodeStream(body)) return drain((sink) => listen(body, sink), limits)
  if ('getReader' in body && body.locked) return lockedBody()
  return drain((sink) => pull(body, sink), limits)
}

/** Where a source puts what it has. */
interface Sink {
  /** Takes a piece, and says whether more is wanted. */
  readonly take: (piece: unknown) => boolean
  readonly end: () => void
  readonly fail: (cause: unknown) => void
}

type Stop = () => void

function drain(open: (sink: Sink) => Stop, limits: BodyLimits): Promise<Bytes | BodyError> {
  const { maxBodyBytes, bodyTimeoutMs, clock } = limits
  return new Promise((resolve) => {
    const pieces: Uint8Array[] = []
    let length = 0
    let stop: Stop = () => undefined
    const cancel = clock.startTimer(() => reject(tooSlow(bodyTimeoutMs)), bodyTimeoutMs)
    const reject = (error: BodyError): false => {
      cancel()
      stop()
      resolve(error)
      return false
    }
    const take = (piece: unknown): boolean => {
      if (!(piece instanceof Uint8Array)) return reject(decodedBody())
      pieces.push(piece)
      length += piece.byteLength
      return length <= maxBodyBytes || reject(tooLarge(maxBodyBytes))
    }
    const end = (): void => {
      cancel()
      resolve(toWhole(pieces))
    }
    stop = open({ take, end, fail: (cause) => void reject(brokenBody(cause)) })
  })
}

function toWhole(pieces: readonly Uint8Array[]): Bytes {
  const [first, second] = pieces
  return first !== undefined && second === undefined ? snapshot(first) : joinBytes(pieces)
}

/** What is used of Node's `Readable`: to listen to one costs a fraction of what its iterator does. */
interface NodeStream {
  readonly destroyed: boolean
  readonly readableEnded: boolean
  on(event: string, listener: (value: unknown) => void): NodeStream
  off(event: string, listener: (value: unknown) => void): NodeStream
  pause(): NodeStream
  resume(): NodeStream
}

function isNodeStream(body: object): body is NodeStream {
  return 'on' in body && typeof body.on === 'function' && 'readableEnded' in body
}

// Never destroyed: the reply to an oversized or slow body needs its socket.
function listen(stream: NodeStream, { take, end, fail }: Sink): Stop {
  let isStopped = false
  const flow = (): void => {
    if (!isStopped) stream.resume()
  }
  const flowSoon = (): void => void Promise.resolve().then(flow)
  const onClose = (): void => {
    if (!stream.readableEnded) fail(new Error('The connection was closed.'))
  }
  // Paused until whoever reads along, as a clone of the request does, has begun; and on again when one of them pauses it.
  stream.pause().on('data', take).on('end', end)
  stream.on('error', fail).on('close', onClose).on('pause', flowSoon)
  if (stream.readableEnded) end()
  else if (stream.destroyed) onClose()
  else flowSoon()
  return () => {
    isStopped = true
    stream.off('data', take).off('end', end).off('close', onClose).off('pause', flowSoon).pause()
  }
}

interface Source {
  readonly next: () => Promise<{ readonly done?: boolean | undefined; readonly value?: unknown }>
  readonly stop: () => Promise<unknown>
}

function pull(body: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>, sink: Sink): Stop {
  const source = 'getReader' in body ? fromStream(body) : fromIterable(body)
  void pullAll(source, sink)
  // Not awaited: a stream that hangs would hang its own end, too.
  return () => void source.stop().catch(() => undefined)
}

async function pullAll({ next }: Source, { take, end, fail }: Sink): Promise<void> {
  try {
    for (;;) {
      const { done, value } = await next()
      if (done === true) return end()
      if (!take(value)) return
    }
  } catch (cause) {
    fail(cause)
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

function brokenBody(cause: unknown): BodyError {
  return new BodyError('broken', 'The body broke off before its end.', { cause })
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
    'The body came as text: an encoding was set on the request. Mount the route before it.',
  )
}
