/**
 * What must hold after a mix of faults: the limits, and that what merchants believe is in the provider's books.
 *
 * @module
 */
import type { Emulator } from '@paystablecoin/emulator'
import { isKnownNotToExist, isKnownToExist } from '../creating/place-order.ts'
import { countCreations } from '../provider/truth.ts'
import { countEach } from '../support/print.ts'
import type { Checks } from '../support/print.ts'
import type { Creation } from './merchant.ts'
import type { Limits, Mix } from './mixes.ts'

/** What happened under a mix. */
export interface MixResult {
  readonly mix: Mix
  readonly limits: Limits
  readonly emulator: Emulator
  readonly creations: readonly Creation[]
  /** Refused, though the provider had no reason of its own. */
  readonly refused: readonly Creation[]
  readonly unknownOrders: number
  readonly unknownRefunds: number
  /** What is still in doubt at the end. */
  readonly doubts: readonly string[]
  readonly absent: readonly string[]
  readonly effects: readonly string[]
  readonly sentAgain: readonly string[]
}

/** Checks a mix. */
export function checkMix(result: MixResult, { expect, expectNone }: Checks): void {
  const { mix, limits, refused, unknownOrders, unknownRefunds, creations, effects } = result
  const books = countCreations(result.emulator)
  const exists = (id: string): boolean => books.has(id)
  const when = (fact: string): string => `when ${mix.name}, ${fact}`

  expect(when('few are refused without a reason'), refused.length <= limits.refused)
  expect(when('few orders end unknown'), unknownOrders <= limits.unknownOrders)
  expect(when('few refunds end unknown'), unknownRefunds <= limits.unknownRefunds)
  expectNone(
    when('what is said to exist exists, and what is said to be refused or not sent does not'),
    creations.filter(
      ({ id, ending }) =>
        ending === 'broken' ||
        (isKnownToExist(ending) && !exists(id)) ||
        (isKnownNotToExist(ending) && exists(id)),
    ),
  )
  expectNone(
    when("no order of the merchant's own is taken for another's"),
    creations.filter(({ ending }) => ending === 'exists'),
  )
  expectNone(when('nothing that was proven absent exists'), result.absent.filter(exists))
  expectNone(when('every doubt ends'), result.doubts)
  expectNone(
    when('nothing is created twice'),
    [...books].filter(([, count]) => count > 1),
  )
  expectNone(when('no refund is sent again that may have taken effect'), result.sentAgain)
  expectNone(
    when("each effect happens once, by the merchant's own ids"),
    countEach(effects).filter(([, count]) => count > 1),
  )
}
