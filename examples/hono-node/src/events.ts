/**
 * Events of payments and refunds, recorded in the orders: from signed webhooks and signed queries, nowhere else.
 * Knows nothing of HTTP.
 *
 * @module
 */
import { checkPayment, sameAmount } from '@paystablecoin/hono'
import type {
  Amount,
  MissingItem,
  PaymentData,
  RefundData,
  WebhookEvent,
} from '@paystablecoin/hono'
import type { OrdersStore, PaymentState } from './orders-store.ts'
import { CURRENCIES } from './products.ts'
import { isId, toLogName } from './shop-order.ts'
import type { ShopOrder } from './shop-order.ts'

/** Records what a webhook or a query says. It may do so twice, or late. */
export async function recordEvent(orders: OrdersStore, event: WebhookEvent): Promise<void> {
  if (event.kind === 'payment' || event.kind === 'checkout') {
    await recordPayment(orders, event.data)
  } else if (event.kind === 'refund') {
    await recordRefund(orders, event.data)
  } else {
    console.warn(`[shop] an authentic event of unknown shape, status ${event.status}: look at it`)
  }
}

async function recordPayment(orders: OrdersStore, payment: PaymentData): Promise<void> {
  const { merchantOrderId, status, acquiringOrderId } = payment
  const order = await orders.find(merchantOrderId)
  if (order === undefined) {
    console.warn(`[shop] a payment for an unknown order: ${merchantOrderId}`)
    return
  }
  const { price } = order
  const state = await orders.recordPayment(merchantOrderId, {
    status,
    paymentCheck: checkPayment(payment, { price, currencies: CURRENCIES }),
    acquiringOrderId: isId(acquiringOrderId) ? acquiringOrderId : null,
    checkoutUrl: toCheckoutUrl(payment['checkoutUrl'], payment.orderAmount, price),
  })
  logChange(order, state)
}

function logChange(order: ShopOrder, state: PaymentState | undefined): void {
  if (state === undefined) {
    console.warn(`[shop] ${toLogName(order)}: a payment in a status that is not known: look at it`)
  } else if (state.status !== order.status || state.paymentCheck !== order.paymentCheck) {
    const money = state.paymentCheck === null ? '' : `, ${state.paymentCheck}`
    console.log(`[shop] ${toLogName(order)}: ${state.status}${money}`)
  }
}

/** Records what the provider says of a refund. */
export async function recordRefund(orders: OrdersStore, refund: RefundData): Promise<void> {
  const { merchantRefundOrderId: id, status } = refund
  const order = await orders.recordRefund(id, status)
  if (order !== undefined) console.log(`[shop] ${toLogName(order)}: refund ${id} ${status}`)
}

// The customer is sent there, so it must be a web page, and that of an order at the shop's price.
function toCheckoutUrl(checkoutUrl: unknown, orderAmount: unknown, price: Amount): string | null {
  if (typeof checkoutUrl !== 'string' || !URL.canParse(checkoutUrl)) return null
  const { protocol, href } = new URL(checkoutUrl)
  return /^https?:$/.test(protocol) && sameAmount(orderAmount, price) ? href : null
}

/**
 * Records that the provider does not know an order or a refund. That is final only when its creation can no longer arrive;
 * until then the next round queries again. Of what it knew before, as an emulator that was reset, it is said once.
 */
export function createMissingRecorder(orders: OrdersStore): (item: MissingItem) => Promise<void> {
  const told = new Set<string>()
  return async ({ kind, id, lastSentAtMs, absenceProven }) => {
    if (lastSentAtMs === undefined) {
      if (!told.has(id)) {
        console.warn(`[shop] PayStablecoin knew this ${kind}, and now it does not: ${id}`)
      }
      told.add(id)
    } else if (absenceProven && kind === 'payment') {
      await orders.recordNotCreated(id)
    } else if (absenceProven) {
      await orders.recordRefundNotCreated(id)
    }
  }
}
