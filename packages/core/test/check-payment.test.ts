import { describe, expect, it } from 'vitest'
import { checkPayment } from '../src/payment/check-payment.ts'

const EXPECTED = { price: { value: '4.50', currency: 'USD' }, currencies: ['USDT', 'USDC'] }

const usdt = (value: unknown) => ({ value, currency: 'USDT' })

const PAID = {
  orderAmount: { value: '4.5', currency: 'USD' },
  cryptoPaymentAmount: usdt('4.51'),
  cryptoPaidAmount: usdt('4.51'),
}

const check = (changes: object) => checkPayment({ ...PAID, ...changes }, EXPECTED)

describe('checkPayment', () => {
  it.each([
    ['what was due', {}],
    ['more than was due', { cryptoPaidAmount: usdt('5') }],
    [
      'another of the currencies that are taken',
      {
        cryptoPaymentAmount: { value: '4.51', currency: 'USDC' },
        cryptoPaidAmount: { value: '4.51', currency: 'USDC' },
      },
    ],
  ])('finds a payment of %s covered', (_name, changes) => {
    expect(check(changes)).toBe('covered')
  })

  it.each([
    ['less than was due', usdt('4.5099999999999999')],
    ['nothing', usdt('0')],
  ])('finds a payment of %s underpaid', (_name, cryptoPaidAmount) => {
    expect(check({ cryptoPaidAmount })).toBe('underpaid')
  })

  it.each([
    ['of another price', { orderAmount: { value: '0.45', currency: 'USD' } }],
    ['of a price in another currency', { orderAmount: { value: '4.50', currency: 'USDT' } }],
    ['of no price', { orderAmount: undefined }],
    [
      'in a currency that is not taken',
      {
        cryptoPaymentAmount: { value: '4.51', currency: 'SHIB' },
        cryptoPaidAmount: { value: '4.51', currency: 'SHIB' },
      },
    ],
    [
      'of too little in a currency that is not taken',
      {
        cryptoPaymentAmount: { value: '4.51', currency: 'SHIB' },
        cryptoPaidAmount: { value: '1', currency: 'SHIB' },
      },
    ],
    ['in another currency than was due', { cryptoPaidAmount: { value: '9', currency: 'USDC' } }],
    ['of which nothing was due', { cryptoPaymentAmount: usdt('0'), cryptoPaidAmount: usdt('0') }],
    ['that does not say what was due', { cryptoPaymentAmount: null }],
    ['that does not say what was paid', { cryptoPaidAmount: undefined }],
    ['of a sum that is a number', { cryptoPaidAmount: usdt(4.51) }],
  ])('leaves a payment %s to a person', (_name, changes) => {
    expect(check(changes)).toBe('needs-review')
  })
})
