/**
 * Webhook bodies with no order behind them, one of each kind, for `trigger`.
 * Signs and sends nothing.
 *
 * @module
 */
import type { Json } from '../provider/provider-data.ts'

/** What a sample is made of. */
export interface SampleFacts {
  readonly id: string
  readonly amount: string
  readonly currency: string
  readonly nowMs: number
}

type MakeSample = (facts: SampleFacts) => Json

/** Every kind of sample. */
export const SAMPLE_EVENTS: Readonly<Record<string, MakeSample>> = {
  'payment.processing': payment('PROCESSING'),
  'payment.succeeded': payment('SUCCEEDED'),
  'payment.underpaid': (facts) => ({
    ...payment('SUCCEEDED')(facts),
    cryptoPaidAmount: { value: '0.01', currency: 'USDT' },
  }),
  'refund.processing': refund('PROCESSING'),
  'refund.succeeded': refund('SUCCEEDED'),
  'refund.failed': refund('FAILED'),
  'refund.closed': refund('CLOSED'),
  'checkout.processing': checkout('PROCESSING', false),
  'checkout.succeeded': checkout('SUCCEEDED', true),
  'checkout.failed': checkout('FAILED', true),
  'checkout.closed': checkout('CLOSED', true),
  unknown: ({ nowMs }) => ({ notice: 'MAINTENANCE', from: isoTime(nowMs) }),
}

const isoTime = (ms: number): string => new Date(ms).toISOString()

function payment(status: string): MakeSample {
  return ({ id, amount, currency, nowMs }) => ({
    acquiringOrderId: `ACQ_${id}`,
    paymentOrderId: `PAY_${id}`,
    merchantOrderId: id,
    status,
    orderAmount: { value: amount, currency },
    cryptoPaymentAmount: { value: amount, currency: 'USDT' },
    cryptoPaidAmount: { value: amount, currency: 'USDT' },
    cryptoPaymentDetail: { paymentMethodType: 'BINANCE_PAY' },
    createdTime: isoTime(nowMs - 60_000),
    paidTime: isoTime(nowMs),
  })
}

function refund(status: string): MakeSample {
  return ({ id, amount, currency, nowMs }) => ({
    merchantRefundOrderId: id,
    acquiringOrderId: `ACQ_${id}`,
    status,
    refundAmount: { value: amount, currency },
    refundReason: 'made by trigger',
    createdTime: isoTime(nowMs - 60_000),
    finishedTime: status === 'PROCESSING' ? null : isoTime(nowMs),
  })
}

function checkout(status: string, finalStatus: boolean): MakeSample {
  return (facts) => ({
    ...payment(status)(facts),
    merchantId: '1000',
    finalStatus,
    depositAddress: 'emulator-tron-made-by-trigger',
    network: 'TRON',
    networkDisplayName: 'TRON (TRC-20)',
    paymentMethodType: 'ON_CHAIN_TRANSFER',
    paymentMethodValue: null,
  })
}
