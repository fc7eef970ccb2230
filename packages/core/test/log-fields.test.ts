import { describe, expect, it } from 'vitest'
import { createWebhookReceiver, createWebhookRequest, toLogFields } from '../src/index.ts'
import type { WebhookLogFields } from '../src/index.ts'

const SECRET = 'kY3vV0n4cW8zq1xJ5mB7tR2uE6aL9sD-fG_hK0pQwXy'

const PAYMENT = {
  merchantOrderId: 'ORDER_1738112345000',
  paymentOrderId: 'PAY_1738112345000',
  status: 'SUCCEEDED',
  orderAmount: { value: '99.99', currency: 'USD' },
}
const REFUND = { merchantRefundOrderId: 'REFUND_1738112345000', status: 'FAILED' }

async function fieldsOf(body: string, secret = SECRET): Promise<WebhookLogFields | undefined> {
  let fields: WebhookLogFields | undefined
  const receiver = createWebhookReceiver({
    apiSecret: SECRET,
    acknowledge: 'after-handler',
    onEvent: () => {
      throw new Error('the database is down')
    },
    onError: (problem) => void (fields ??= toLogFields(problem)),
  })
  const url = 'https://shop.example/webhook/payment'
  await receiver.fetch(await createWebhookRequest({ url, body }, secret))
  await receiver.idle()
  return fields
}

describe('the fields of a problem', () => {
  it.each([
    [
      'a payment',
      PAYMENT,
      { kind: 'payment', status: 'SUCCEEDED', merchantOrderId: PAYMENT.merchantOrderId },
    ],
    [
      'a refund',
      REFUND,
      {
        kind: 'refund',
        status: 'FAILED',
        merchantRefundOrderId: REFUND.merchantRefundOrderId,
      },
    ],
    [
      'an order in an unknown shape',
      { order: { merchantOrderId: 'ORDER_1' } },
      { kind: 'unknown', merchantOrderId: 'ORDER_1' },
    ],
    [
      'a refund in an unknown shape',
      { refund: REFUND },
      { kind: 'unknown', merchantRefundOrderId: REFUND.merchantRefundOrderId },
    ],
    ['nothing', { notice: 'MAINTENANCE' }, { kind: 'unknown' }],
  ])('name %s', async (_what, data, expected) => {
    const fields = await fieldsOf(JSON.stringify(data))
    expect(fields).toMatchObject({ outcome: 'failed', eventId: expect.any(String), ...expected })
    expect(fields?.reason).toBeUndefined()
  })

  it('say why a webhook was rejected, and name no event', async () => {
    expect(await fieldsOf(JSON.stringify(PAYMENT), 'another-secret')).toMatchObject({
      outcome: 'rejected',
      reason: 'mismatch',
      kind: undefined,
      tried: { secretCount: 1 },
    })
    expect(await fieldsOf('[]')).toMatchObject({ reason: 'malformed-event', tried: undefined })
  })
})
