import { describe, expect, it } from 'vitest'
import {
  DEFAULT_TOLERANCE_MS,
  isTimestamp,
  isWithin,
  skewMsOf,
  toTimestamp,
} from '../src/signing/timestamp.ts'

describe('isTimestamp', () => {
  it('takes 13 digits', () => {
    expect(isTimestamp('1738112345000')).toBe(true)
  })

  it.each([
    '',
    '123abc',
    '173811234500',
    '17381123450000',
    '1e12',
    '1.73811234500',
    '-173811234500',
    '+173811234500',
    ' 1738112345000',
    '1738112345000\n',
    '0x17381123450',
    '1738112345000, 1738112345000',
    '١٧٣٨١١٢٣٤٥٠٠٠',
  ])('refuses %j', (text) => {
    expect(isTimestamp(text)).toBe(false)
  })
})

describe('the window', () => {
  it('is five minutes wide both ways, the edges included', () => {
    expect(DEFAULT_TOLERANCE_MS).toBe(300_000)
    for (const skewMs of [-300_000, 0, 300_000]) expect(isWithin(skewMs, 300_000)).toBe(true)
    for (const skewMs of [-300_001, 300_001, NaN]) expect(isWithin(skewMs, 300_000)).toBe(false)
  })

  it('counts the past as positive', () => {
    expect(skewMsOf('1738112345000', 1_738_112_345_007)).toBe(7)
    expect(skewMsOf('1738112345000', 1_738_112_344_993)).toBe(-7)
  })
})

describe('toTimestamp', () => {
  it('cuts fractions off', () => {
    expect(toTimestamp(1_738_112_345_000.9)).toBe('1738112345000')
  })

  it.each([1_738_112_345, NaN, -1, Infinity])(
    'refuses %d, which is no Unix milliseconds',
    (nowMs) => {
      expect(() => toTimestamp(nowMs)).toThrow(/^now must return Unix milliseconds/)
    },
  )
})
