/**
 * Several merchants behind one receiver: none can speak in another's name.
 *
 * @module
 */
import { describe, expect, it } from 'vitest'
import { createWebhookReceiver, verifyWebhook } from '../src/index.ts'
import type { WebhookEvent } from '../src/index.ts'
import { createTestClock } from './support/test-clock.ts'
import {
  createTestReceiver,
  PATH,
  PAYMENT,
  SECRET,
  signedHeaders,
} from './support/webhook-fixtures.ts'

const SECRETS: Readonly<Record<string, string>> = { a: 'secret-of-a', b: 'secret-of-b' }
const clock = createTestClock()

async function signFor(tenant: string, data: object = PAYMENT) {
  const body = JSON.stringify(data)
  const timestamp = String(clock.now())
  const headers = await signedHeaders({ body, timestamp, secret: SECRETS[tenant] ?? '' })
  return { headers, body, path: PATH, context: tenant }
}

describe('options as a function of the context', () => {
  it.each([{}, { merchantId: '' }, { namespace: '' }])(
    'are refused by name when %j keeps no merchant apart',
    async (names) => {
      const options = (tenant: string) => ({
        ...names,
        apiSecret: SECRETS[tenant] ?? '',
        onEvent: () => undefined,
      })
      const receiver = createWebhookReceiver<string>(options as never)
      await expect(receiver.receive(await signFor('a'))).rejects.toThrow(
        /^merchantId or namespace must be among the options/,
      )
    },
  )

  it("never let one tenant's event pass for a duplicate of another's", async () => {
    const handled: string[] = []
    const receiver = createWebhookReceiver<string>((tenant) => ({
      apiSecret: SECRETS[tenant] ?? '',
      merchantId: tenant,
      acknowledge: 'after-handler',
      clock,
      onEvent: () => void handled.push(tenant),
    }))
    for (const tenant of ['a', 'b']) {
      expect(await receiver.receive(await signFor(tenant))).toMatchObject({ status: 200 })
    }
    expect(handled).toEqual(['a', 'b'])
  })
})

describe('an event that names a merchant', () => {
  const other = { ...PAYMENT, merchantId: '2000' }

  it('is rejected when it is another one', async () => {
    const { send, handled, problems } = createTestReceiver({ merchantId: '1000' })
    expect(await send(other)).toMatchObject({ status: 403, body: '{"error":"Other merchant"}' })
    expect(handled).toEqual([])
    expect(problems).toMatchObject([
      { outcome: 'rejected', event: undefined, error: { name: 'MerchantMismatchError' } },
    ])
  })

  it('is rejected also when it is stale, and onStale does not get it', async () => {
    const stale: WebhookEvent[] = []
    const { send, clock: time } = createTestReceiver({
      merchantId: '1000',
      onStale: (event) => void stale.push(event),
    })
    const timestamp = String(time.now() - 600_000)
    expect(await send(other, { timestamp })).toMatchObject({ status: 403 })
    expect(stale).toEqual([])
  })

  it.each([
    ['its own, as text', { merchantId: '1000' }],
    ['its own, as a number', { merchantId: 1000 }],
    ['none', { merchantId: null }],
    ['something else', { merchantId: { id: '2000' } }],
  ])('is accepted when it names %s', async (_, added) => {
    const { send } = createTestReceiver({ merchantId: '1000' })
    expect(await send({ ...PAYMENT, ...added })).toMatchObject({ status: 200 })
  })

  it('is accepted when no merchant is expected', async () => {
    const { send } = createTestReceiver({ namespace: 'shop' })
    expect(await send(other)).toMatchObject({ status: 200 })
  })

  it('is told by verifyWebhook, too', async () => {
    const body = JSON.stringify(other)
    const timestamp = String(clock.now())
    const webhook = { headers: await signedHeaders({ body, timestamp }), body, path: PATH }
    const options = { apiSecret: SECRET, now: clock.now }
    await expect(verifyWebhook(webhook, { ...options, merchantId: '1000' })).rejects.toMatchObject({
      name: 'MerchantMismatchError',
      reason: 'other-merchant',
    })
    await verifyWebhook(webhook, { ...options, merchantId: '2000' })
    await verifyWebhook(webhook, options)
  })
})
