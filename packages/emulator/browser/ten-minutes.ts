/**
 * Ten minutes of a shop in a moment: orders that are polled every five seconds while the emulator's clock is advanced, a
 * webhook that fails early on, a refund, and a call with the wrong secret.
 *
 * @module
 */
import type { Stage } from './stage.ts'
import { BROKEN_WEBHOOK } from './stage.ts'

export const BROKEN_ID = 'ORDER_1738112345901'
export const REFUND_ID = 'REFUND_1738112345901'
export const POLLED_ID = 'ORDER_1738112345902'
const POLLS = 120

/** Plays them. */
export async function playTenMinutes(stage: Stage): Promise<void> {
  const { createOrder, clientOf, running } = stage
  const { emulator } = running
  await createOrder('ORDER_1738112345900', { description: 'Two bags of single-origin beans' })
  await emulator.pay('ORDER_1738112345900')
  await createOrder(BROKEN_ID, { callbackUrl: `${stage.shopUrl}${BROKEN_WEBHOOK}` })
  await emulator.pay(BROKEN_ID, { method: 'ON_CHAIN_TRANSFER-TRON' })
  await createOrder(POLLED_ID)
  await createOrder('ORDER_1738112345903', { orderAmount: { value: '7', currency: 'USD' } })
  await emulator.underpay('ORDER_1738112345903')
  const { acquiringOrderId } = await clientOf().orders.retrieve(BROKEN_ID)
  await clientOf().refunds.create({
    merchantRefundOrderId: REFUND_ID,
    acquiringOrderId: acquiringOrderId ?? BROKEN_ID,
    refundReason: 'The grinder came broken',
    notifyUrl: `${stage.shopUrl}/webhook/refund`,
  })
  for (let poll = 0; poll < POLLS; poll += 1) {
    await emulator.advance(5_000)
    await stage.statusOf(POLLED_ID)
    await stage.statusOf('ORDER_1738112345903')
    await clientOf().orders.retrieve('ORDER_1738112345999').catch(ignoreRefusal)
  }
  await clientOf('the-wrong-secret').orders.retrieve(BROKEN_ID).catch(ignoreRefusal)
}

// The call log is what the tests look at.
function ignoreRefusal(): void {}
