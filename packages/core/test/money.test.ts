import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Amount } from '../src/index.ts'
import { coversAmount, isAmount, isDecimal, isPositive, sameAmount } from '../src/payment/money.ts'

const digits = fc.stringMatching(/^[0-9]{1,20}$/)
const whole = fc.oneof(fc.constant('0'), fc.stringMatching(/^[1-9][0-9]{0,20}$/))
const decimal = fc.oneof(
  whole,
  fc.tuple(whole, digits).map((parts) => parts.join('.')),
)

interface Rational {
  readonly numerator: bigint
  readonly denominator: bigint
}

// Written apart from the code under test: a fraction, compared by cross-multiplication.
function toRational(text: string): Rational {
  const [integer = '', fraction = ''] = text.split('.')
  return { numerator: BigInt(integer + fraction), denominator: 10n ** BigInt(fraction.length) }
}

function compare(a: string, b: string): bigint {
  const [left, right] = [toRational(a), toRational(b)]
  return left.numerator * right.denominator - right.numerator * left.denominator
}

const usd = (value: unknown): unknown => ({ value, currency: 'USD' })

describe('isDecimal', () => {
  it('takes plain decimals', () => {
    fc.assert(
      fc.property(decimal, (text) => {
        expect(isDecimal(text)).toBe(true)
      }),
    )
  })

  it('takes up to 64 characters', () => {
    expect(isDecimal('1'.repeat(64))).toBe(true)
    expect(isDecimal(`0.${'1'.repeat(62)}`)).toBe(true)
  })

  it.each([
    '',
    '.5',
    '5.',
    '-1',
    '+1',
    '01',
    '00.1',
    '1e3',
    '1,5',
    ' 1',
    '1\n',
    '0x1',
    'NaN',
    '1'.repeat(65),
    1,
    null,
    undefined,
  ])('refuses %j', (value) => {
    expect(isDecimal(value)).toBe(false)
  })
})

describe('isAmount', () => {
  it.each([
    null,
    undefined,
    '1',
    5,
    {},
    { value: '1' },
    { currency: 'USD' },
    { value: 1, currency: 'USD' },
    { value: '1', currency: 1 },
  ])('refuses %j', (value) => {
    expect(isAmount(value)).toBe(false)
  })

  it('takes a decimal string with a currency', () => {
    expect(isAmount({ value: '99.99', currency: 'USD' })).toBe(true)
  })
})

describe('isPositive', () => {
  it('agrees with exact arithmetic', () => {
    fc.assert(
      fc.property(decimal, (text) => {
        expect(isPositive(text)).toBe(toRational(text).numerator > 0n)
      }),
    )
  })
})

describe('coversAmount', () => {
  it.each(['0', '0.00'])('covers nothing when %s is due', (due) => {
    expect(coversAmount({ value: '0', currency: 'USDT' }, { value: due, currency: 'USDT' })).toBe(
      false,
    )
    expect(coversAmount({ value: '5', currency: 'USDT' }, { value: due, currency: 'USDT' })).toBe(
      false,
    )
  })
})

describe('sameAmount and coversAmount', () => {
  it('agree with exact arithmetic', () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        expect(sameAmount(usd(a), usd(b))).toBe(compare(a, b) === 0n)
        expect(coversAmount(usd(a), usd(b))).toBe(isPositive(b) && compare(a, b) >= 0n)
      }),
    )
  })

  it('do not care for zeros at the end', () => {
    fc.assert(
      fc.property(whole, digits, fc.nat({ max: 10 }), (integer, fraction, zeros) => {
        const amount = `${integer}.${fraction}`
        expect(sameAmount(usd(amount), usd(amount + '0'.repeat(zeros)))).toBe(true)
      }),
    )
  })

  it('never hold across currencies', () => {
    const dollars = { value: '1', currency: 'USD' }
    const tethers = { value: '1', currency: 'USDT' }
    expect(sameAmount(dollars, tethers)).toBe(false)
    expect(coversAmount(dollars, tethers)).toBe(false)
    expect(coversAmount({ ...dollars, currency: 'usd' }, dollars)).toBe(false)
  })

  it('never hold for what is no amount, not even for two missing fields', () => {
    for (const nothing of [undefined, null, '1', usd('-1'), usd('1e3'), {}, []]) {
      expect(sameAmount(nothing, nothing)).toBe(false)
      expect(coversAmount(nothing, nothing)).toBe(false)
      expect(coversAmount(usd('1'), nothing)).toBe(false)
    }
  })

  it('never hold for a number of the provider', () => {
    expect(sameAmount(usd(1), usd('1'))).toBe(false)
    expect(coversAmount(1, usd('1'))).toBe(false)
  })

  const mistake = /^an amount must be \{ value: '9\.99', currency: 'USD' \}/

  it.each<[string, unknown]>([
    ['a bigint', 10n],
    ['a decimal object', { toFixed: () => '10.00' }],
    ['an amount with a decimal object', usd({ toFixed: () => '10.00' })],
  ])("throw for %s as the shop's own amount", (_name, own) => {
    expect(() => sameAmount(usd('10'), own)).toThrow(mistake)
    expect(() => coversAmount(usd('10'), own)).toThrow(mistake)
    expect(() => coversAmount(undefined, own)).toThrow(TypeError)
  })

  it.each<[string, unknown]>([
    ['a number', 10],
    ['not a number', Number.NaN],
    ['an amount with a number', usd(10)],
  ])("throw for %s as the shop's own price, and do not hold where it is due", (_name, own) => {
    expect(() => sameAmount(usd('10'), own)).toThrow(mistake)
    expect(coversAmount(usd('10'), own)).toBe(false)
  })

  it("do not compile with what is known to be no amount as the shop's own", () => {
    const decimal = { toFixed: () => '10.00' }
    // @ts-expect-error -- a number
    expect(() => sameAmount(usd('10'), 10)).toThrow(TypeError)
    // @ts-expect-error -- a number
    expect(coversAmount(usd('10'), 10)).toBe(false)
    // @ts-expect-error -- a decimal object
    expect(() => coversAmount(usd('10'), decimal)).toThrow(TypeError)
    // @ts-expect-error -- a number inside
    expect(() => sameAmount(usd('10'), { value: 10, currency: 'USD' })).toThrow(TypeError)
    // @ts-expect-error -- a text
    expect(sameAmount(usd('10'), '10')).toBe(false)
  })

  it('compile with an amount, a missing one, and what nobody has checked', () => {
    const own: Amount | null | undefined = { value: '10', currency: 'USD' }
    const literal = sameAmount(usd('10'), { value: '10', currency: 'USD' })
    const unchecked: unknown = own
    expect([literal, sameAmount(own, own), coversAmount(own, unchecked)]).toEqual([
      true,
      true,
      true,
    ])
    expect([sameAmount(own, undefined), coversAmount(own, null)]).toEqual([false, false])
  })

  it('see one unit in the twentieth decimal', () => {
    const due = usd('10.00000000000000000001')
    expect(coversAmount(usd('10'), due)).toBe(false)
    expect(coversAmount(usd('10.00000000000000000001'), due)).toBe(true)
    expect(coversAmount(usd('10.00000000000000000002'), due)).toBe(true)
  })
})
