/**
 * One raw connection to a server on 127.0.0.1, for what `fetch` cannot send: duplicate headers, half a body, an endless body.
 *
 * @module
 */
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import type { Answer } from './answers.ts'
import type { Shop } from './shop.ts'
import type { SignedWebhook } from './webhooks.ts'

/** A connection. */
export interface Wire {
  /** Resolves when more can be written, or when the connection has ended. */
  readonly write: (data: string | Uint8Array) => Promise<void>
  /** Resolves with the answer of this number, counted from 1. Rejects when the connection ends first. */
  readonly answer: (number?: number) => Promise<WireAnswer>
  /** Resolves when the connection has ended, in any way. */
  readonly ended: Promise<void>
  readonly isOpen: () => boolean
  readonly disconnect: () => void
}

/** An answer with its head. */
export interface WireAnswer extends Answer {
  readonly head: string
}

/** Connects to the server of a shop. */
export async function openWire({ server }: Shop): Promise<Wire> {
  assert.ok(server.port !== undefined, 'the socket cases need the port of the server')
  const socket = connect(server.port, '127.0.0.1')
  const answers: WireAnswer[] = []
  let received = Buffer.alloc(0)
  let notify = (): void => undefined
  // A reset connection is not a failure; a missing answer is.
  socket.on('error', () => undefined)
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  socket.on('data', (data) => {
    received = takeAnswers(Buffer.concat([received, data]), answers)
    notify()
  })

  async function answer(number = 1): Promise<WireAnswer> {
    for (;;) {
      const found = answers[number - 1]
      if (found !== undefined) return found
      assert.ok(!socket.destroyed, `the connection ended without an answer: ${received.toString()}`)
      const more = new Promise<void>((resolve) => {
        notify = resolve
      })
      await Promise.race([more, ended])
    }
  }

  async function write(data: string | Uint8Array): Promise<void> {
    if (socket.destroyed || socket.write(data)) return
    await Promise.race([new Promise<void>((resolve) => socket.once('drain', resolve)), ended])
  }

  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', reject)
  })
  return {
    write,
    answer,
    ended,
    isOpen: () => !socket.destroyed,
    disconnect: () => socket.destroy(),
  }
}

// Every answer has a content-length. The remaining bytes belong to the next one.
function takeAnswers(received: Buffer, answers: WireAnswer[]): Buffer<ArrayBuffer> {
  const headEnd = received.indexOf('\r\n\r\n')
  if (headEnd === -1) return Buffer.from(received)
  const head = received.subarray(0, headEnd).toString()
  const bodyEnd = headEnd + 4 + Number(/content-length: *([0-9]+)/i.exec(head)?.[1] ?? Number.NaN)
  if (!(received.length >= bodyEnd)) return Buffer.from(received)
  const body = received.subarray(headEnd + 4, bodyEnd).toString()
  answers.push({ status: Number(head.slice(9, 12)), body, head })
  return takeAnswers(received.subarray(bodyEnd), answers)
}

/** Fails unless this is the answer, to the byte. */
export function expectWireAnswer({ status, body }: WireAnswer, expected: Answer): void {
  assert.deepEqual({ status, body }, expected)
}

/** The lines of a webhook's head, without the empty line that ends it. */
export function headLines({ path, headers }: SignedWebhook): string[] {
  const lines = [`POST ${path} HTTP/1.1`, 'host: shop.example']
  for (const [name, text] of headers) lines.push(`${name}: ${text}`)
  return lines
}

/** The head of a request as it is sent. */
export function toHead(lines: readonly string[]): string {
  return `${lines.join('\r\n')}\r\n\r\n`
}

/** One piece of a body whose length was not declared. */
export function toChunk(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`${bytes.byteLength.toString(16)}\r\n`), bytes, CRLF])
}

const CRLF = Buffer.from('\r\n')
