/**
 * Faults without a socket, as switches, lists and a seeded mix.
 *
 * @module
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import type { FaultKind, EmulatorOptions } from '../src/index.ts'
import { createEmulator } from '../src/index.ts'
import { parseFaultList } from '../src/faults/parse-faults.ts'
import {
  createInbox,
  createMerchant,
  NOW,
  orderBody,
  signedCall,
  STOPPED_CLOCK,
} from './merchant.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

async function collectGarbage(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) {
    collect()
    await new Promise((resolve) => setImmediate(resolve))
  }
}

const PATH = '/api/v1/merchants/1000/orders'
const newId = (index: number) => `ORDER_${String(index).padStart(10, '0')}`

function setUp(options: EmulatorOptions = {}) {
  const inbox = createInbox()
  const emulator = createEmulator({
    clock: STOPPED_CLOCK,
    webhookFetch: inbox.receive,
    seed: 'in-process',
    ...options,
  })
  const create = async (index = 0, init?: RequestInit) =>
    emulator.fetch(
      await signedCall({ method: 'POST', path: PATH, body: orderBody(newId(index)) }),
      init,
    )
  return { emulator, inbox, create, merchant: createMerchant(emulator) }
}

describe('a fault of the wire is imitated', () => {
  test.each([
    ['refuse', 'ECONNREFUSED', '40901'],
    ['drop', 'ECONNRESET', '00000'],
  ] as const)('%s throws as fetch does', async (kind, code, queried) => {
    const { emulator, create, merchant } = setUp()
    emulator.faults.add({ kind })
    await expect(create()).rejects.toMatchObject({ name: 'TypeError', cause: { code } })
    expect(await merchant.queryOrder(newId(0))).toMatchObject({ code: queried })
  })

  test('stall-headers ends when the caller gives up', async () => {
    const { emulator, create } = setUp({ faults: [{ kind: 'stall-headers' }] })
    const controller = new AbortController()
    const answer = create(0, { signal: controller.signal })
    await expect.poll(() => emulator.calls().length).toBe(1)
    await collectGarbage()
    controller.abort(new Error('enough'))
    await expect(answer).rejects.toThrow('enough')
    expect((await create(1)).status).toBe(200)
    expect(emulator.faults.list()).toEqual([])
  })

  test('stall-body sends half, and ends when the caller gives up', async () => {
    const { create } = setUp({ faults: [{ kind: 'stall-body' }] })
    const controller = new AbortController()
    const answer = await create(0, { signal: controller.signal })
    const reader = answer.body?.getReader()
    expect((await reader?.read())?.value?.length).toBeGreaterThan(100)
    controller.abort(new Error('enough'))
    await expect(reader?.read()).rejects.toThrow('enough')
  })

  test('truncate-body breaks off', async () => {
    const { create } = setUp({ faults: [{ kind: 'truncate-body' }] })
    await expect((await create()).text()).rejects.toThrow('terminated')
  })
})

describe('a rule', () => {
  test('happens as often as it says', async () => {
    const { emulator, create } = setUp()
    emulator.faults.add({ kind: 'http-500', times: 2 })
    const statuses = [await create(1), await create(2), await create(3)].map(({ status }) => status)
    expect(statuses).toEqual([500, 500, 200])
  })

  test('happens only to what it is limited to', async () => {
    const { emulator, create, merchant } = setUp()
    emulator.faults.add({ kind: 'http-500', on: 'refunds.create', times: Infinity })
    emulator.faults.add({ kind: 'http-502', id: newId(2) })
    expect((await create(1)).status).toBe(200)
    expect(await merchant.queryOrder(newId(1))).toMatchObject({ code: '00000' })
    expect((await create(2)).status).toBe(502)
    expect((await create(3)).status).toBe(200)
  })

  test.each<[string, (headers: Headers) => void, string]>([
    ['without a key', (headers) => headers.delete('x-api-key'), '50901'],
    ['with another key', (headers) => headers.set('x-api-key', 'PSTG'), '50902'],
    ['without a timestamp', (headers) => headers.delete('x-timestamp'), '50903'],
    ['without a signature', (headers) => headers.delete('x-signature'), '50904'],
    ['with a wrong signature', (h) => h.set('x-signature', `${'A'.repeat(43)}=`), '50905'],
  ])('is not used up by a call %s', async (_, change, code) => {
    const { emulator, create } = setUp({ faultRates: { 'http-502': 1 } })
    emulator.faults.add({ kind: 'http-500' })
    const request = await signedCall({ method: 'POST', path: PATH, body: orderBody(newId(1)) })
    change(request.headers)
    expect(await (await emulator.fetch(request)).json()).toMatchObject({ code })
    expect(emulator.faults.list()).toMatchObject([{ kind: 'http-500', times: 1 }])
    expect((await create(1)).status).toBe(500)
    expect(emulator.faults.list()).toEqual([])
  })

  test('is not used up by a call to an unknown merchant', async () => {
    const { emulator, merchant } = setUp({ faults: [{ kind: 'http-500' }] })
    const path = '/api/v1/merchants/1001/orders/x'
    expect(await merchant.send({ method: 'GET', path })).toMatchObject({ code: '10007' })
    expect(emulator.faults.list()).toMatchObject([{ kind: 'http-500', times: 1 }])
  })

  test('happens to a signed call whose time is outside the window, as a skewed clock asks for', async () => {
    const { emulator, merchant } = setUp({
      faults: [{ kind: 'clock-skew', skewMs: -600_000, times: 2 }],
    })
    const query = { method: 'GET', path: `${PATH}/${newId(1)}` } as const
    expect(await merchant.send(query)).toMatchObject({ code: '50906' })
    const timestamp = String(NOW + 600_000)
    expect(await merchant.send({ ...query, timestamp })).toMatchObject({ code: '40901' })
    expect(emulator.faults.list()).toEqual([])
  })

  test('about a payment is not used up by a payment that is rejected', async () => {
    const { emulator, merchant } = setUp({ faults: [{ kind: 'underpaid' }] })
    const { data } = await merchant.createOrder(newId(1))
    const checkoutUrl = String(data?.['checkoutUrl'])
    expect((await merchant.press(checkoutUrl, 'pay', { method: 'CASH' })).status).toBe(409)
    expect(emulator.faults.list()).toMatchObject([{ kind: 'underpaid', times: 1 }])
    expect((await merchant.press(checkoutUrl, 'pay')).status).toBe(303)
    await emulator.advance(1_000)
    expect(await merchant.queryOrder(newId(1))).toMatchObject({
      data: { status: 'SUCCEEDED', cryptoPaidAmount: { value: '89.910000' } },
    })
  })

  test('can be removed', async () => {
    const { emulator, create } = setUp()
    const faultId = emulator.faults.add({ kind: 'http-500', times: Infinity })
    expect((await create(1)).status).toBe(500)
    expect(emulator.faults.remove(faultId)).toBe(true)
    expect(emulator.faults.remove(faultId)).toBe(false)
    expect((await create(2)).status).toBe(200)
  })

  test.each([
    [{ kind: 'http-418' }, 'kind must be one of'],
    [{ kind: 'drop', delayMs: 5 }, 'drop does not take delayMs'],
    [{ kind: 'delay', delayMs: -1 }, 'delayMs must be a whole number'],
    [
      { kind: 'stall-body', stallMs: 2 ** 31 },
      'stallMs must be a whole number from 0 to 2147483647',
    ],
    [{ kind: 'clock-skew', skewMs: Infinity }, 'skewMs must be a whole number'],
    [{ kind: 'duplicate', copies: 101 }, 'copies must be a whole number from 0 to 100'],
    [{ kind: 'drop', times: 0 }, 'times must be a whole number of at least 1'],
    [{ kind: 'drop', times: 1.5 }, 'times must be a whole number of at least 1'],
    [{ kind: 'delay', on: 'orders.delete' }, 'on must be one of payment, refund for delay'],
    [{ kind: 'drop', on: 'payment' }, 'on must be one of orders.create'],
    [{ kind: 'underpaid', on: 'refund' }, 'on must be one of payment for underpaid'],
    [{ kind: 'drop', status: 'SUCCEEDED' }, 'drop does not take status'],
    [{ kind: 'drop', afterCommit: 'no' }, 'afterCommit must be true or false'],
  ])('%j is rejected', (rule, message) => {
    const { emulator } = setUp()
    expect(() => emulator.faults.add(rule as { kind: FaultKind })).toThrow(message)
  })
})

describe('the short form', () => {
  test('reads rules and rates', () => {
    expect(parseFaultList('http-500, drop*3,duplicate@payment*always,http-502=2.5%')).toMatchObject(
      {
        rules: [
          { kind: 'http-500' },
          { kind: 'drop', times: 3 },
          { kind: 'duplicate', on: 'payment', times: Infinity },
        ],
        rates: { 'http-502': 0.025 },
      },
    )
  })

  test.each([
    '',
    'boom',
    'drop*',
    'drop=5',
    'drop@nowhere',
    'drop@payment',
    'drop@payment=5%',
    'drop=101%',
  ])('%j is rejected', (text) => {
    expect(() => parseFaultList(text)).toThrow(TypeError)
  })
})

describe('a mix', () => {
  const run = async (seed: string) => {
    const rates = { 'http-500': 0.1, drop: 0.05, 'stall-body': 0, withhold: 0.5 } as const
    const { emulator, create } = setUp({ seed, faultRates: rates })
    for (let index = 0; index < 1_000; index += 1) await create(index).catch(() => undefined)
    return emulator.calls().map(({ fault }) => fault ?? 'none')
  }

  test('happens as often as its rates say, and the same for the same seed', async () => {
    const kinds = await run('one')
    const count = (kind: string) => kinds.filter((other) => other === kind).length
    expect(count('http-500')).toBeGreaterThan(70)
    expect(count('http-500')).toBeLessThan(130)
    expect(count('drop')).toBeGreaterThan(25)
    expect(count('drop')).toBeLessThan(80)
    expect(count('stall-body')).toBe(0)
    expect(await run('one')).toEqual(kinds)
    expect(await run('two')).not.toEqual(kinds)
  })

  test('drops a call as often before it takes effect as after', async () => {
    const { emulator, create, merchant } = setUp({ faultRates: { drop: 1 } })
    for (let index = 0; index < 200; index += 1) await create(index).catch(() => undefined)
    emulator.faults.clear()
    let created = 0
    for (let index = 0; index < 200; index += 1) {
      created += (await merchant.queryOrder(newId(index))).code === '00000' ? 1 : 0
    }
    expect(created).toBeGreaterThan(70)
    expect(created).toBeLessThan(130)
  })

  test('can be set and cleared later', async () => {
    const { emulator, create } = setUp()
    emulator.faults.setRates({ 'http-500': 1 })
    expect((await create(1)).status).toBe(500)
    emulator.faults.clear()
    expect((await create(2)).status).toBe(200)
    expect(() => emulator.faults.setRates({ 'http-500': 2 })).toThrow('from 0 to 1')
  })
})

test('production is neither imitated nor called', async () => {
  const { emulator, merchant, inbox } = setUp()
  await expect(emulator.fetch('https://api.paystablecoin.global/api/v1/x')).rejects.toThrow(
    TypeError,
  )
  expect(() => createEmulator({ publicUrl: 'https://api.paystablecoin.global' })).toThrow(TypeError)
  const callbackUrl = 'https://api.paystablecoin.global/webhook'
  const { data } = await merchant.createOrder(newId(1), { callbackUrl })
  await merchant.press(String(data?.['checkoutUrl']), 'pay')
  await emulator.advance(0)
  expect(inbox.requests).toEqual([])
  expect(emulator.deliveries()[0]?.attempts[0]?.error).toContain('production')
})

test('a closed emulator no longer responds', async () => {
  const { emulator } = setUp()
  await emulator.close()
  await expect(emulator.fetch('http://emulator.test/')).rejects.toThrow('closed')
})

test('an abort ends a stalled response with its reason, also with one of another realm', async () => {
  const reason = runInNewContext('new RangeError("enough")') as Error
  const controller = new AbortController()
  const startTimer = () => {
    queueMicrotask(() => controller.abort(reason))
    return () => undefined
  }
  const { emulator, create } = setUp({ clock: { ...STOPPED_CLOCK, startTimer } })
  emulator.faults.add({ kind: 'stall-headers' })
  await expect(create(0, { signal: controller.signal })).rejects.toBe(reason)
})
