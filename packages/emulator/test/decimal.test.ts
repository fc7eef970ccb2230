/**
 * Exact sums on decimal strings.
 *
 * @module
 */
import { describe, expect, test } from 'vitest'
import {
  addDecimals,
  compareDecimals,
  countDecimals,
  isDecimal,
  percentOf,
  subtractDecimals,
  formatDecimal,
} from '../src/shared/decimal.ts'

test.each([
  ['0.1', '0.2', '0.3'],
  ['99.99', '0.01', '100.00'],
  ['12345678901234567890', '0.000001', '12345678901234567890.000001'],
  ['-1.5', '0.50', '-1.00'],
])('%s + %s is %s, and back', (a, b, sum) => {
  expect(addDecimals(a, b)).toBe(sum)
  expect(compareDecimals(subtractDecimals(sum, b), a)).toBe(0)
})

test.each([
  ['1.0', '1', 0],
  ['0.9', '0.10', 1],
  ['9007199254740993', '9007199254740992', 1],
  ['-1', '0', -1],
])('%s compared with %s is %i', (a, b, sign) => {
  expect(compareDecimals(a, b)).toBe(sign)
  expect(compareDecimals(b, a)).toBe(sign === 0 ? 0 : -sign)
})

test.each([
  ['99.90', '89.910000'],
  ['0.01', '0.009000'],
  ['0.000001', '0.000000'],
])('90 per cent of %s is %s', (value, part) => {
  expect(percentOf(value, 90)).toBe(part)
})

test.each([
  ['1.850000', '1.85'],
  ['1.900000', '1.90'],
  ['100.000000', '100.00'],
  ['0.009000', '0.009'],
  ['0.000001', '0.000001'],
  ['18.50', '18.50'],
  ['18.5', '18.50'],
  ['1000', '1000.00'],
])('%s is shown as %s', (text, trimmed) => {
  expect(formatDecimal(text)).toBe(trimmed)
})

describe('a plain decimal', () => {
  test.each(['0', '1.50', '-2', '0.000001'])('%s is one', (text) => {
    expect(isDecimal(text)).toBe(true)
  })
  test.each(['', '.5', '5.', '1e3', '+1', '1,5', ' 1', 'NaN', '1'.repeat(41)])(
    '%j is none',
    (text) => {
      expect(isDecimal(text)).toBe(false)
    },
  )
  test('knows its digits after the point', () => {
    expect([countDecimals('1'), countDecimals('1.500')]).toEqual([0, 3])
  })
})
