/**
 * The client against the emulator in this process: faults, time-outs, retries, deadlines and aborts, on a manual clock.
 *
 * @module
 */
import type { Client } from '@paystablecoin/core'
import type { FaultRule } from '@paystablecoin/emulator'
import { expectEqual, expectRejection, expectThrown } from '../expect.ts'
import type { PortableCase } from '../portable-case.ts'
import { openEmulatorShop, ORDER_ID, orderParams, TIMEOUT_MS } from '../shop.ts'
import type { EmulatorShop, EmulatorShopOptions } from '../shop.ts'

/** A case with an order in the emulator; the faults begin after it was created. */
function withOrder(
  title: string,
  options: EmulatorShopOptions,
  run: (shop: EmulatorShop, created: number) => Promise<void>,
): PortableCase {
  return {
    title,
    run: async (packages) => {
      const { faults = [], ...others } = options
      const shop = openEmulatorShop(packages, others)
      await shop.client.orders.create(orderParams(shop.clock))
      for (const fault of faults) shop.emulator.faults.add(fault)
      await run(shop, shop.attempts())
      expectEqual(shop.clock.waiting(), 0, 'the number of timers left behind')
      await shop.emulator.close()
    },
  }
}

function retriesQuery(name: string, fault: FaultRule, pausesMs: readonly number[]): PortableCase {
  return withOrder(`a query is retried after ${name}`, { faults: [fault] }, async (shop) => {
    const order = await shop.client.orders.retrieve(ORDER_ID)
    expectEqual([order.status, shop.clock.pausesMs], ['INIT', pausesMs])
  })
}

function recoversCreation(name: string, fault: FaultRule): PortableCase {
  return {
    title: `a creation is recovered after ${name}, and there is one order`,
    run: async (packages) => {
      const { client, clock, emulator } = openEmulatorShop(packages, { faults: [fault] })
      const order = await client.orders.create(orderParams(clock))
      expectEqual([order.outcome, order.checkoutUrl.startsWith('http')], ['recovered', true])
      const again = client.orders.create(orderParams(clock))
      await expectRejection(again, { name: 'OrderExistsError', amountMatches: true })
      await emulator.close()
    },
  }
}

function failsQuery(
  title: string,
  options: EmulatorShopOptions,
  attempts: number,
  error: Readonly<Record<string, unknown>>,
): PortableCase {
  return withOrder(title, options, async (shop, before) => {
    await expectRejection(shop.client.orders.retrieve(ORDER_ID), error)
    expectEqual(shop.attempts() - before, attempts, 'the number of attempts')
  })
}

const STALL: FaultRule = { kind: 'stall-headers', on: 'orders.retrieve', times: 9 }

function rejectsOrder(
  title: string,
  fields: Partial<Parameters<Client['orders']['create']>[0]>,
): PortableCase {
  return {
    title,
    run: async (packages) => {
      const { client, clock, attempts } = openEmulatorShop(packages)
      const created = client.orders.create({ ...orderParams(clock), ...fields })
      await expectRejection(created, { name: 'TypeError' })
      expectEqual(attempts(), 0, 'the number of attempts')
    },
  }
}

export const clientCases: readonly PortableCase[] = [
  retriesQuery('a dropped connection', { kind: 'drop' }, [250]),
  retriesQuery('a refused connection', { kind: 'refuse' }, [250]),
  retriesQuery('HTTP 500', { kind: 'http-500' }, [250]),
  retriesQuery('HTTP 502 in HTML', { kind: 'http-502' }, [250]),
  retriesQuery('HTTP 429, after its Retry-After', { kind: 'http-429' }, [1000]),
  retriesQuery('the internal error 99999', { kind: 'code-99999' }, [250]),
  retriesQuery('a truncated response', { kind: 'truncate-body' }, [250]),
  retriesQuery('missing headers', { kind: 'stall-headers' }, [250]),
  retriesQuery('an incomplete body', { kind: 'stall-body' }, [250]),
  retriesQuery('two failures, with growing pauses', { kind: 'http-500', times: 2 }, [250, 500]),
  retriesQuery('a clock error, without a pause', { kind: 'clock-skew', times: 9 }, []),

  recoversCreation('a dropped connection', { kind: 'drop' }),
  recoversCreation('missing headers', { kind: 'stall-headers' }),
  recoversCreation('an incomplete body', { kind: 'stall-body' }),
  recoversCreation('a truncated response', { kind: 'truncate-body' }),
  recoversCreation('HTTP 500 that took effect', { kind: 'http-500', afterCommit: true }),
  recoversCreation('99999 that took effect', { kind: 'code-99999', afterCommit: true }),

  failsQuery('a call ends after three time-outs', { faults: [STALL] }, 3, {
    name: 'TransportError',
    reason: 'timeout',
    outcome: 'unknown',
  }),
  failsQuery(
    'a call without retries ends after the first time-out',
    { faults: [STALL], client: { maxRetries: 0 } },
    1,
    { name: 'TransportError', reason: 'timeout' },
  ),
  withOrder(
    'the deadline ends a call before its retries are used up',
    { faults: [STALL] },
    async (shop, before) => {
      const query = shop.client.orders.retrieve(ORDER_ID, { deadlineMs: TIMEOUT_MS + 100 })
      await expectRejection(query, { name: 'TransportError', reason: 'timeout' })
      expectEqual(shop.attempts() - before, 1, 'the number of attempts')
    },
  ),
  failsQuery(
    'a Retry-After beyond the deadline ends a call at once',
    { faults: [{ kind: 'http-429', retryAfterSeconds: 90 }] },
    1,
    { name: 'ResponseError', httpStatus: 429, retryAfterMs: 90_000 },
  ),
  {
    title: 'an API error is not retried',
    run: async (packages) => {
      const { client, attempts } = openEmulatorShop(packages)
      const error = { name: 'ApiError', category: 'not-found', retryable: false }
      await expectRejection(client.orders.retrieve('ORDER_of_nobody_1234'), error)
      expectEqual(attempts(), 1, 'the number of attempts')
    },
  },
  {
    title: 'a wrong secret is an ApiError that does not contain it',
    run: async (packages) => {
      const apiSecret = 'not-the-secret-of-the-emulator-0000000000000'
      const { client } = openEmulatorShop(packages, { client: { apiSecret } })
      const failed = client.orders.retrieve(ORDER_ID)
      await expectRejection(failed, { name: 'ApiError', category: 'authorization' })
      const text = await failed.then(
        () => '',
        (error: unknown) => `${String(error)} ${JSON.stringify(error)}`,
      )
      expectEqual(text.includes(apiSecret), false, 'the secret in the error')
    },
  },

  withOrder(
    'a request reaches any endpoint, and its result is what the provider sent',
    {},
    async (shop) => {
      const { client } = shop
      const path = `/orders/${ORDER_ID}`
      const requested = await client.request({ method: 'GET', path, query: { 'a b': "é'", c: 1 } })
      expectEqual(requested, await client.orders.retrieve(ORDER_ID))
      const unknown = client.request({ method: 'POST', path: `${path}/close`, body: {} })
      await expectRejection(unknown, { name: 'ApiError', providerCode: '40903' })
    },
  ),
  {
    title: 'a request that is not idempotent is sent once, and its outcome is unknown',
    run: async (packages) => {
      const shop = openEmulatorShop(packages, { faults: [{ kind: 'drop', on: 'other' }] })
      const body = { network: 'TRON' }
      const created = shop.client.request({ method: 'POST', path: '/checkout/orders', body })
      await expectRejection(created, { name: 'TransportError', outcome: 'unknown' })
      expectEqual([shop.attempts(), shop.clock.waiting()], [1, 0], 'attempts and timers')
    },
  },
  {
    title: 'the payment methods of API Checkout are listed without an API key',
    run: async (packages) => {
      const { client } = openEmulatorShop(packages, { client: { apiKey: 'of-nobody' } })
      const methods = await client.checkout.paymentMethods()
      expectEqual(
        methods.some(
          ({ cryptoCurrency, network }) => `${cryptoCurrency} ${network}` === 'USDT TRON',
        ),
        true,
      )
    },
  },

  withOrder('an abort before the call sends nothing', {}, async (shop, before) => {
    const query = shop.client.orders.retrieve(ORDER_ID, { signal: AbortSignal.abort() })
    await expectRejection(query, { reason: 'aborted', outcome: 'not-sent' })
    expectEqual(shop.attempts(), before, 'the number of attempts')
  }),
  {
    title: 'an abort during an attempt ends the call, and its outcome is unknown',
    run: async (packages) => {
      const controller = new AbortController()
      const faults = [STALL]
      const shop = openEmulatorShop(packages, { faults, onStall: () => controller.abort() })
      const query = shop.client.orders.retrieve(ORDER_ID, { signal: controller.signal })
      await expectRejection(query, { reason: 'aborted', outcome: 'unknown' })
      expectEqual([shop.attempts(), shop.clock.waiting()], [1, 0], 'attempts and timers')
    },
  },
  {
    title: 'an abort during a pause ends the call at once',
    run: async (packages) => {
      const controller = new AbortController()
      const shop = openEmulatorShop(packages, {
        faults: [{ kind: 'http-500', times: 9 }],
        client: { hooks: { onRetry: () => controller.abort() } },
      })
      const query = shop.client.orders.retrieve(ORDER_ID, { signal: controller.signal })
      await expectRejection(query, { reason: 'aborted' })
      expectEqual([shop.attempts(), shop.clock.waiting()], [1, 0], 'attempts and timers')
    },
  },

  rejectsOrder('an amount that is not a decimal is a TypeError before anything is sent', {
    orderAmount: { value: '1e3', currency: 'USD' },
  }),
  rejectsOrder('an id that is too short is a TypeError before anything is sent', {
    merchantOrderId: 'ORDER_1',
  }),
  rejectsOrder('an expiry in the past is a TypeError before anything is sent', {
    expiresAt: new Date(0),
  }),
  {
    title: 'an environment together with a baseUrl is a TypeError',
    run: async ({ core, emulator }) => {
      const both = { environment: 'sandbox', baseUrl: 'http://emulator.test' } as object as {
        baseUrl: string
      }
      const create = (): unknown => core.createClient({ ...emulator.EMULATOR_MERCHANT, ...both })
      expectThrown(create, { name: 'TypeError' })
    },
  },
]
