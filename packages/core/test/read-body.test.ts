import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PassThrough, Readable } from 'node:stream'
import * as fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { BodyError } from '../src/receiver/errors.ts'
import { readRequestBody } from '../src/receiver/read-body.ts'
import type { WebhookBody } from '../src/receiver/read-body.ts'
import { systemClock } from '../src/shared/clock.ts'
import type { HeadersLike } from '../src/shared/types.ts'
import { createTestClock } from './support/test-clock.ts'
import { createDeferred, settle } from './support/webhook-fixtures.ts'

const MAX = 8
const TIMEOUT_MS = 1000
const bytes = (length: number): Uint8Array<ArrayBuffer> => new Uint8Array(length).fill(7)

function setUp(): {
  readonly read: (body: WebhookBody, headers?: HeadersLike) => Promise<Uint8Array | BodyError>
  readonly clock: ReturnType<typeof createTestClock>
} {
  const clock = createTestClock()
  const limits = { maxBodyBytes: MAX, bodyTimeoutMs: TIMEOUT_MS, clock }
  return { read: async (body, headers = {}) => readRequestBody(headers, body, limits), clock }
}

function streamOf(chunks: readonly unknown[], onCancel?: () => void): ReadableStream<Uint8Array> {
  const rest = [...chunks]
  return new ReadableStream<unknown>({
    pull(controller) {
      if (rest.length === 0) controller.close()
      else controller.enqueue(rest.shift())
    },
    cancel: () => onCancel?.(),
  }) as ReadableStream<Uint8Array>
}

async function* iterate(
  chunks: readonly unknown[],
  onReturn?: () => void,
): AsyncGenerator<Uint8Array> {
  try {
    for (const chunk of chunks) yield chunk as Uint8Array
  } finally {
    onReturn?.()
  }
}

const SOURCES = [
  ['a stream', streamOf],
  ['an iterable', iterate],
] as const

describe.each(SOURCES)('%s', (_, sourceOf) => {
  it('is read whole, whatever the pieces', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 3 }), { maxLength: 2 }),
        async (chunks) => {
          const { read, clock } = setUp()
          const whole = chunks.flatMap((chunk) => [...chunk])
          expect([...((await read(sourceOf(chunks))) as Uint8Array)]).toEqual(whole)
          expect(clock.waiting()).toBe(0)
        },
      ),
    )
  })

  it('is refused from the first byte beyond the limit on, and told to stop', async () => {
    const { read, clock } = setUp()
    expect(await read(sourceOf([bytes(5), bytes(3)]))).toHaveLength(8)
    let stopped = false
    const result = await read(sourceOf([bytes(5), bytes(4), bytes(1)], () => (stopped = true)))
    expect(result).toMatchObject({ reason: 'too-large' })
    await settle()
    expect(stopped).toBe(true)
    expect(clock.waiting()).toBe(0)
  })

  it('is unavailable when it brings text instead of bytes', async () => {
    const { read } = setUp()
    const result = await read(sourceOf(['{"a":1}']))
    expect(result).toMatchObject({
      reason: 'unavailable',
      message: expect.stringContaining('as text'),
    })
  })
})

describe('a stream', () => {
  it('is broken when it fails, with the failure as the cause', async () => {
    const { read, clock } = setUp()
    const failure = new Error('reset')
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.error(failure),
    })
    expect(await read(stream)).toMatchObject({ reason: 'broken', cause: failure })
    expect(clock.waiting()).toBe(0)
  })

  it('that stays silent is given up after the time-out, and cancelled', async () => {
    const { read, clock } = setUp()
    let cancelled = false
    const stream = new ReadableStream<Uint8Array>({ cancel: () => void (cancelled = true) })
    const result = read(stream)
    await settle()
    clock.advance(TIMEOUT_MS - 1)
    await settle()
    expect(clock.waiting()).toBe(1)
    clock.advance(1)
    expect(await result).toMatchObject({ reason: 'timeout' })
    await settle()
    expect(cancelled).toBe(true)
  })

  it('that drips on is given up all the same: the time-out is for the whole body', async () => {
    const { read, clock } = setUp()
    let push = (_chunk: Uint8Array<ArrayBuffer>): void => undefined
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => void (push = (chunk) => controller.enqueue(chunk)),
    })
    const result = read(stream)
    for (let step = 0; step < 2; step += 1) {
      push(bytes(1))
      await settle()
      clock.advance(TIMEOUT_MS / 2)
    }
    expect(await result).toMatchObject({ reason: 'timeout' })
  })

  it('that someone else is reading is unavailable', async () => {
    const { read } = setUp()
    const stream = streamOf([bytes(1)])
    stream.getReader()
    expect(await read(stream)).toMatchObject({ reason: 'unavailable' })
  })
})

describe('a stream in very many pieces', () => {
  const PIECES = 1000
  const limits = { maxBodyBytes: PIECES, bodyTimeoutMs: TIMEOUT_MS, clock: createTestClock() }

  /** Writes a byte a time into what it is given, as Deno does, and keeps how large that was. */
  function byteStream(pieces: number, onCancel?: () => void) {
    const given: number[] = []
    const stream = new ReadableStream({
      type: 'bytes',
      autoAllocateChunkSize: 65_536,
      pull: (controller) => {
        const { byobRequest } = controller
        const view = byobRequest?.view
        if (byobRequest === null || view === null || view === undefined) throw new Error('no view')
        if (given.length === pieces) {
          controller.close()
          return byobRequest.respond(0)
        }
        given.push(view.byteLength)
        new Uint8Array(view.buffer, view.byteOffset)[0] = 7
        byobRequest.respond(1)
      },
      cancel: () => onCancel?.(),
    })
    return { stream, given }
  }

  it('is read into small ones where its reader can bring them', async () => {
    const { stream, given } = byteStream(PIECES)
    expect(await readRequestBody({}, stream, limits)).toEqual(bytes(PIECES))
    expect(given.slice(0, 15)).toEqual(Array.from({ length: 15 }, () => 65_536))
    expect(given.slice(15)).toEqual(Array.from({ length: PIECES - 15 }, () => 128))
  })

  it('is told to stop all the same', async () => {
    let stopped = false
    const { stream } = byteStream(PIECES + 2, () => (stopped = true))
    expect(await readRequestBody({}, stream, limits)).toMatchObject({ reason: 'too-large' })
    await settle()
    expect(stopped).toBe(true)
  })

  it('is read as it comes where it makes its pieces itself', async () => {
    const stream = streamOf(Array.from({ length: PIECES }, () => bytes(1)))
    expect(await readRequestBody({}, stream, limits)).toEqual(bytes(PIECES))
  })
})

describe('a stream of Node', () => {
  it('is read whole, whatever the pieces', async () => {
    for (const sizes of [[], [3], [1, 2, 3], [MAX]]) {
      const { read, clock } = setUp()
      const stream = Readable.from(sizes.map(bytes), { objectMode: false })
      const whole = sizes.reduce((total, size) => total + size, 0)
      expect([...((await read(stream)) as Uint8Array)]).toEqual([...bytes(whole)])
      expect(clock.waiting()).toBe(0)
    }
  })

  it('is refused from the first byte beyond the limit on, and left alone: its socket has to answer', async () => {
    const { read, clock } = setUp()
    const stream = new PassThrough()
    stream.write(bytes(5))
    stream.write(bytes(4))
    expect(await read(stream)).toMatchObject({ reason: 'too-large' })
    expect([stream.destroyed, stream.isPaused(), stream.listenerCount('data')]).toEqual([
      false,
      true,
      0,
    ])
    expect(clock.waiting()).toBe(0)
  })

  it('that stays silent is given up after the time-out', async () => {
    const { read, clock } = setUp()
    const result = read(new PassThrough())
    await settle()
    clock.advance(TIMEOUT_MS)
    expect(await result).toMatchObject({ reason: 'timeout' })
  })

  it('is broken when it fails, with the failure as the cause', async () => {
    const { read, clock } = setUp()
    const stream = new PassThrough()
    const failure = new Error('reset')
    const result = read(stream)
    stream.destroy(failure)
    expect(await result).toMatchObject({ reason: 'broken', cause: failure })
    expect(clock.waiting()).toBe(0)
  })

  it('is left alone when it fails before anything was read', async () => {
    const { read } = setUp()
    const stream = new PassThrough()
    const result = read(stream)
    stream.emit('error', new Error('reset'))
    expect(await result).toMatchObject({ reason: 'broken' })
    stream.write(bytes(1))
    await settle()
    expect(stream.listenerCount('data')).toBe(0)
    expect(stream.readableLength).toBe(1)
  })

  it('is broken when it closes before its end, also before it was read', async () => {
    const { read, clock } = setUp()
    const stream = new PassThrough()
    stream.write(bytes(1))
    const result = read(stream)
    stream.destroy()
    expect(await result).toMatchObject({ reason: 'broken' })
    expect(await read(stream)).toMatchObject({ reason: 'broken' })
    expect(clock.waiting()).toBe(0)
  })

  it('is unavailable when somebody set an encoding', async () => {
    const { read } = setUp()
    const stream = new PassThrough()
    stream.setEncoding('utf8')
    stream.end('{"a":1}')
    expect(await read(stream)).toMatchObject({
      reason: 'unavailable',
      message: expect.stringContaining('as text'),
    })
  })
})

/** Posts bytes to a server that reads them after `before` had the request, and returns how many arrived. */
async function postThrough(before: (request: IncomingMessage) => unknown, length: number) {
  const limits = { maxBodyBytes: length, bodyTimeoutMs: 5000, clock: systemClock }
  const server = createServer((request, response) => {
    before(request)
    void Promise.resolve(readRequestBody(request.headers, request, limits)).then((body) =>
      response.end(String(body instanceof Uint8Array ? body.byteLength : body.reason)),
    )
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const response = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body: bytes(length) })
  return response.text()
}

describe('a message of Node that is read along', () => {
  it.each<[string, (request: IncomingMessage) => unknown]>([
    ['counts its bytes', (request) => request.on('data', () => undefined)],
    ['lets it flow', (request) => request.resume()],
    ['pipes it', (request) => request.pipe(new PassThrough().resume())],
    ['makes a web stream of it that nobody reads', (request) => Readable.toWeb(request)],
    ['pauses it again and again', (request) => request.on('data', () => request.pause())],
  ])('arrives whole when somebody %s', async (_name, before) => {
    for (const length of [3, 200_000])
      expect(await postThrough(before, length)).toBe(String(length))
  })

  it('is empty at once when it was empty and has ended', async () => {
    const { read, clock } = setUp()
    const stream = new PassThrough()
    stream.end()
    await once(stream.resume(), 'end')
    expect(await read(stream)).toEqual(new Uint8Array())
    expect(clock.waiting()).toBe(0)
  })
})

describe('an iterable', () => {
  it('that never goes on is given up after the time-out, even when its end hangs, too', async () => {
    const { read, clock } = setUp()
    const never = createDeferred().promise as Promise<never>
    const result = read({
      [Symbol.asyncIterator]: () => ({ next: () => never, return: () => never }),
    })
    await settle()
    clock.advance(TIMEOUT_MS)
    expect(await result).toMatchObject({ reason: 'timeout' })
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('no end')
      },
    ],
    ['rejects', () => Promise.reject(new Error('no end'))],
    ['is missing', undefined],
  ])('whose end %s is refused as any other', async (_, end) => {
    const { read } = setUp()
    const next = () => Promise.resolve({ done: false as const, value: bytes(9) })
    const iterator = { next, ...(end === undefined ? {} : { return: end }) }
    expect(await read({ [Symbol.asyncIterator]: () => iterator })).toMatchObject({
      reason: 'too-large',
    })
    await settle()
  })

  it('is broken when it fails at once', async () => {
    const { read } = setUp()
    const next = (): never => {
      throw new Error('reset')
    }
    expect(await read({ [Symbol.asyncIterator]: () => ({ next }) })).toMatchObject({
      reason: 'broken',
    })
  })
})

describe('bytes', () => {
  it('are taken up to the limit', async () => {
    const { read } = setUp()
    expect(await read(bytes(MAX))).toHaveLength(MAX)
    expect(await read(bytes(MAX + 1))).toMatchObject({ reason: 'too-large' })
    expect(await read(new Uint8Array())).toHaveLength(0)
  })
})

describe('the declared length', () => {
  it('is refused beyond the limit before anything is read', async () => {
    const { read, clock } = setUp()
    const stream = streamOf([bytes(1)])
    expect(await read(stream, { 'content-length': '10' })).toMatchObject({
      reason: 'too-large',
    })
    expect(stream.locked).toBe(false)
    expect(clock.waiting()).toBe(0)
  })

  it.each([String(MAX), '', 'abc', '-1', '1e9', '9, 9'])(
    'of %j does not stand for the count of the bytes',
    async (declared) => {
      const { read } = setUp()
      expect(await read(streamOf([bytes(3)]), { 'content-length': declared })).toHaveLength(3)
      expect(await read(streamOf([bytes(9)]), { 'content-length': declared })).toMatchObject({
        reason: 'too-large',
      })
    },
  )
})

describe('a body that is unavailable', () => {
  it('says why', async () => {
    const { read } = setUp()
    const result = await read({ unavailable: 'A parser read it.' })
    expect(result).toMatchObject({
      name: 'BodyError',
      code: 'BODY_ERROR',
      reason: 'unavailable',
      message: expect.stringMatching(/^A parser read it\. No handler ran/),
    })
  })
})
