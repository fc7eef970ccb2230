/**
 * Creates one order or refund, and says what the merchant then believes about it.
 * Must not know what happened at the provider.
 *
 * @module
 */
import { isApiError, isOrderExistsError, isTransportError } from '@paystablecoin/core'
import type {
  Client,
  CreatedOrder,
  CreatedRefund,
  CreateOrderOptions,
  CreateRefundParams,
} from '@paystablecoin/core'
import type { PlannedOrder } from './plan-order.ts'

/**
 * How a creation ended. `exists`: the order already existed, as after a restart. `rejected`: with an `ApiError`. `not-sent`: the
 * connection was refused, so nothing happened. `broken`: in a way that the client does not document.
 */
export type Ending =
  | 'created'
  | 'recovered'
  | 'exists'
  | 'rejected'
  | 'not-sent'
  | 'unknown'
  | 'broken'

/** A creation that ended. */
export interface Placed {
  readonly id: string
  readonly ending: Ending
  readonly checkoutUrl?: string | undefined
  /** When it was last sent, at the latest. */
  readonly lastSentAtMs: number
  /** From when on its absence proves something, where the error said so. */
  readonly absenceProvableAtMs?: number | undefined
  readonly error?: string | undefined
}

/** A creation that ended, and how often its order was sent. */
export interface PlacedWithAttempts extends Placed {
  readonly attempts: number
}

// If the amount could not be queried, the creation is in doubt; another amount is not this order.
const EXISTS: Readonly<Record<string, Ending>> = { true: 'exists', unknown: 'unknown' }

/** Creates an order. Never throws. */
export function placeOrder(
  client: Client,
  order: PlannedOrder,
  now: () => number,
  options: CreateOrderOptions = {},
): Promise<Placed> {
  return place(order.merchantOrderId, now, () => client.orders.create(order, options))
}

/** Creates a refund. Never throws. */
export function placeRefund(
  client: Client,
  refund: CreateRefundParams,
  now: () => number,
): Promise<Placed> {
  return place(refund.merchantRefundOrderId, now, () => client.refunds.create(refund))
}

async function place(
  id: string,
  now: () => number,
  create: () => Promise<CreatedOrder | CreatedRefund>,
): Promise<Placed> {
  try {
    const { outcome, checkoutUrl } = await create()
    const url = typeof checkoutUrl === 'string' ? checkoutUrl : undefined
    return { id, ending: outcome, checkoutUrl: url, lastSentAtMs: now() }
  } catch (error) {
    const { absenceProvableAtMs } = isTransportError(error) ? error : {}
    const ending = endingOf(error)
    return { id, ending, lastSentAtMs: now(), absenceProvableAtMs, error: String(error) }
  }
}

function endingOf(error: unknown): Ending {
  if (isOrderExistsError(error)) return EXISTS[String(error.amountMatches)] ?? 'broken'
  if (isApiError(error)) return 'rejected'
  return isTransportError(error) ? error.outcome : 'broken'
}

/** Whether the merchant knows that the order exists. */
export function isKnownToExist(ending: Ending): boolean {
  return ending === 'created' || ending === 'recovered' || ending === 'exists'
}

/** Whether the merchant knows that nothing was created. */
export function isKnownNotToExist(ending: Ending): boolean {
  return ending === 'rejected' || ending === 'not-sent'
}
