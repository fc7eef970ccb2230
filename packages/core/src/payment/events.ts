/**
 * The types of events: what a webhook or a query tells of an order or a refund.
 * Runs no code; knows nothing of signatures, HTTP or handlers.
 *
 * @module
 */
import type {
  OpenUnion,
  OrderStatus,
  ProviderData,
  RefundStatus,
  WebhookScheme,
} from '../shared/types.ts'

/** How a webhook proved itself. */
export interface WebhookOrigin {
  readonly source: 'webhook'
  /** When the provider signed it: Unix milliseconds, 13 digits. */
  readonly timestamp: string
  /** The scheme that held. */
  readonly scheme: WebhookScheme
  /** Which of several secrets signed it: 0 is the first. Once none is above 0, the old secret can go. */
  readonly secretIndex: number
}

/** An event that was learned by asking the provider. */
export interface QueryOrigin {
  readonly source: 'query'
}

/** Where an event came from. */
export type EventOrigin = WebhookOrigin | QueryOrigin

interface EventFacts {
  /** The deduplication key, made of signed bytes only: equal for every report of the same change. */
  readonly id: string
  /** Whether the provider will not change this status by itself. */
  readonly final: boolean
  /** The text as it was signed, a BOM included; for a query, the answer's data as JSON. */
  readonly rawBody: string
}

/** The fields of a payment. What is `unknown` was not checked: `sameAmount` and `coversAmount` take it as it is. */
export interface PaymentData extends ProviderData {
  readonly merchantOrderId: string
  readonly status: OpenUnion<OrderStatus>
  /** The provider's own id of the order: what a refund names. */
  readonly acquiringOrderId?: string | null | undefined
  readonly paymentOrderId?: string | null | undefined
  /** The price of the order. */
  readonly orderAmount?: unknown
  /** What the customer was expected to pay, in cryptocurrency. */
  readonly cryptoPaymentAmount?: unknown
  /** What the customer did pay. */
  readonly cryptoPaidAmount?: unknown
  readonly cryptoPaymentDetail?: unknown
  readonly createdTime?: unknown
  readonly paidTime?: unknown
}

/** The fields of a refund. */
export interface RefundData extends ProviderData {
  readonly merchantRefundOrderId: string
  readonly status: OpenUnion<RefundStatus>
  readonly acquiringOrderId?: string | null | undefined
}

/** The fields of an API Checkout payment. */
export interface CheckoutData extends PaymentData {
  readonly finalStatus?: unknown
  readonly depositAddress?: unknown
  readonly network?: unknown
}

/** A change of an order's payment. */
export type PaymentEvent = EventFacts &
  EventOrigin & {
    readonly kind: 'payment'
    readonly status: OpenUnion<OrderStatus>
    readonly data: PaymentData
  }

/** A change of a refund. */
export type RefundEvent = EventFacts &
  EventOrigin & {
    readonly kind: 'refund'
    readonly status: OpenUnion<RefundStatus>
    readonly data: RefundData
  }

/** A change of a payment through API Checkout, the provider's other product. */
export type CheckoutEvent = EventFacts &
  EventOrigin & {
    readonly kind: 'checkout'
    readonly status: OpenUnion<OrderStatus>
    readonly data: CheckoutData
  }

/** An order or a refund, by the merchant's own id of it. */
export interface EventSubject {
  /** `payment` for an order, `refund` for a refund: as in events. */
  readonly kind: 'payment' | 'refund'
  /** The `merchantOrderId` or `merchantRefundOrderId`. */
  readonly id: string
}

/** An authentic event of a shape that this version does not know. It is delivered all the same. */
export type UnknownEvent = EventFacts &
  EventOrigin & {
    readonly kind: 'unknown'
    readonly status: string | undefined
    readonly data: ProviderData
    /** The order or refund that it names somewhere, if exactly one: ask the provider what is true of it. */
    readonly subject?: EventSubject | undefined
  }

/** What a handler receives: branch on `kind`. */
export type WebhookEvent = PaymentEvent | RefundEvent | CheckoutEvent | UnknownEvent
