/**
 * What many webhooks, or one in very many pieces, may cost.
 *
 * @module
 */
import { isOverloadError, systemClock } from '@paystablecoin/core'
import type { Clock } from '@paystablecoin/core'
import assert from 'node:assert/strict'
import type { ShopOptions } from '../adapter.ts'
import type { ContractCase } from '../contract-case.ts'
import { BUSY, expectAnswer, RECEIVED } from '../support/answers.ts'
import { createInbox } from '../support/inbox.ts'
import type { Inbox } from '../support/inbox.ts'
import { watchHeldBytes } from '../support/memory.ts'
import type { Shop } from '../support/shop.ts'
import { expectWireAnswer, headLines, openWire, toHead } from '../support/wire.ts'
import type { Wire } from '../support/wire.ts'
import { NOW_MS, paymentBody } from '../../fixtures/webhooks.ts'

const MB = 1 << 20
// One less than the default limit.
const BODY_BYTES = 262_143
const MOST_HELD_BYTES = 4 * MB

const PARALLEL = 1000
const PARALLEL_BODY_BYTES = 2048

/** A body in chunks of one byte, and its end. */
function toChunksOfOneByte(body: Uint8Array): Buffer {
  const chunk = '1\r\n?\r\n'
  const chunks = Buffer.from(`${chunk.repeat(body.byteLength)}0\r\n\r\n`)
  for (const [index, byte] of body.entries()) chunks[index * chunk.length + 3] = byte
  return chunks
}

/** A webhook whose second half is yet to be sent. */
interface HalfSent {
  readonly wire: Wire
  /** Sends the rest, and expects that the webhook is received. */
  readonly complete: () => Promise<void>
}

async function sendHalf(shop: Shop, merchantOrderId: string): Promise<HalfSent> {
  const wire = await openWire(shop)
  const body = paymentBody({ merchantOrderId }).padEnd(PARALLEL_BODY_BYTES)
  const webhook = await shop.sign({ body })
  const half = PARALLEL_BODY_BYTES / 2
  await wire.write(toHead([...headLines(webhook), `content-length: ${PARALLEL_BODY_BYTES}`]))
  await wire.write(webhook.body.subarray(0, half))
  const complete = async (): Promise<void> => {
    await wire.write(webhook.body.subarray(half))
    expectWireAnswer(await wire.answer(), RECEIVED)
    wire.disconnect()
  }
  return { wire, complete }
}

/** Options that tell which bodies a receiver has begun to read: each starts a timer for `bodyTimeoutMs`. */
function watchBodies(): { readonly options: ShopOptions; readonly begun: Inbox<number> } {
  const bodyTimeoutMs = 30_001
  const begun = createInbox<number>()
  const startTimer: Clock['startTimer'] = (run, delayMs) => {
    if (delayMs === bodyTimeoutMs) begun.add(delayMs)
    return systemClock.startTimer(run, delayMs)
  }
  return { options: { bodyTimeoutMs, clock: { now: () => NOW_MS, startTimer } }, begun }
}

export const loadCases: readonly ContractCase[] = [
  {
    title: 'holds at most 4 MB for a body of 262,143 chunks of one byte',
    run: async (t) => {
      const shop = await t.open({ bodyTimeoutMs: 60_000 })
      await expectAnswer(await shop.send(), RECEIVED)
      const wire = await openWire(shop)
      const webhook = await shop.sign({ body: paymentBody().padEnd(BODY_BYTES) })
      const chunks = toChunksOfOneByte(webhook.body)
      const grown = await watchHeldBytes(async () => {
        await wire.write(toHead([...headLines(webhook), 'transfer-encoding: chunked']))
        await wire.write(chunks)
        expectWireAnswer(await wire.answer(), RECEIVED)
      })
      wire.disconnect()
      t.print(`262,143 chunks of one byte: ${(grown / MB).toFixed(1)} MB more are held`)
      assert.ok(grown <= MOST_HELD_BYTES, `${grown} bytes more were held`)
    },
  },
  {
    title: 'receives 1,000 webhooks of 2 kB that are all under way at once',
    run: async (t) => {
      const { options, begun } = watchBodies()
      const shop = await t.open(options)
      const halves: HalfSent[] = []
      for (let order = 0; order < PARALLEL; order++) halves.push(await sendHalf(shop, `O${order}`))
      await begun.atLeast(PARALLEL)
      await Promise.all(halves.map(({ complete }) => complete()))
      await shop.events.atLeast(PARALLEL)
      assert.deepEqual(shop.problems.items, [])
    },
  },
  {
    title: 'answers one body more than maxBodiesInFlight 503, and the others as ever',
    run: async (t) => {
      const { options, begun } = watchBodies()
      const shop = await t.open({ ...options, maxBodiesInFlight: 2 })
      const halves = [await sendHalf(shop, 'ORDER_A'), await sendHalf(shop, 'ORDER_B')]
      await begun.atLeast(2)
      const response = await shop.send()
      await expectAnswer(response, BUSY)
      assert.equal(response.headers.get('retry-after'), '1')
      assert.ok(isOverloadError(shop.problems.items[0]?.error))
      await Promise.all(halves.map(({ complete }) => complete()))
      await expectAnswer(await shop.send(), RECEIVED)
      await shop.events.atLeast(3)
    },
  },
]
