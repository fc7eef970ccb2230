/**
 * Customers on the checkout page: most pay, some pay too little, fail, cancel or leave.
 * They press the page's buttons in process, where no fault hits them.
 *
 * @module
 */
import type { Emulator } from '@paystablecoin/emulator'
import type { Random } from '../support/random.ts'

type Button = 'pay' | 'pay-too-little' | 'fail' | 'cancel'

/** The buttons that a customer presses, one after the other. */
const HABITS: readonly (readonly Button[])[] = [
  ...Array.from({ length: 13 }, (): readonly Button[] => ['pay']),
  ['pay-too-little', 'pay'],
  ['pay-too-little', 'pay'],
  ['pay-too-little'],
  ['pay', 'fail'],
  ['fail'],
  ['cancel'],
  [],
]

/** Draws what a customer will do. */
export function drawHabit(random: Random): readonly Button[] {
  return random.pick(HABITS)
}

/** Does it on the checkout page. */
export async function visitCheckout(
  emulator: Emulator,
  checkoutUrl: string,
  habit: readonly Button[],
): Promise<void> {
  for (const button of habit) {
    const response = await emulator.fetch(`${checkoutUrl}/${button}`, {
      method: 'POST',
      headers: { origin: new URL(checkoutUrl).origin },
      body: new URLSearchParams(),
      redirect: 'manual',
    })
    if (response.status !== 303)
      throw new Error(`the checkout page answered ${response.status} to ${button}`)
  }
}
