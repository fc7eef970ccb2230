/**
 * Customers in front of the checkout page: most pay, some pay too little, fail, cancel or walk away.
 * They press the page's buttons in process: the faults are not theirs.
 *
 * @module
 */
import type { Sandbox } from '@paystablecoin/sandbox'
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

/** Decides what a customer will do. */
export function drawHabit(random: Random): readonly Button[] {
  return random.pick(HABITS)
}

/** Goes to the checkout page and does it. */
export async function visitCheckout(
  sandbox: Sandbox,
  checkoutUrl: string,
  habit: readonly Button[],
): Promise<void> {
  for (const button of habit) {
    const response = await sandbox.fetch(`${checkoutUrl}/${button}`, {
      method: 'POST',
      headers: { origin: new URL(checkoutUrl).origin },
      body: new URLSearchParams(),
      redirect: 'manual',
    })
    if (response.status !== 303)
      throw new Error(`the checkout page answered ${response.status} to ${button}`)
  }
}
