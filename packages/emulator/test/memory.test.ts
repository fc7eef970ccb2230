/**
 * What the emulator remembers is bounded in bytes, whoever sends them.
 *
 * @module
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import type { EmulatorOptions } from '../src/index.ts'
import { createEmulator } from '../src/index.ts'
import { createMerchant, orderBody, ORIGIN, signedCall, STOPPED_CLOCK } from './merchant.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const ORDERS = '/api/v1/merchants/1000/orders'
const MEGABYTE = 2 ** 20
const newId = (index: number) => `ORDER_${String(index).padStart(10, '0')}`

function setUp(options: EmulatorOptions = {}) {
  const emulator = createEmulator({
    clock: STOPPED_CLOCK,
    webhookFetch: () => Response.json({ code: '00000' }),
    seed: 'memory',
    ...options,
  })
  const createUnsigned = (body: string | Uint8Array<ArrayBuffer>) =>
    emulator.fetch(`${ORIGIN}${ORDERS}`, { method: 'POST', body })
  const create = async (id: string, extra = {}) =>
    emulator.fetch(await signedCall({ method: 'POST', path: ORDERS, body: orderBody(id, extra) }))
  return { emulator, createUnsigned, create, merchant: createMerchant(emulator) }
}

/** Megabytes of heap that are still used after a garbage collection. */
async function usedMegabytes(): Promise<number> {
  for (let turn = 0; turn < 3; turn += 1) {
    collectGarbage()
    await new Promise((resolve) => setImmediate(resolve))
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return (heapUsed + arrayBuffers) / MEGABYTE
}

describe('the body of a rejected call', () => {
  test('is remembered up to 1024 bytes, with a mark where it was cut', async () => {
    const { emulator, createUnsigned } = setUp()
    await createUnsigned('x'.repeat(1024))
    await createUnsigned('x'.repeat(1025))
    await createUnsigned(`${'x'.repeat(1023)}é`)
    expect(emulator.calls().map(({ body }) => body)).toEqual([
      'x'.repeat(1024),
      `${'x'.repeat(1024)}…`,
      `${'x'.repeat(1023)}…`,
    ])
  })

  test('is diagnosed as a whole all the same', async () => {
    const { emulator, merchant } = setUp()
    const body = orderBody(newId(1), { note: 'x'.repeat(5_000) })
    const signed = await signedCall({ method: 'POST', path: ORDERS, body: `${body}\n` })
    await emulator.fetch(new Request(signed.url, { method: 'POST', headers: signed.headers, body }))
    expect(emulator.calls()[0]).toMatchObject({ diagnosis: { mistakes: ['body-trimmed'] } })
    expect(await merchant.queryOrder(newId(1))).toMatchObject({ code: '40901' })
  })

  test('costs little: 10,000 unsigned calls of 64 kB take at most 64 MB', {
    timeout: 120_000,
  }, async () => {
    const { emulator, createUnsigned } = setUp()
    const before = await usedMegabytes()
    for (let index = 0; index < 10_000; index += 1) {
      await createUnsigned(new Uint8Array(65_536).fill(97 + (index % 26)))
    }
    expect(emulator.calls().length).toBe(10_000)
    expect((await usedMegabytes()) - before).toBeLessThan(64)
  })
})

test('the body of an accepted call is remembered whole', async () => {
  const { emulator, create } = setUp()
  const note = 'x'.repeat(50_000)
  await create(newId(1), { note })
  expect(emulator.calls()[0]?.body).toContain(note)
})

describe('the log', () => {
  const sizeOf = (records: readonly unknown[]) => JSON.stringify(records).length

  test('of calls holds 4 kB per record on average: larger ones push out the oldest', async () => {
    const { emulator, create } = setUp({ maxRecords: 500 })
    for (let index = 0; index < 100; index += 1) {
      await create(newId(index), { note: 'x'.repeat(50_000) })
    }
    const calls = emulator.calls()
    expect(sizeOf(calls)).toBeLessThan(500 * 4096)
    expect(calls.length).toBeGreaterThan(10)
    expect(calls.at(-1)?.id).toBe('100')
  })

  test('of calls keeps a few large ones, however few records it may hold', async () => {
    const { emulator, create } = setUp({ maxRecords: 2 })
    for (let index = 0; index < 3; index += 1) {
      await create(newId(index), { note: 'x'.repeat(50_000) })
    }
    expect(emulator.calls().map(({ id }) => id)).toEqual(['2', '3'])
  })

  test('of webhooks counts bodies and responses, and keeps what has still to be sent', async () => {
    const { emulator, merchant } = setUp({
      maxRecords: 100,
      faults: [{ kind: 'delay', delayMs: 3_600_000 }],
      webhookFetch: () => new Response('x'.repeat(5_000), { status: 500 }),
      webhookRetryDelaysMs: Array.from({ length: 50 }, () => 1),
    })
    for (let index = 0; index < 40; index += 1) {
      const { data } = await merchant.createOrder(newId(index))
      await merchant.press(String(data?.['checkoutUrl']), 'pay')
      await emulator.advance(2_000)
    }
    const deliveries = emulator.deliveries()
    expect(sizeOf(deliveries)).toBeLessThan(MEGABYTE)
    expect(deliveries.length).toBeGreaterThan(5)
    expect(deliveries[0]).toMatchObject({ id: '1', state: 'waiting' })
    expect(deliveries.at(-1)?.id).toBe('80')
  })
})
