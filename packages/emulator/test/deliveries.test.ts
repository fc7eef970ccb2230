/**
 * Webhooks: schemes, retries, what is remembered, what is forgotten.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import type { EmulatorOptions } from '../src/index.ts'
import { createEmulator } from '../src/index.ts'
import { createInbox, createMerchant, NOW, STOPPED_CLOCK } from './merchant.ts'

const ID = 'ORDER_1738112345000'

function setUp(options: EmulatorOptions = {}, answer?: () => Response | Promise<Response>) {
  const inbox = createInbox()
  const webhookFetch = async (request: Request) => {
    const ordinary = await inbox.receive(request)
    return answer === undefined ? ordinary : answer()
  }
  const emulator = createEmulator({
    clock: STOPPED_CLOCK,
    seed: 'deliveries',
    webhookFetch,
    ...options,
  })
  const merchant = createMerchant(emulator)
  const sell = async (id = ID, overrides = {}) => {
    const { data } = await merchant.createOrder(id, overrides)
    await merchant.press(String(data?.['checkoutUrl']), 'pay')
    await emulator.advance(0)
  }
  return { emulator, inbox, merchant, sell }
}

describe('the scheme', () => {
  test.each(['request', 'body'] as const)('%s verifies as itself alone', async (scheme) => {
    const { emulator, inbox, sell } = setUp({ scheme })
    await sell()
    await emulator.advance(0)
    const other = scheme === 'body' ? 'request' : 'body'
    expect((await inbox.verified(scheme)).length).toBe(1)
    await expect(inbox.verified(other)).rejects.toMatchObject({ reason: 'mismatch' })
  })

  test('both alternates', async () => {
    const { emulator, inbox, sell } = setUp({ scheme: 'both' })
    await sell()
    await emulator.advance(1_000)
    const events = await inbox.verified()
    expect(events.map((event) => 'scheme' in event && event.scheme)).toEqual(['request', 'body'])
  })
})

describe('many webhooks at once', () => {
  test('are all ended by close, and do not look like a leak to Node', async () => {
    const warnings: Error[] = []
    const warn = (warning: Error): number => warnings.push(warning)
    process.on('warning', warn)
    const waiting: true[] = []
    const { emulator, merchant } = setUp({}, () => {
      waiting.push(true)
      return new Promise<Response>(() => undefined)
    })
    for (let index = 10; index < 30; index += 1) {
      const { data } = await merchant.createOrder(`ORDER_17381123450${index}`)
      await merchant.press(String(data?.['checkoutUrl']), 'pay')
    }
    while (waiting.length < 20) await new Promise((resolve) => setImmediate(resolve))
    await emulator.close()
    await emulator.advance(0)
    process.off('warning', warn)
    expect(emulator.deliveries().map(({ attempts }) => attempts[0]?.error)).toEqual(
      Array.from({ length: 20 }, () => 'the emulator was closed'),
    )
    expect(warnings).toEqual([])
  })
})

describe('a webhook that is not answered with a 2xx', () => {
  const failing = (status: number) => () => new Response('no', { status })

  test.each([199 + 1, 204, 299])('%i ends it', async (status) => {
    const { emulator, sell } = setUp({}, () => new Response(null, { status }))
    await sell()
    expect(emulator.deliveries()[0]).toMatchObject({ state: 'delivered' })
  })

  test.each([301, 400, 401, 500])(
    '%i is sent 8 times, each wait twice the one before',
    async (status) => {
      const { emulator, sell } = setUp({ confirmationMs: 10_000_000 }, failing(status))
      await sell()
      await emulator.advance(3_600_000)
      const [delivery] = emulator.deliveries()
      expect(delivery?.state).toBe('given-up')
      const times = delivery?.attempts.map(({ atMs }) => (atMs - NOW) / 1_000)
      expect(times).toEqual([0, 1, 3, 7, 15, 31, 63, 127])
      expect(delivery?.attempts[0]).toMatchObject({ httpStatus: status, responseBody: 'no' })
    },
  )

  test('is signed with the current time or with the first one, as the option says', async () => {
    const timestamps = async (webhookRetryTimestamp: 'fresh' | 'original') => {
      const options = { webhookRetryTimestamp, webhookRetryDelaysMs: [500, 500] }
      let nowMs = NOW
      const { emulator, sell } = setUp(
        { ...options, clock: { ...STOPPED_CLOCK, now: () => nowMs }, confirmationMs: 10_000_000 },
        () => {
          nowMs += 500
          return new Response(null, { status: 500 })
        },
      )
      await sell()
      await emulator.advance(5_000)
      return emulator.deliveries()[0]?.attempts.map(({ timestamp }) => Number(timestamp) - NOW)
    }
    expect(await timestamps('fresh')).toEqual([0, 500, 1000])
    expect(await timestamps('original')).toEqual([0, 0, 0])
  })

  test('stops when it is answered', async () => {
    let tries = 0
    const { emulator, sell } = setUp({ confirmationMs: 10_000_000 }, () => {
      tries += 1
      return new Response(null, { status: tries < 3 ? 500 : 200 })
    })
    await sell()
    await emulator.advance(3_600_000)
    expect(emulator.deliveries()[0]?.attempts.map(({ httpStatus }) => httpStatus)).toEqual([
      500, 500, 200,
    ])
  })

  test('records why there was no response', async () => {
    const { emulator, sell } = setUp({}, () => {
      throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') })
    })
    await sell()
    const [attempt] = emulator.deliveries()[0]?.attempts ?? []
    expect(attempt?.error).toBe('fetch failed: connect ECONNREFUSED')
  })

  test('records the message of an error of another realm, and the code of its cause', async () => {
    const thrown = runInNewContext(
      "new TypeError('fetch failed', { cause: Object.assign(new Error('no'), { code: 'EFAIL' }) })",
    ) as Error
    const { emulator, sell } = setUp({}, () => Promise.reject(thrown))
    await sell()
    expect(emulator.deliveries()[0]?.attempts[0]?.error).toBe('fetch failed: EFAIL no')
  })

  test('times out when the response takes too long', async () => {
    const startTimer = (run: () => void, delayMs: number) => {
      if (delayMs === 123) queueMicrotask(run)
      return () => undefined
    }
    const clock = { ...STOPPED_CLOCK, startTimer }
    const options = { clock, webhookTimeoutMs: 123, confirmationMs: 10_000_000 }
    const { emulator, sell } = setUp(options, () => new Promise<Response>(() => undefined))
    await sell()
    expect(emulator.deliveries()[0]?.attempts[0]?.error).toBe('no response within 123 ms')
  })
})

test('a manual resend is sent once, with a new signature and without the fault', async () => {
  const { emulator, inbox, sell } = setUp({
    faults: [{ kind: 'withhold' }],
    confirmationMs: 10_000_000,
  })
  await sell()
  expect(inbox.bodies).toEqual([])
  expect(await emulator.resend('1')).toBe(true)
  expect(inbox.statuses).toEqual(['PROCESSING'])
  expect(emulator.deliveries()[0]).toMatchObject({ state: 'delivered' })
  expect(await emulator.resend('2')).toBe(false)
})

test('a resend that is acknowledged ends the retries', async () => {
  let status = 500
  const { emulator, inbox, sell } = setUp(
    { confirmationMs: 10_000_000 },
    () => new Response(null, { status }),
  )
  await sell()
  status = 200
  await emulator.resend('1')
  await emulator.advance(3_600_000)
  expect(inbox.statuses).toEqual(['PROCESSING', 'PROCESSING'])
})

test('reorder waits for a status that something follows', async () => {
  const { emulator, inbox, sell } = setUp({ faults: [{ kind: 'reorder', status: 'SUCCEEDED' }] })
  await sell()
  await emulator.advance(1_000)
  expect(inbox.statuses).toEqual(['PROCESSING', 'SUCCEEDED'])
  expect(emulator.faults.list()).toMatchObject([{ kind: 'reorder', times: 1 }])
})

test('webhooks of one order wait for each other, also when the shop is slow', async () => {
  const waiting: (() => void)[] = []
  const { emulator, inbox, sell } = setUp(
    { confirmationMs: 0 },
    () => new Promise((resolve) => waiting.push(() => resolve(new Response()))),
  )
  void sell()
  await expect.poll(() => waiting.length).toBe(1)
  expect(inbox.statuses).toEqual(['PROCESSING'])
  waiting.shift()?.()
  await expect.poll(() => waiting.length).toBe(1)
  expect(inbox.statuses).toEqual(['PROCESSING', 'SUCCEEDED'])
  waiting.shift()?.()
  await emulator.advance(0)
})

test.each(['reset', 'close'] as const)('%s leaves no timer behind', async (end) => {
  const timers = new Set<() => void>()
  const startTimer = (run: () => void) => {
    timers.add(run)
    return () => timers.delete(run)
  }
  const { emulator, sell } = setUp(
    { clock: { ...STOPPED_CLOCK, startTimer } },
    () => new Response(null, { status: 500 }),
  )
  await sell()
  expect(timers.size).toBe(1)
  await emulator[end]()
  expect(timers.size).toBe(0)
})

test('reset forgets everything and starts again from the same seed', async () => {
  const { emulator, inbox, merchant, sell } = setUp()
  await sell()
  const first = emulator.deliveries()
  await emulator.advance(60_000)
  emulator.reset()
  expect(emulator.deliveries()).toEqual([])
  expect(await merchant.queryOrder(ID)).toMatchObject({ code: '40901' })
  await sell()
  expect(emulator.deliveries()).toEqual(first)
  expect(inbox.bodies.at(-1)).toBe(inbox.bodies[0])
})

describe('memory', () => {
  const sellMany = async (emulator: ReturnType<typeof setUp>, count: number) => {
    for (let index = 0; index < count; index += 1) {
      await emulator.sell(`ORDER_${String(index).padStart(10, '0')}`)
      await emulator.emulator.advance(1_000)
    }
  }

  test('is bounded: the oldest finished orders go first', async () => {
    const parts = setUp({ maxOrders: 3, maxRecords: 4 })
    await parts.merchant.createOrder('ORDER_unfinished')
    await sellMany(parts, 5)
    const codes = await Promise.all(
      ['ORDER_unfinished', 'ORDER_0000000002', 'ORDER_0000000003', 'ORDER_0000000004'].map(
        async (id) => (await parts.merchant.queryOrder(id)).code,
      ),
    )
    expect(codes).toEqual(['00000', '40901', '00000', '00000'])
    expect(parts.emulator.deliveries().length).toBe(4)
    expect(parts.emulator.calls().length).toBe(4)
  })

  test('rejects a new order when every one is unfinished', async () => {
    const { merchant } = setUp({ maxOrders: 1 })
    await merchant.createOrder(ID)
    expect(await merchant.createOrder(`${ID}1`)).toMatchObject({ code: '20904' })
  })
})

describe('determinism', () => {
  const run = async (seed: string, orders: number) => {
    const parts = setUp({ seed, faultRates: { duplicate: 0.1, reorder: 0.1, 'http-500': 0.1 } })
    const hash = createHash('sha256')
    for (let index = 0; index < orders; index += 1) {
      const created = await parts.merchant
        .createOrder(`ORDER_${String(index).padStart(10, '0')}`)
        .catch(() => undefined)
      hash.update(JSON.stringify(created ?? 'fault'))
      const checkoutUrl = created?.data?.['checkoutUrl']
      if (typeof checkoutUrl !== 'string') continue
      await parts.merchant.press(checkoutUrl, 'pay')
      await parts.emulator.advance(900)
    }
    for (const request of parts.inbox.requests) {
      hash.update(request.headers.get('x-timestamp') ?? '')
      hash.update(request.headers.get('x-signature') ?? '')
    }
    for (const body of parts.inbox.bodies) hash.update(body)
    return { digest: hash.digest('hex'), webhooks: parts.inbox.bodies.length }
  }

  test('the same seed gives the same bytes over 1,000 orders, another seed gives others', {
    timeout: 60_000,
  }, async () => {
    const first = await run('one', 1_000)
    expect(first.webhooks).toBeGreaterThan(1_500)
    expect(await run('one', 1_000)).toEqual(first)
    expect((await run('two', 10)).digest).not.toBe((await run('one', 10)).digest)
  })

  test('ids do not depend on the order of calls', async () => {
    const [a, b] = [setUp(), setUp()]
    const ids = ['ORDER_aaaaaaaaaa', 'ORDER_bbbbbbbbbb']
    for (const id of ids) await a.merchant.createOrder(id)
    for (const id of ids.toReversed()) await b.merchant.createOrder(id)
    for (const id of ids) {
      expect(await a.merchant.queryOrder(id)).toEqual(await b.merchant.queryOrder(id))
    }
  })
})
