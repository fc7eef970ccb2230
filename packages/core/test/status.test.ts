import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { advanceOrderStatus, isFinalStatus, isKnownStatus } from '../src/payment/status.ts'

const IN_ORDER = ['INIT', 'PROCESSING', 'FAILED', 'CLOSED', 'SUCCEEDED']
const known = fc.constantFrom(...IN_ORDER)
const unknown = fc.constantFrom('REFUNDED', '', 'succeeded', 'toString', '__proto__', 'constructor')

describe('advanceOrderStatus', () => {
  it('takes the greater of two known states', () => {
    fc.assert(
      fc.property(known, known, (a, b) => {
        const greater = IN_ORDER[Math.max(IN_ORDER.indexOf(a), IN_ORDER.indexOf(b))]
        expect(advanceOrderStatus(a, b)).toBe(greater)
      }),
    )
  })

  it('comes to the same state whatever the order and the number of deliveries', () => {
    fc.assert(
      fc.property(
        fc.array(known, { minLength: 1 }),
        fc.infiniteStream(fc.nat()),
        (states, picks) => {
          const shuffled = states.toSorted(() => (picks.next().value % 2 === 0 ? 1 : -1))
          const once = states.reduce(advanceOrderStatus)
          expect(shuffled.reduce(advanceOrderStatus)).toBe(once)
          expect([...states, ...shuffled].reduce(advanceOrderStatus)).toBe(once)
        },
      ),
    )
  })

  it('never moves backwards', () => {
    fc.assert(
      fc.property(known, known, (from, to) => {
        const after = advanceOrderStatus(from, to)
        expect(IN_ORDER.indexOf(after)).toBeGreaterThanOrEqual(IN_ORDER.indexOf(from))
      }),
    )
  })

  it('never puts an unknown state in the place of a known one', () => {
    fc.assert(
      fc.property(known, unknown, (state, other) => {
        expect(advanceOrderStatus(state, other)).toBe(state)
        expect(advanceOrderStatus(other, state)).toBe(state)
      }),
    )
  })

  it('keeps the first of two unknown states', () => {
    expect(advanceOrderStatus('REFUNDED', 'HELD')).toBe('REFUNDED')
  })
})

describe('isFinalStatus', () => {
  it('holds for the three states that the provider does not leave by itself', () => {
    expect(IN_ORDER.filter(isFinalStatus)).toEqual(['FAILED', 'CLOSED', 'SUCCEEDED'])
    expect(isFinalStatus('REFUNDED')).toBe(false)
  })
})

describe('isKnownStatus', () => {
  it('holds for the documented states alone', () => {
    fc.assert(
      fc.property(known, (state) => {
        expect(isKnownStatus(state)).toBe(true)
      }),
    )
    fc.assert(
      fc.property(unknown, (state) => {
        expect(isKnownStatus(state)).toBe(false)
      }),
    )
  })
})
