/**
 * The shop's orders in Postgres. Each change is one statement that may run twice, or late, without harm: no order moves
 * backwards, nothing is handed over twice, no refund is requested twice. Knows nothing of HTTP or signatures.
 *
 * @module
 */
import { advanceOrderStatus, isKnownStatus } from '@paystablecoin/hono'
import type { Amount, PaymentCheck, PendingItem } from '@paystablecoin/hono'
import type { Database, Queryable } from './database.ts'
import { isOpenStatus } from './order-state.ts'
import * as sql from './orders-sql.ts'
import { isId } from './shop-order.ts'
import type { ShopOrder } from './shop-order.ts'

/** What is known of an order before it is sent to the provider. */
export interface NewOrder {
  readonly merchantOrderId: string
  readonly product: string
  readonly price: Amount
  readonly expiresAt: Date
  /** The latest time at which its creation is sent. */
  readonly lastSentAt: Date
}

/** What is known of a refund before it is sent to the provider. */
export interface NewRefund {
  readonly refundId: string
  /** The latest time at which its creation is sent. */
  readonly lastSentAt: Date
}

/** How the payment of an order stands. */
export type PaymentState = Pick<ShopOrder, 'status' | 'paymentCheck'>

/** The order that a refund is of. */
export type RefundedOrder = Pick<ShopOrder, 'merchantOrderId' | 'price'>

/** What the provider said of a payment, checked against the shop's price. */
export interface PaymentUpdate {
  readonly status: string
  readonly paymentCheck: PaymentCheck
  readonly acquiringOrderId: string | null
  /** Where the customer can pay, when the event says it. */
  readonly checkoutUrl: string | null
}

/** The orders. What gives a boolean says whether something changed. */
export interface OrdersStore {
  add(order: NewOrder): Promise<void>
  find(merchantOrderId: string): Promise<ShopOrder | undefined>
  recordCreated(merchantOrderId: string, checkoutUrl: string): Promise<boolean>
  /** Records that the provider certainly has no such order. An event of it that arrives all the same still counts. */
  recordNotCreated(merchantOrderId: string): Promise<boolean>
  /** Records that it is not known what became of the order's creation, and from when on a "not found" proves that it is none. */
  recordInDoubt(merchantOrderId: string, absenceProvableAt: Date): Promise<boolean>
  /**
   * Records what is a step forward or says more: a poorer event takes nothing back. Says how the order stands then; nothing when it
   * does not know the status.
   */
  recordPayment(merchantOrderId: string, update: PaymentUpdate): Promise<PaymentState | undefined>
  /** Claims the right to request a refund under this id. Only one caller gets it. */
  startRefund(merchantOrderId: string, refund: NewRefund): Promise<boolean>
  /** Records what is a step forward, and then says of which order. */
  recordRefund(refundId: string, status: string): Promise<RefundedOrder | undefined>
  /** Records that the provider certainly has no such refund. It may be requested again, under another id. */
  recordRefundNotCreated(refundId: string): Promise<boolean>
  /** As `recordInDoubt`, for a refund. */
  recordRefundInDoubt(refundId: string, absenceProvableAt: Date): Promise<boolean>
  /** Every payment and refund that may still change. A closed order may still be paid: it is listed for a day more. */
  listOpen(): AsyncIterable<PendingItem>
}

const DAY_MS = 86_400_000

interface OpenRow extends PendingItem {
  readonly lastSentAt: Date | null
  readonly absenceProvableAt: Date | null
}

/** Creates the table when it is not there. */
export async function createOrdersTable({ transaction }: Database): Promise<void> {
  await transaction(async (tx) => {
    // Of processes that start at the same time, one creates it.
    await tx.query(sql.LOCK_SCHEMA)
    await tx.query(sql.SCHEMA)
  })
}

/** The orders, in the database or in one transaction of it. */
export function createOrdersStore(database: Queryable): OrdersStore {
  const change = async (statement: string, ...values: unknown[]): Promise<boolean> =>
    (await database.query(statement, values)).length > 0

  return {
    add: async ({ merchantOrderId, product, price, expiresAt, lastSentAt }) => {
      const values = [merchantOrderId, product, JSON.stringify(price), expiresAt, lastSentAt]
      await database.query(sql.ADD, values)
    },
    find: async (merchantOrderId) =>
      isId(merchantOrderId)
        ? (await database.query<ShopOrder>(sql.FIND, [merchantOrderId]))[0]
        : undefined,
    recordCreated: (merchantOrderId, url) => change(sql.RECORD_CREATED, merchantOrderId, url),
    recordNotCreated: (merchantOrderId) => change(sql.RECORD_NOT_CREATED, merchantOrderId),
    recordInDoubt: (merchantOrderId, at) => change(sql.RECORD_IN_DOUBT, merchantOrderId, at),
    recordPayment: async (merchantOrderId, update) => {
      const { status, paymentCheck, acquiringOrderId, checkoutUrl } = update
      if (!isKnownStatus(status)) return undefined
      // Before the end, a sum that is not named means nothing yet.
      const isOpinion = status === 'SUCCEEDED' || paymentCheck !== 'needs-review'
      const check = isOpinion ? paymentCheck : null
      const columns = [check, acquiringOrderId, statusesBefore(status), checksBelow(check)]
      const values = [merchantOrderId, status, ...columns, checkoutUrl]
      return (await database.query<PaymentState>(sql.RECORD_PAYMENT, values))[0]
    },
    startRefund: (merchantOrderId, { refundId, lastSentAt }) =>
      change(sql.START_REFUND, merchantOrderId, refundId, lastSentAt),
    recordRefund: async (refundId, status) => {
      if (!isId(refundId) || !isKnownStatus(status)) return undefined
      const values = [refundId, status, statusesBefore(status)]
      return (await database.query<RefundedOrder>(sql.RECORD_REFUND, values))[0]
    },
    recordRefundNotCreated: (refundId) => change(sql.RECORD_REFUND_NOT_CREATED, refundId),
    recordRefundInDoubt: (refundId, at) => change(sql.RECORD_REFUND_IN_DOUBT, refundId, at),
    listOpen: async function* () {
      const aDayAgo = new Date(Date.now() - DAY_MS)
      const values = [STATUSES.filter(isOpenStatus), aDayAgo]
      for (const row of await database.query<OpenRow>(sql.LIST_OPEN, values)) {
        const { kind, id, lastSentAt, absenceProvableAt } = row
        yield {
          kind,
          id,
          lastSentAtMs: lastSentAt?.getTime(),
          absenceProvableAtMs: absenceProvableAt?.getTime(),
        }
      }
    },
  }
}

const STATUSES = ['REQUESTED', 'NOT_CREATED', 'INIT', 'PROCESSING', 'FAILED', 'CLOSED', 'SUCCEEDED']

// The rule of what comes after what is the package's; the database only gets the list, so that one statement decides.
function statusesBefore(status: string): string[] {
  return STATUSES.filter((earlier) => advanceOrderStatus(earlier, status) !== earlier)
}

const CHECKS: readonly PaymentCheck[] = ['needs-review', 'underpaid', 'covered']

function checksBelow(check: PaymentCheck | null): readonly PaymentCheck[] {
  return check === null ? [] : CHECKS.slice(0, CHECKS.indexOf(check))
}
