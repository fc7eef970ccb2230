/**
 * What the sandbox keeps: merchants, orders, refunds. Records are never changed in place.
 * Knows no rules, no HTTP and no clock.
 *
 * @module
 */

/** A sum of money: a plain decimal string and a currency. */
export interface Money {
  readonly value: string
  readonly currency: string
}

/** The states of an order. */
export type OrderState = 'INIT' | 'PROCESSING' | 'SUCCEEDED' | 'FAILED' | 'CLOSED'

/** The states of a refund. */
export type RefundState = 'PROCESSING' | 'SUCCEEDED' | 'FAILED' | 'CLOSED'

/** A merchant's account. */
export interface Merchant {
  readonly merchantId: string
  readonly name: string
  readonly apiKey: string
  /** The first signs webhooks, any of them verifies requests. */
  readonly apiSecrets: readonly string[]
}

/** What a customer has paid so far. */
export interface Payment {
  readonly paymentOrderId: string
  readonly paid: Money
  /** One of the values in `payment-methods.ts`. */
  readonly method: string
  readonly paidMs: number
}

/** An order. */
export interface Order {
  /** What stands in the checkout page's address. */
  readonly token: string
  readonly merchant: Merchant
  readonly merchantOrderId: string
  readonly acquiringOrderId: string
  readonly status: OrderState
  /** Why it is closed. */
  readonly closedBy?: 'customer' | 'expiry' | undefined
  readonly orderAmount: Money
  /** What is to be paid, in cryptocurrency. */
  readonly due: Money
  readonly payment?: Payment | undefined
  /** The methods that the merchant allows; `undefined` for all. */
  readonly methods?: readonly string[] | undefined
  readonly description?: string | undefined
  readonly createdMs: number
  readonly expiresMs: number
  readonly returnUrl: string
  readonly callbackUrl?: string | undefined
  readonly checkoutUrl: string
}

/** A refund of a whole order. */
export interface Refund {
  readonly merchant: Merchant
  readonly merchantRefundOrderId: string
  readonly acquiringOrderId: string
  readonly merchantOrderId: string
  readonly status: RefundState
  readonly refundReason: string
  readonly amount: Money
  readonly createdMs: number
  readonly finishedMs?: number | undefined
  readonly notifyUrl?: string | undefined
}

/** Whether nothing will change this status by itself. */
export function isFinal(status: OrderState | RefundState): boolean {
  return status !== 'INIT' && status !== 'PROCESSING'
}
