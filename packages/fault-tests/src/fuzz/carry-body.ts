/**
 * The body of a webhook in everything that can carry one: bytes, text, and streams that end, break, stall or turn to text.
 * Must not know what the bytes mean.
 *
 * @module
 */
import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import type { WebhookBody } from '@paystablecoin/core'
import type { FuzzCase } from './webhook-case.ts'

/** Carries a body. `onStall` is called once nothing more will come of one that stalls. */
export function carryBody(webhook: FuzzCase, onStall: () => void): WebhookBody {
  const { body, carrier, fate } = webhook
  if (fate === 'gone') return { unavailable: 'Something else has read the body.' }
  if (carrier === 'bytes') return body
  if (carrier === 'text') return body.toString('utf8')
  const pieces = carry(webhook, onStall)
  if (carrier === 'iterable') return pieces
  if (carrier === 'web stream') return toWebStream(pieces)
  // In object mode a piece arrives as it was cut.
  return Readable.from(pieces, { objectMode: true })
}

async function* carry(
  { body, cuts, fate }: FuzzCase,
  onStall: () => void,
): AsyncGenerator<Uint8Array> {
  const edges = [0, ...cuts, body.length]
  for (const [index, end] of edges.slice(1).entries()) yield body.subarray(edges[index], end)
  if (fate === 'ends') return
  // What was handed over is read before the rest happens.
  await setImmediate()
  if (fate === 'breaks') throw new Error('the connection was closed')
  // Such a stream exists where an encoding was set on it, whatever its type says.
  if (fate === 'turns to text') yield 'text' as unknown as Uint8Array
  else onStall()
  await new Promise(() => undefined)
}

function toWebStream(pieces: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream(
    {
      pull: async (controller) => {
        const { done, value } = await pieces.next()
        if (done === true) controller.close()
        else controller.enqueue(value)
      },
    },
    { highWaterMark: 0 },
  )
}
