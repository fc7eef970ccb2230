/**
 * Reading a stream of Node's by its events, and the bytes that a platform kept of one that was read before.
 * Must not know limits or time-outs, nor which framework the stream comes from.
 *
 * @module
 */
import type { Sink, Stop } from './body-source.ts'

/** What is used of Node's `Readable`: to listen to one costs a fraction of what its iterator does. */
export interface NodeStream {
  readonly destroyed: boolean
  readonly readableEnded: boolean
  readonly readableDidRead?: boolean | undefined
  /** What a platform (Cloud Functions, Firebase) left of what it read. */
  readonly rawBody?: unknown
  /** What a parser left: bytes in the case of `express.raw()`. */
  readonly body?: unknown
  on(event: string, listener: (value: unknown) => void): NodeStream
  off(event: string, listener: (value: unknown) => void): NodeStream
  pause(): NodeStream
  resume(): NodeStream
}

/** Whether this is a stream of Node's: told by what it can do, since nothing of Node is known here. */
export function isNodeStream(body: object): body is NodeStream {
  return 'readableEnded' in body && 'on' in body
}

/** Reads a stream by its events. It is never destroyed: the reply to an oversized or slow body needs its socket. */
export function listen(stream: NodeStream, { take, end, fail }: Sink): Stop {
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

/**
 * The bytes that a platform or a raw parser left on a request. What was decoded to text or parsed is no proof of the bytes that were
 * signed.
 */
export function keptBytes({ rawBody, body }: NodeStream): ArrayBufferView | undefined {
  return [rawBody, body].find((value) => ArrayBuffer.isView(value))
}
