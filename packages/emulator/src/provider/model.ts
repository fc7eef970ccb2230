/**
 * What the emulator keeps: merchants, orders, refunds. Records are never changed in place.
 * Knows no rules, no HTTP and no clock.
 *
 * @module
 */
import type { Amount, OrderStatus, RefundStatus } from '@paystablecoin/core'

/** A merchant's account. */
export interface Merchant {
  readonly merchantId: string
  readonly name: string
  readonly apiKey: string
  /** The first signs webhooks, any of them verifies requests. */
  readonly apiSecrets: readonly string[]
  /** Whether API Checkout is enabled. */
  readonly apiCheckout: boolean
}

/** What a customer has paid so far. */
export interface Payment {
  readonly paymentOrderId: string
  readonly paid: Amount
  /** One of the values in `payment-methods.ts`. */
  readonly method: string
  readonly paidMs: number
}

/** When an order or refund came into a status. */
export interface StatusChange {
  /** Unix milliseconds on the emulator's clock. */
  readonly atMs: number
  readonly status: OrderStatus | RefundStatus
  /** Why an order is closed. */
  readonly closedBy?: Order['closedBy']
  /** What had been paid by then. */
  readonly paid?: Amount | undefined
}

/** An order. */
export interface Order {
  /** Identifies the order in the checkout page's URL. */
  readonly token: string
  readonly merchant: Merchant
  readonly merchantOrderId: string
  readonly acquiringOrderId: string
  readonly status: OrderStatus
  /** Why it is closed. */
  readonly closedBy?: 'customer' | 'expiry' | undefined
  readonly orderAmount: Amount
  /** What is to be paid, in cryptocurrency. */
  readonly due: Amount
  readonly payment?: Payment | undefined
  /** The methods that the merchant allows; `undefined` for all. */
  readonly methods?: readonly string[] | undefined
  readonly description?: string | undefined
  readonly createdMs: number
  /** What the merchant asked for. */
  readonly expiresMs: number
  /** When it is closed unless it is paid: `expiresMs` on the emulator's own clock. */
  readonly closesMs: number
  readonly returnUrl: string
  readonly callbackUrl?: string | undefined
  readonly checkoutUrl: string
  /** Its statuses so far, the oldest first. */
  readonly changes: readonly StatusChange[]
}

/** A refund of a whole order. */
export interface Refund {
  readonly merchant: Merchant
  readonly merchantRefundOrderId: string
  readonly acquiringOrderId: string
  readonly merchantOrderId: string
  readonly status: RefundStatus
  readonly refundReason: string
  readonly amount: Amount
  readonly createdMs: number
  readonly finishedMs?: number | undefined
  readonly notifyUrl?: string | undefined
  /** Its statuses so far, the oldest first. */
  readonly changes: readonly StatusChange[]
}
