/**
 * The bodies of webhooks as the provider sends them, one of each kind, with no order behind them.
 * Signs and sends nothing.
 *
 * @module
 */
import { isAmount } from '@paystablecoin/core'
import type { Json } from '../provider/provider-data.ts'

/** Every sample: the kind that a handler hears, and what happened. */
export type SampleEventName =
  | 'payment.processing'
  | 'payment.succeeded'
  | 'payment.underpaid'
  | 'payment.failed'
  | 'payment.closed'
  | 'refund.processing'
  | 'refund.succeeded'
  | 'refund.failed'
  | 'refund.closed'
  | 'checkout.processing'
  | 'checkout.succeeded'
  | 'checkout.failed'
  | 'checkout.closed'
  | 'unknown.notice'
  | 'unknown.order'

/** Makes a webhook's body. `fields` replace those of the sample; the provider's own ids follow the id of the order. */
export type SampleEvent = (fields?: Readonly<Record<string, unknown>>) => string

/**
 * The bodies of webhooks as the provider sends them, for tests of your own handler: sign one with `createWebhookRequest`.
 *
 * The part of a name before the dot is the `kind` that your handler hears. Of Hosted Payments the provider sends
 * `payment.processing` and `payment.succeeded`; an underpaid one is a `SUCCEEDED` that says how little was paid. That an order
 * failed or was closed no webhook is documented to tell: your handler should survive `payment.failed` and `payment.closed`.
 * `unknown.notice` is about no order, `unknown.order` names one in a shape of its own.
 *
 * Amounts follow `orderAmount`; times lie in the last minute.
 *
 * @example
 * ```ts
 * import { createWebhookReceiver } from '@paystablecoin/core'
 * import { createWebhookRequest, EMULATOR_MERCHANT, sampleEvents } from '@paystablecoin/emulator'
 *
 * const receiver = createWebhookReceiver({
 *   ...EMULATOR_MERCHANT,
 *   onEvent: (event) => console.log(event.kind, event.status), // payment SUCCEEDED
 * })
 * const url = 'https://shop.example/webhook/payment'
 * const body = sampleEvents['payment.succeeded']({ merchantOrderId: 'ORDER_1738112345000' })
 * await receiver.fetch(await createWebhookRequest({ url, body }, EMULATOR_MERCHANT.apiSecret))
 * ```
 */
export const sampleEvents: Readonly<Record<SampleEventName, SampleEvent>> = {
  'payment.processing': toSample(payment('PROCESSING')),
  'payment.succeeded': toSample(payment('SUCCEEDED')),
  'payment.underpaid': toSample((fields) => ({
    ...payment('SUCCEEDED')(fields),
    cryptoPaidAmount: { value: '0.01', currency: 'USDT' },
  })),
  'payment.failed': toSample(payment('FAILED')),
  'payment.closed': toSample(payment('CLOSED')),
  'refund.processing': toSample(refund('PROCESSING')),
  'refund.succeeded': toSample(refund('SUCCEEDED')),
  'refund.failed': toSample(refund('FAILED')),
  'refund.closed': toSample(refund('CLOSED')),
  'checkout.processing': toSample(checkout('PROCESSING', false)),
  'checkout.succeeded': toSample(checkout('SUCCEEDED', true)),
  'checkout.failed': toSample(checkout('FAILED', true)),
  'checkout.closed': toSample(checkout('CLOSED', true)),
  'unknown.notice': toSample(() => ({ notice: 'MAINTENANCE', window: { hours: 2 } })),
  'unknown.order': toSample(({ merchantOrderId = ORDER_ID }) => ({
    event: 'ORDER_UPDATED',
    order: { merchantOrderId },
  })),
}

type MakeData = (fields: Json) => Json

const ORDER_ID = 'ORDER_1738112345000'
const REFUND_ID = 'REFUND_1738112345000'
const PRICE = { value: '99.99', currency: 'USD' }

// A sample must not lie in the future of whoever reads it, whose clock may be a little behind.
const PAID_MS_AGO = 2_000
const CREATED_MS_AGO = 60_000

function toSample(makeData: MakeData): SampleEvent {
  return (fields = {}) => JSON.stringify({ ...makeData(fields), ...fields })
}

function payment(status: string): MakeData {
  return ({ merchantOrderId = ORDER_ID, orderAmount = PRICE }) => {
    const price = isAmount(orderAmount) ? orderAmount : PRICE
    const cryptoAmount = { ...price, currency: 'USDT' }
    return {
      acquiringOrderId: `ACQ_${String(merchantOrderId)}`,
      paymentOrderId: `PAY_${String(merchantOrderId)}`,
      merchantOrderId,
      status,
      orderAmount,
      cryptoPaymentAmount: cryptoAmount,
      cryptoPaidAmount: cryptoAmount,
      cryptoPaymentDetail: { paymentMethodType: 'BINANCE_PAY' },
      createdTime: timeAgo(CREATED_MS_AGO),
      paidTime: timeAgo(PAID_MS_AGO),
    }
  }
}

function refund(status: string): MakeData {
  return () => ({
    merchantRefundOrderId: REFUND_ID,
    acquiringOrderId: `ACQ_${ORDER_ID}`,
    status,
    refundAmount: { ...PRICE, currency: 'USDT' },
    refundReason: 'the customer changed their mind',
    createdTime: timeAgo(CREATED_MS_AGO),
    finishedTime: status === 'PROCESSING' ? null : timeAgo(PAID_MS_AGO),
  })
}

function checkout(status: string, finalStatus: boolean): MakeData {
  return (fields) => ({
    ...payment(status)(fields),
    merchantId: '1000',
    finalStatus,
    depositAddress: 'emulator-tron-sample',
    network: 'TRON',
    networkDisplayName: 'TRON (TRC-20)',
    paymentMethodType: 'ON_CHAIN_TRANSFER',
    paymentMethodValue: null,
  })
}

function timeAgo(ms: number): string {
  return new Date(Date.now() - ms).toISOString()
}
