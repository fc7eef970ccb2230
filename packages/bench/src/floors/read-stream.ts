/**
 * A body from Node's stream by hand, within a size and a time: for Koa, which reads none itself.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'
import { BODY_TIMEOUT_MS, MAX_BODY_BYTES } from './duties.ts'

/** Reads a body; rejects when it is too large, too slow or broken. */
export function readStream(stream: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = []
    let bytes = 0
    const timer = setTimeout(() => fail(new Error('too slow')), BODY_TIMEOUT_MS)
    const fail = (error: Error): void => {
      clearTimeout(timer)
      reject(error)
    }
    stream.on('data', (piece: Buffer) => {
      bytes += piece.byteLength
      if (bytes > MAX_BODY_BYTES) return fail(new Error('too large'))
      pieces.push(piece)
      return undefined
    })
    stream.on('end', () => {
      clearTimeout(timer)
      resolve(Buffer.concat(pieces))
    })
    stream.on('error', fail).on('close', () => fail(new Error('broken')))
  })
}
