/**
 * Verified text, or the answer to a query, as a typed event. A shape that is not known survives as `unknown`.
 * Knows nothing of signatures, HTTP or handlers.
 *
 * @module
 */
import type {
  OpenUnion,
  Order,
  OrderStatus,
  ProviderData,
  Refund,
  RefundStatus,
  WebhookScheme,
} from '../shared/types.ts'
import { isAmount } from './money.ts'
import { isFinalStatus } from './status.ts'

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
  /** The deduplication key, made of signed bytes only: equal for every delivery of the same news. */
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

/** News of an order's payment. */
export type PaymentEvent = EventFacts &
  EventOrigin & {
    readonly kind: 'payment'
    readonly status: OpenUnion<OrderStatus>
    readonly data: PaymentData
  }

/** News of a refund. */
export type RefundEvent = EventFacts &
  EventOrigin & {
    readonly kind: 'refund'
    readonly status: OpenUnion<RefundStatus>
    readonly data: RefundData
  }

/** News of a payment through API Checkout, the provider's other product. */
export type CheckoutEvent = EventFacts &
  EventOrigin & {
    readonly kind: 'checkout'
    readonly status: OpenUnion<OrderStatus>
    readonly data: CheckoutData
  }

/** Authentic news of a shape that this version does not know. It is delivered all the same. */
export type UnknownEvent = EventFacts &
  EventOrigin & {
    readonly kind: 'unknown'
    readonly status: string | undefined
    readonly data: ProviderData
  }

/** What a handler receives: branch on `kind`. */
export type WebhookEvent = PaymentEvent | RefundEvent | CheckoutEvent | UnknownEvent

/** The JSON object in a verified text; `undefined` when it is none. */
export function parseEventData(rawBody: string): ProviderData | undefined {
  try {
    const parsed: unknown = JSON.parse(rawBody.startsWith('\uFEFF') ? rawBody.slice(1) : rawBody)
    return isRecord(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is ProviderData {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The typed event in a webhook's object; `undefined` for a shape that is not known. A refund is looked for first. */
export function parseEvent(
  data: ProviderData,
  rawBody: string,
  origin: WebhookOrigin,
): PaymentEvent | RefundEvent | CheckoutEvent | undefined {
  if (isRefundData(data)) return refundEvent(data, rawBody, origin)
  if (hasRefundField(data) || !isPaymentData(data)) return undefined
  const isCheckout = isCheckoutData(data)
  if (!isCheckout && !(isNonEmptyString(data.paymentOrderId) && isAmount(data.orderAmount)))
    return undefined
  const kind = isCheckout ? 'checkout' : 'payment'
  const { status } = data
  const final = isFinalStatus(status)
  const { source, timestamp, scheme, secretIndex } = origin
  return {
    kind,
    id: paymentKey(kind, data, final),
    status,
    final,
    data,
    rawBody,
    source,
    timestamp,
    scheme,
    secretIndex,
  }
}

function refundEvent(data: RefundData, rawBody: string, origin: EventOrigin): RefundEvent {
  const { merchantRefundOrderId, status } = data
  const id = JSON.stringify(['refund', merchantRefundOrderId, status])
  return { kind: 'refund', id, status, final: isFinalStatus(status), data, rawBody, ...origin }
}

/** The event of a shape that is not known; its key is the hash of its bytes. */
export function unknownEvent(
  data: ProviderData,
  rawBody: string,
  origin: EventOrigin,
  bodyHash: string,
): UnknownEvent {
  const status = typeof data['status'] === 'string' ? data['status'] : undefined
  const id = JSON.stringify(['unknown', bodyHash])
  const final = status !== undefined && isFinalStatus(status)
  return { kind: 'unknown', id, status, final, data, rawBody, ...origin }
}

/** The event that a queried order amounts to: the same key as the webhook that tells the same. */
export function eventFromOrder(merchantOrderId: string, order: Order): PaymentEvent {
  const data: PaymentData = { ...order, merchantOrderId }
  const final = isFinalStatus(data.status)
  return {
    kind: 'payment',
    id: paymentKey('payment', data, final),
    status: data.status,
    final,
    data,
    rawBody: JSON.stringify(order),
    source: 'query',
  }
}

/** The event that a queried refund amounts to: the same key as the webhook that tells the same. */
export function eventFromRefund(merchantRefundOrderId: string, refund: Refund): RefundEvent {
  const data: RefundData = { ...refund, merchantRefundOrderId }
  return refundEvent(data, JSON.stringify(refund), { source: 'query' })
}

// While an order is not final, another payment or a top-up is news of its own.
function paymentKey(kind: 'payment' | 'checkout', data: PaymentData, final: boolean): string {
  const { merchantOrderId, status, paymentOrderId, cryptoPaidAmount } = data
  const key = `["${kind}",${quote(merchantOrderId)},`
  // What is final is one of three words, and needs no escapes.
  if (final) return `${key}"${status}"]`
  return `${key}${quote(status)},${JSON.stringify(paymentOrderId ?? null)},${JSON.stringify(paidKey(cryptoPaidAmount))}]`
}

// As JSON.stringify does, which takes longer: most ids need no escapes.
function quote(text: string): string {
  return /^[\w-]*$/.test(text) ? `"${text}"` : JSON.stringify(text)
}

// A webhook and a query may put the fields of a sum in another order.
function paidKey(paid: unknown): unknown {
  return isAmount(paid) ? [paid.value, paid.currency] : (paid ?? null)
}

function isRefundData(data: ProviderData): data is RefundData {
  return (
    isNonEmptyString(data['merchantRefundOrderId']) &&
    isNonEmptyString(data['status']) &&
    isOptionalId(data['acquiringOrderId'])
  )
}

// Known to tell of no refund: to look through all of their names takes longer than the rest of the shape.
const PAYMENT_FIELDS: ReadonlySet<string> = new Set([
  'acquiringOrderId',
  'paymentOrderId',
  'merchantOrderId',
  'status',
  'orderAmount',
  'cryptoPaymentAmount',
  'cryptoPaidAmount',
  'cryptoPaymentDetail',
  'createdTime',
  'paidTime',
])

// A flag such as `refundable` says nothing of a refund; an id, a reason or an amount does.
function hasRefundField(data: ProviderData): boolean {
  for (const field of Object.keys(data)) {
    if (PAYMENT_FIELDS.has(field)) continue
    if (/refund/i.test(field) && tellsOfRefund(data[field])) return true
  }
  return false
}

function tellsOfRefund(value: unknown): boolean {
  return value !== null && typeof value !== 'boolean'
}

function isPaymentData(data: ProviderData): data is PaymentData {
  return (
    isNonEmptyString(data['merchantOrderId']) &&
    isNonEmptyString(data['status']) &&
    isOptionalId(data['acquiringOrderId']) &&
    isOptionalId(data['paymentOrderId'])
  )
}

function isCheckoutData(data: PaymentData): data is CheckoutData {
  return 'depositAddress' in data || 'finalStatus' in data
}

function isNonEmptyString(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isOptionalId(value: unknown): boolean {
  return value === undefined || value === null || isNonEmptyString(value)
}
