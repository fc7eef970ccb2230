/**
 * The deduplication keys of events: as fine as what they say, so that a second payment or a top-up is an event of its own.
 * Knows nothing of stores.
 *
 * @module
 */
import type { PaymentData, RefundData } from './events.ts'
import { isAmount, normalizeDecimal } from './money.ts'

const PAYMENT = '["payment",'
const NONE = 'null'

/**
 * The key of a payment's event: the order, the status, the payment and what was paid. Equal for a webhook and a query that say
 * the same, and for both of the provider's products.
 */
export function paymentKey(data: PaymentData): string {
  const payment = toPart(data.paymentOrderId)
  const paid = toPaidPart(data.cryptoPaidAmount)
  // Written out, since JSON.stringify of the whole takes twice as long, and most ids need no escapes.
  return `${PAYMENT}${quote(data.merchantOrderId)},${quote(data.status)},${payment},${paid}]`
}

/** An event's key among those of other merchants. */
export function namespacedKey(namespace: string, eventKey: string): string {
  // The namespace is quoted, so no key of one namespace can be one of another. The event's key is not: escaping it takes longer than
  // a claim in memory.
  return `[${quote(namespace)},${eventKey}]`
}

/** The key of a refund's event. */
export function refundKey({ merchantRefundOrderId, status }: RefundData): string {
  return JSON.stringify(['refund', merchantRefundOrderId, status])
}

/** The key of an event whose shape is not known: the hash of its bytes. */
export function unknownKey(bodyHash: string): string {
  return JSON.stringify(['unknown', bodyHash])
}

/**
 * The namespaced keys of reports that say less of the same change, as a query does that names no money: once this one was handled,
 * they are duplicates. The other way round a richer report after a poorer one is an event of its own.
 */
export function poorerKeys(key: string): readonly string[] {
  const [change, payment, paid] = partsOf(key)
  if (payment === undefined) return []
  const keys: string[] = []
  if (payment !== NONE) keys.push(`${change}${NONE},${paid}]]`)
  if (paid !== NONE) keys.push(`${change}${payment},${NONE}]]`)
  if (payment !== NONE && paid !== NONE) keys.push(`${change}${NONE},${NONE}]]`)
  return keys
}

/** Whether a report says all that another of the same change does: `poorerKeys`, asked the other way round. */
export function saysAll(key: string, other: string): boolean {
  const parts = partsOf(key)
  return partsOf(other).every((part, index) => part === NONE || part === parts[index])
}

/** What the keys of all reports of one change begin with: those of a payment with its order and status. Any other key is its own. */
export function changeOf(key: string): string {
  return PAYMENT_KEY.exec(key)?.[1] ?? key
}

// In its namespace: what all reports of one change share, the payment, and what was paid, which a poorer report may lack.
const PAYMENT_KEY = /^(.*?\["payment",(?:"(?:[^"\\]|\\.)*",){2})(null|"(?:[^"\\]|\\.)*"),(.*)\]\]$/s

/** A payment's key in its parts; any other key is whole. */
function partsOf(key: string): readonly (string | undefined)[] {
  return PAYMENT_KEY.exec(key)?.slice(1) ?? [key]
}

function toPart(id: string | null | undefined): string {
  return id === undefined || id === null ? NONE : quote(id)
}

// A webhook and a query may write a sum in another order of fields, or with other zeros.
function toPaidPart(paid: unknown): string {
  if (isAmount(paid)) return `["${normalizeDecimal(paid.value)}",${quote(paid.currency)}]`
  try {
    return JSON.stringify(paid ?? null)
  } catch {
    // Nested more deeply than the stack.
    return '"?"'
  }
}

function quote(text: string): string {
  return /^[\w-]*$/.test(text) ? `"${text}"` : JSON.stringify(text)
}
