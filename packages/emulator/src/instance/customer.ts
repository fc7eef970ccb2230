/**
 * What a customer does with an order, without the checkout page: pay, pay too little, cancel, and what else becomes of an order.
 * Knows no HTTP and no HTML, and no rule of payment.
 *
 * @module
 */
import type { OrderStatus } from '@paystablecoin/core'
import type { Outcome, Rejection } from '../provider/codes.ts'
import { messageOf } from '../provider/codes.ts'
import type { Order } from '../provider/model.ts'
import { tooLittleFor } from '../provider/order-states.ts'
import type { EmulatorState } from '../state/state.ts'
import type { Delivery } from '../webhooks/delivery.ts'
import type { Instance } from './instance.ts'

/** How a customer pays. */
export interface PayOptions {
  /** `BINANCE_PAY`, `KUCOIN_PAY`, `ON_CHAIN_TRANSFER-TRON`, `-ETH` or `-BSC`. @default the first that the order allows */
  readonly method?: string | undefined
  /** How much, as a decimal string in the order's cryptocurrency. @default what remains to be paid; too little for `underpay` */
  readonly amount?: string | undefined
  /** Whether the payment is confirmed at once, by moving the emulator's clock on. Without, it stays `PROCESSING` until `advance`. @default true */
  readonly confirm?: boolean | undefined
}

/** What became of an order. */
export interface CustomerResult {
  readonly merchantOrderId: string
  /** The provider's own id of the order: what a refund names. */
  readonly acquiringOrderId: string
  readonly status: OrderStatus
  /** The webhooks that this sent, the oldest first, each with its attempts and your shop's answers. */
  readonly deliveries: readonly Delivery[]
}

/**
 * What a customer does, and what else becomes of an order, by its `checkoutUrl` or `merchantOrderId`. Each resolves when the
 * webhooks that it caused were sent; one that your shop did not accept is sent again as time moves on. Do not await one inside a
 * webhook handler. Each rejects with an `Error` that says what to do when there is no such order, or when the order is in no
 * state for it.
 */
export interface Customer {
  /** Pays what is due: `PROCESSING`, then `SUCCEEDED`. */
  readonly pay: (order: string, options?: PayOptions) => Promise<CustomerResult>
  /** Pays 90 percent of what is due, or `amount`: the order stays `PROCESSING` until the rest is paid or it expires. */
  readonly underpay: (order: string, options?: PayOptions) => Promise<CustomerResult>
  /** Cancels: `CLOSED`, which no webhook tells. */
  readonly cancel: (order: string) => Promise<CustomerResult>
  /** The payment fails: `FAILED`, which no webhook tells. */
  readonly fail: (order: string) => Promise<CustomerResult>
  /** The order expires now, whatever its `expiresAt`: `CLOSED`, which no webhook tells. */
  readonly expire: (order: string) => Promise<CustomerResult>
  /** Pays a closed order, as a transfer that arrives late on chain does. An order that is open expires first. */
  readonly payLate: (order: string, options?: PayOptions) => Promise<CustomerResult>
}

type Change = (order: Order, state: EmulatorState) => Outcome<Order>

/** The customer of an emulator. */
export function createCustomer(instance: Instance): Customer {
  const settle = (ref: string, change: Change, confirm = true): Promise<CustomerResult> =>
    changeOrder(instance, ref, change, confirm ? instance.settings.confirmationMs : 0)
  return {
    pay: (ref, { confirm, ...how } = {}) =>
      settle(ref, (order, { payments }) => payments.pay(order, how), confirm),
    underpay: (ref, { confirm, amount, ...how } = {}) =>
      settle(
        ref,
        (order, { payments }) =>
          payments.pay(order, { ...how, amount: amount ?? tooLittleFor(order) }),
        confirm,
      ),
    cancel: (ref) => settle(ref, (order, { payments }) => payments.cancel(order), false),
    fail: (ref) => settle(ref, (order, { payments }) => payments.fail(order), false),
    expire: (ref) => settle(ref, (order, { payments }) => payments.expire(order), false),
    payLate: (ref, { confirm, ...how } = {}) =>
      settle(ref, (order, state) => payLate(order, state, how), confirm),
  }
}

function payLate(order: Order, { payments }: EmulatorState, how: PayOptions): Outcome<Order> {
  const expired = payments.expire(order)
  return payments.pay(expired.ok ? expired.value : order, { ...how, late: true })
}

async function changeOrder(
  { state, settings }: Instance,
  ref: string,
  change: Change,
  advanceMs: number,
): Promise<CustomerResult> {
  const current = state()
  const order = findOrder(current, settings, ref)
  const { notifier, clock, store } = current
  const known = new Set(notifier.log.list().map(({ id }) => id))
  const outcome = change(order, current)
  if (!outcome.ok) throw new Error(explain(order, outcome))
  await clock.advance(advanceMs)
  const { merchant, merchantOrderId, acquiringOrderId } = order
  return {
    merchantOrderId,
    acquiringOrderId,
    status: (store.findByToken(order.token) ?? outcome.value).status,
    deliveries: notifier.log
      .list()
      .filter(
        ({ id, kind, merchantId, subject }) =>
          !known.has(id) &&
          kind === 'payment' &&
          merchantId === merchant.merchantId &&
          subject === merchantOrderId,
      ),
  }
}

function findOrder(
  { store }: EmulatorState,
  { merchants }: Instance['settings'],
  ref: string,
): Order {
  const token = URL.canParse(ref)
    ? /\/checkout\/([^/]+)/.exec(new URL(ref).pathname)?.[1]
    : undefined
  const found =
    token === undefined
      ? merchants.flatMap((merchant) => store.findOrder(merchant, ref) ?? [])
      : [store.findByToken(token)]
  const [order, second] = found
  if (second !== undefined) {
    throw new Error(`Several merchants have an order ${ref}. Name it by its checkoutUrl.`)
  }
  if (order !== undefined) return order
  throw new Error(
    `There is no order ${ref}. Name one that was created at this emulator, by its checkoutUrl or its merchantOrderId; reset() forgets all of them.`,
  )
}

function explain({ merchantOrderId, status }: Order, { code, detail }: Rejection): string {
  const why = detail === undefined ? messageOf(code) : `${messageOf(code)}, ${detail}`
  const advice = ADVICE[code] ?? 'Create another order.'
  return `Order ${merchantOrderId} is ${status}: ${why} (${code}). ${advice}`
}

const PAY_LATE = 'Create another order, or pay this one with payLate().'

const ADVICE: Partial<Record<Rejection['code'], string>> = {
  '10010': 'Choose a method that the order allows.',
  '20003': PAY_LATE,
  '20004': PAY_LATE,
  '20005': PAY_LATE,
  '20007': 'A payment is in progress: advance() confirms it, expire() ends one that is too small.',
  '20008': 'It waits for its confirmation: advance() brings that.',
  '20009': 'The amount must be a decimal text above 0, such as "18.50".',
}
