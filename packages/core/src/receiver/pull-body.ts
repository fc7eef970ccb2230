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

function fromStream(stream: ReadableStream<Uint8Array>): Source {
  const reader = stream.getReader()
  return { next: () => reader.read(), stop: () => reader.cancel() }
}

function fromIterable(iterable: AsyncIterable<Uint8Array>): Source {
  const iterator = iterable[Symbol.asyncIterator]()
  return { next: () => iterator.next(), stop: async () => iterator.return?.() }
}
