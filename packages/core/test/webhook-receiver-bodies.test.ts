/**
 * What a receiver takes for a body, how many it reads at once, and the guards of its errors.
 *
 * @module
 */
import { describe, expect, it } from 'vitest'
import {
  createWebhookReceiver,
  DeliveryError,
  IdleTimeoutError,
  isDeliveryError,
  isIdleTimeoutError,
  isMerchantMismatchError,
  isOverloadError,
  MerchantMismatchError,
  OverloadError,
} from '../src/index.ts'
import {
  createDeferred,
  createTestReceiver,
  PATH,
  PAYMENT,
  SECRET,
  settle,
  signedHeaders,
} from './support/webhook-fixtures.ts'

const body = JSON.stringify(PAYMENT)

async function receive(sent: unknown, options = {}): Promise<unknown> {
  const { receiver, clock } = createTestReceiver(options)
  const headers = await signedHeaders({ body, timestamp: String(clock.now()) })
  const request = { headers, body: sent as string, path: PATH, context: '' }
  return receiver.receive(request)
}

describe('a body', () => {
  it('may be text', async () => {
    expect(await receive(body)).toMatchObject({ status: 200 })
    expect(await receive(`${body} `)).toMatchObject({ status: 401 })
  })

  it.each([null, 5, {}])('that is %j is a TypeError', async (sent) => {
    await expect(receive(sent)).rejects.toThrow(/^body must be bytes, text, a stream/)
  })
})

describe('maxBodiesInFlight', () => {
  it('answers one body more 503 without reading it, and 200 when there is room again', async () => {
    const gate = createDeferred()
    const { receiver, clock, problems } = createTestReceiver({ maxBodiesInFlight: 1 })
    const headers = await signedHeaders({ body, timestamp: String(clock.now()) })
    async function* slowly(): AsyncGenerator<Uint8Array> {
      await gate.promise
      yield new TextEncoder().encode(body)
    }
    const first = receiver.receive({ headers, body: slowly(), path: PATH, context: '' })
    const refused = await receiver.receive({ headers, body: slowly(), path: PATH, context: '' })
    expect(refused).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1', connection: 'close' },
    })
    expect(problems).toMatchObject([{ outcome: 'unavailable', error: { code: 'OVERLOADED' } }])
    gate.resolve()
    expect(await first).toMatchObject({ status: 200 })
    await settle()
    expect(await receiver.receive({ headers, body, path: PATH, context: '' })).toMatchObject({
      status: 200,
    })
  })
})

describe('an option', () => {
  it.each(['merchantId', 'namespace'])('%s that is no text is a TypeError', (option) => {
    const options = { apiSecret: SECRET, onEvent: () => undefined, [option]: 1000 }
    expect(() => createWebhookReceiver(options)).toThrow(`${option} must be a string`)
  })
})

describe('resolveUnknown', () => {
  it('asks for the webhook again when the store fails for what the provider says', async () => {
    let claims = 0
    const deduplication = {
      claim: () => {
        claims += 1
        if (claims > 1) throw new Error('the store is down')
        return { state: 'claimed', token: '1' } as const
      },
      complete: () => undefined,
      release: () => undefined,
    }
    const resolveUnknown = {
      orders: { retrieve: () => Promise.resolve(PAYMENT) },
      refunds: { retrieve: () => Promise.resolve({ status: 'SUCCEEDED' }) },
    }
    const options = { acknowledge: 'after-handler', deduplication, resolveUnknown } as const
    const { send, handled } = createTestReceiver(options)
    expect(await send({ ...PAYMENT, orderAmount: 1 })).toMatchObject({ status: 500 })
    expect(handled).toEqual([])
  })
})

describe('the guards', () => {
  it('know their own error and no other', () => {
    const errors = [
      new DeliveryError('behind'),
      new IdleTimeoutError(1, 0),
      new OverloadError('maxInFlight', 1),
      new MerchantMismatchError(),
    ]
    const guards = [isDeliveryError, isIdleTimeoutError, isOverloadError, isMerchantMismatchError]
    expect(guards.map((guard) => errors.map((error) => guard(error)))).toEqual(
      guards.map((_, row) => errors.map((__, column) => row === column)),
    )
  })
})
