/**
 * Reading a web stream or an async iterable, piece by piece.
 * Must not know limits or time-outs.
 *
 * @module
 */
import type { Sink, Stop } from './body-source.ts'

interface Source {
  readonly next: () => Promise<{ readonly done?: boolean | undefined; readonly value?: unknown }>
  readonly stop: () => Promise<unknown>
}

/** Reads until the end, an error or a stop. */
export function pull(
  body: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>,
  sink: Sink,
): Stop {
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

// The body of a webhook has a few.
const MANY_PIECES = 16
const PIECE_BYTES = 128

/** A reader of either kind: one that brings its own pieces ignores the view. */
interface Reader {
  readonly read: (view: Uint8Array<ArrayBuffer>) => ReturnType<Source['next']>
  readonly cancel: () => Promise<void>
  readonly releaseLock: () => void
}

/** Deno allocates 64 KB for each piece, however small: where there are many, it reads into smaller ones. */
function fromStream(stream: ReadableStream<Uint8Array>): Source {
  let reader: Reader = stream.getReader()
  let pieces = 0
  const next: Source['next'] = () => {
    pieces += 1
    if (pieces === MANY_PIECES) reader = reopen(stream, reader)
    return reader.read(new Uint8Array(PIECE_BYTES))
  }
  return { next, stop: () => reader.cancel() }
}

function reopen(stream: ReadableStream<Uint8Array>, reader: Reader): Reader {
  reader.releaseLock()
  try {
    return stream.getReader({ mode: 'byob' })
  } catch {
    // No stream of bytes: it makes its pieces itself.
    return stream.getReader()
  }
}

function fromIterable(iterable: AsyncIterable<Uint8Array>): Source {
  const iterator = iterable[Symbol.asyncIterator]()
  return { next: () => iterator.next(), stop: async () => iterator.return?.() }
}
