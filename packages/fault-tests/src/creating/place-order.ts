/**
 * Creating one order, and what the merchant then believes of it.
 * Knows nothing of what is true at the provider.
 *
 * @module
 */
import { isApiError, isOrderExistsError, isTransportError } from '@paystablecoin/core'
import type { Client, CreateOrderOptions } from '@paystablecoin/core'
import type { PlannedOrder } from './plan-order.ts'

/**
 * How a creation ended. `exists`: the order was there before, as after a restart. `not-sent`: the provider's address refused, so
 * nothing happened. `broken`: in a way that the client does not document.
 */
export type Ending =
  | 'created'
  | 'recovered'
  | 'exists'
  | 'refused'
  | 'not-sent'
  | 'unknown'
  | 'broken'

/** A creation that ended. */
export interface Placed {
  readonly id: string
  readonly ending: Ending
  readonly checkoutUrl?: string | undefined
  /** When it was sent at the latest. */
  readonly lastSentAtMs: number
  readonly error?: string | undefined
}

/** A creation that ended, and how often its order was sent. */
export interface PlacedWithAttempts extends Placed {
  readonly attempts: number
}

// One whose amount could not be asked for is in doubt until it is; one with another amount nobody asked for.
const EXISTS: Readonly<Record<string, Ending>> = { true: 'exists', unknown: 'unknown' }

/** Creates an order. Never throws. */
export async function placeOrder(
  client: Client,
  order: PlannedOrder,
  now: () => number,
  options: CreateOrderOptions = {},
): Promise<Placed> {
  const id = order.merchantOrderId
  try {
    const { outcome, checkoutUrl } = await client.orders.create(order, options)
    return { id, ending: outcome, checkoutUrl, lastSentAtMs: now() }
  } catch (error) {
    return { id, ending: endingOf(error), lastSentAtMs: now(), error: String(error) }
  }
}

function endingOf(error: unknown): Ending {
  if (isOrderExistsError(error)) return EXISTS[String(error.amountMatches)] ?? 'broken'
  if (isApiError(error)) return 'refused'
  return isTransportError(error) ? error.outcome : 'broken'
}

/** Whether the merchant knows that the order exists. */
export function isKnownToExist(ending: Ending): boolean {
  return ending === 'created' || ending === 'recovered' || ending === 'exists'
}

/** Whether the merchant knows that nothing was created. */
export function isKnownNotToExist(ending: Ending): boolean {
  return ending === 'refused' || ending === 'not-sent'
}
