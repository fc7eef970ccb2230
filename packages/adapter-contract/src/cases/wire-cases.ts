/**
 * What only a raw socket can send: duplicate headers, half a body, 300 MB, a client that disconnects.
 *
 * @module
 */
import { isBodyError } from '@paystablecoin/core'
import assert from 'node:assert/strict'
import type { ContractCase } from '../contract-case.ts'
import { BODY_TOO_LARGE, BODY_TOO_SLOW, INVALID_SIGNATURE, RECEIVED } from '../support/answers.ts'
import type { Shop } from '../support/shop.ts'
import { expectWireAnswer, headLines, openWire, toChunk, toHead } from '../support/wire.ts'

const PIECE = new Uint8Array(1 << 20).fill(0x61)
const PIECES = 300

function rejectsDuplicate(header: string): ContractCase {
  return {
    title: `rejects two lines of ${header}, though both are valid`,
    run: async (t) => {
      const shop = await t.open()
      const wire = await openWire(shop)
      const webhook = await shop.sign()
      const lines = headLines(webhook)
      const duplicate = lines.filter((line) => line.startsWith(`${header}:`))
      const length = `content-length: ${webhook.body.byteLength}`
      await wire.write(toHead([...lines, ...duplicate, length]))
      await wire.write(webhook.body)
      expectWireAnswer(await wire.answer(), INVALID_SIGNATURE)
      wire.disconnect()
    },
  }
}

/** Writes up to 300 MB whatever the server answers, and expects an answer, a closed connection and bounded memory. */
async function offerTooMuch(shop: Shop, header: string, piece: Uint8Array): Promise<void> {
  const wire = await openWire(shop)
  const rssBefore = process.memoryUsage.rss()
  await wire.write(toHead([...headLines(await shop.sign()), header]))
  let written = 0
  while (written < PIECES && wire.isOpen()) {
    await wire.write(piece)
    written += 1
  }
  expectWireAnswer(await wire.answer(), BODY_TOO_LARGE)
  await wire.ended
  assert.ok(written < PIECES / 3, `${written} MB were read before the connection ended`)
  const grownBytes = process.memoryUsage.rss() - rssBefore
  assert.ok(grownBytes < 100 << 20, `the memory grew by ${grownBytes} bytes`)
}

async function disconnect(shop: Shop): Promise<void> {
  const wire = await openWire(shop)
  await wire.write(toHead([...headLines(await shop.sign()), 'content-length: 1000']))
  await wire.write('{"half":')
  wire.disconnect()
  const [problem] = await shop.problems.atLeast(1)
  assert.ok(isBodyError(problem?.error))
  assert.equal(problem.error.reason, 'broken')
}

export const wireCases: readonly ContractCase[] = [
  rejectsDuplicate('x-signature'),
  rejectsDuplicate('x-timestamp'),
  {
    title: 'answers 413 to 300 MB with a declared length, and closes the connection',
    run: async (t) =>
      offerTooMuch(await t.open(), `content-length: ${PIECES * PIECE.byteLength}`, PIECE),
  },
  {
    title: 'answers 413 to 300 MB without a declared length, and closes the connection',
    run: async (t) => offerTooMuch(await t.open(), 'transfer-encoding: chunked', toChunk(PIECE)),
  },
  {
    title: 'answers 408 to a slow body, and closes the connection',
    run: async (t) => {
      const shop = await t.open({ bodyTimeoutMs: 30 })
      const wire = await openWire(shop)
      await wire.write(toHead([...headLines(await shop.sign()), 'content-length: 1000']))
      await wire.write('{')
      expectWireAnswer(await wire.answer(), BODY_TOO_SLOW)
      await wire.ended
      assert.equal(shop.problems.items[0]?.outcome, 'rejected')
    },
  },
  {
    title: 'reports a client that disconnects, and serves the next one',
    run: async (t) => {
      const shop = await t.open()
      await disconnect(shop)
      await (await shop.send()).text()
      await shop.events.atLeast(1)
      assert.equal(shop.events.items.length, 1)
    },
  },
  {
    title: 'uses the path of a request target that is an absolute URL',
    run: async (t) => {
      const shop = await t.open()
      const wire = await openWire(shop)
      const webhook = await shop.sign()
      const [, ...lines] = headLines(webhook)
      const target = `POST http://shop.example${webhook.path}?token=1 HTTP/1.1`
      const length = `content-length: ${webhook.body.byteLength}`
      await wire.write(toHead([target, ...lines, length]))
      await wire.write(webhook.body)
      expectWireAnswer(await wire.answer(), RECEIVED)
      wire.disconnect()
    },
  },
  {
    title: 'answers every request on one connection',
    run: async (t) => {
      const shop = await t.open()
      const wire = await openWire(shop)
      const webhook = await shop.sign()
      const head = toHead([...headLines(webhook), `content-length: ${webhook.body.byteLength}`])
      await wire.write(head)
      await wire.write(webhook.body.slice().fill(0x20))
      expectWireAnswer(await wire.answer(1), INVALID_SIGNATURE)
      await wire.write(head)
      await wire.write(webhook.body)
      expectWireAnswer(await wire.answer(2), RECEIVED)
      wire.disconnect()
    },
  },
]
