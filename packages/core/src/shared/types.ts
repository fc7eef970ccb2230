/**
 * The public shapes that several files share: money, bodies, headers, statuses, orders and refunds.
 * Knows no rule of the protocol and runs no code.
 *
 * @module
 */

/** One secret, or several during a rotation: the first signs, any of them verifies. */
export type ApiSecret = string | readonly string[]

/** What is signed or verified. A string stands for its UTF-8 bytes. */
export type RawBody = string | Uint8Array

/** A `Headers` object, or the record that Node's servers hand out. */
export type HeadersLike = Headers | Readonly<Record<string, string | readonly string[] | undefined>>

/** Which of the provider's two documented webhook schemes a webhook is signed in. */
export type WebhookScheme = 'request' | 'body'

/** Starts a timer and returns the function that cancels it. */
export type StartTimer = (run: () => void, delayMs: number) => () => void

/**
 * Reads the clock.
 *
 * @returns Unix milliseconds.
 */
export type Now = () => number

/** Time as a client, a receiver or a reconciler sees it: for tests and emulators. */
export interface Clock {
  /** Reads the time: Unix milliseconds. */
  readonly now: Now
  /** Starts a timer and returns the function that cancels it. */
  readonly startTimer: StartTimer
}

/** A sum of money. `value` is a plain decimal string such as `"99.99"`: never a float. */
export interface Amount {
  readonly value: string
  readonly currency: string
}

/** A value that the provider documents, or another that it may add later. */
export type OpenUnion<Known extends string> = Known | (string & {})

/** The states of an order, as documented. */
export type OrderStatus = 'INIT' | 'PROCESSING' | 'SUCCEEDED' | 'FAILED' | 'CLOSED'

/** The states of a refund, as documented. */
export type RefundStatus = 'PROCESSING' | 'SUCCEEDED' | 'FAILED' | 'CLOSED'

/** An object as the provider sent it. Fields that the documents do not name stay visible. */
export interface ProviderData {
  readonly [field: string]: unknown
}

/**
 * An order as `orders.retrieve` returns it. `status` and the ids were checked; the documents leave the other fields open,
 * so they are `unknown`: `sameAmount` and `coversAmount` take them as they are.
 */
export interface Order extends ProviderData {
  readonly status: OpenUnion<OrderStatus>
  readonly merchantOrderId?: string | null | undefined
  /** The provider's own id of the order: what a refund names. */
  readonly acquiringOrderId?: string | null | undefined
  readonly orderAmount?: unknown
  readonly checkoutUrl?: unknown
}

/** A refund as `refunds.create` and `refunds.retrieve` return it. */
export interface Refund extends ProviderData {
  readonly status: OpenUnion<RefundStatus>
  readonly merchantRefundOrderId?: string | null | undefined
  readonly acquiringOrderId?: string | null | undefined
}

/** How a creation succeeded: by its answer, or found by a query after the answer was lost. */
export type CreationOutcome = 'created' | 'recovered'

/** What `orders.create` returns: send the customer to `checkoutUrl`. */
export interface CreatedOrder extends ProviderData {
  readonly checkoutUrl: string
  readonly outcome: CreationOutcome
}

/** What `refunds.create` returns. The refund goes on: wait for its webhook, or query it. */
export interface CreatedRefund extends Refund {
  readonly outcome: CreationOutcome
}
