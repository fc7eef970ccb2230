/**
 * The shop's orders in Postgres. Each change is one statement that may run twice, or late, without harm: no order moves
 * backwards, nothing is handed over twice, no refund is requested twice. Knows nothing of HTTP or signatures.
 *
 * @module
 */
import { advanceOrderStatus } from '@paystablecoin/hono'
import type { Amount, PendingItem } from '@paystablecoin/hono'
import type { Database } from './database.ts'
import { isOpenStatus } from './order-state.ts'
import type { PaymentCheck } from './payment-check.ts'
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

/** What the provider said of a payment, checked against the shop's price. */
export interface PaymentUpdate {
  readonly status: string
  readonly paymentCheck: PaymentCheck
  readonly acquiringOrderId: string | null
  /** Where the customer can pay, when the event says it. */
  readonly checkoutUrl: string | null
}

/** The orders. Every function that changes one says whether it did. */
export interface OrdersStore {
  add(order: NewOrder): Promise<void>
  find(merchantOrderId: string): Promise<ShopOrder | undefined>
  recordCreated(merchantOrderId: string, checkoutUrl: string): Promise<boolean>
  /** Records that the provider certainly has no such order. An event of it that arrives all the same still counts. */
  recordNotCreated(merchantOrderId: string): Promise<boolean>
  recordPayment(merchantOrderId: string, update: PaymentUpdate): Promise<boolean>
  /** Claims the right to request a refund under this id. Only one caller gets it. */
  startRefund(merchantOrderId: string, refund: NewRefund): Promise<boolean>
  recordRefund(refundId: string, status: string): Promise<boolean>
  /** Records that the provider certainly has no such refund. It may be requested again, under another id. */
  recordRefundNotCreated(refundId: string): Promise<boolean>
  /** Every payment and refund that may still change. */
  listOpen(): AsyncIterable<PendingItem>
}

const SCHEMA = `CREATE TABLE IF NOT EXISTS shop_orders (
  merchant_order_id  text PRIMARY KEY,
  product            text NOT NULL,
  price              jsonb NOT NULL,
  status             text NOT NULL DEFAULT 'REQUESTED',
  last_sent_at       timestamptz NOT NULL,
  payment_check      text,
  handed_over_at     timestamptz,
  acquiring_order_id text,
  checkout_url       text,
  expires_at         timestamptz NOT NULL,
  refund_id          text UNIQUE,
  refund_status      text,
  refund_sent_at     timestamptz
)`

const ADD = `INSERT INTO shop_orders (merchant_order_id, product, price, expires_at, last_sent_at) VALUES ($1, $2, $3, $4, $5)`

const FIND = `SELECT merchant_order_id AS "merchantOrderId", product, price, status, payment_check AS "paymentCheck",
  handed_over_at AS "handedOverAt", acquiring_order_id AS "acquiringOrderId", checkout_url AS "checkoutUrl",
  expires_at AS "expiresAt", refund_id AS "refundId", refund_status AS "refundStatus"
FROM shop_orders WHERE merchant_order_id = $1`

const RECORD_CREATED = `UPDATE shop_orders SET
  checkout_url = $2,
  status = CASE WHEN status IN ('REQUESTED', 'NOT_CREATED') THEN 'INIT' ELSE status END
WHERE merchant_order_id = $1 RETURNING 1`

const RECORD_NOT_CREATED = `UPDATE shop_orders SET status = 'NOT_CREATED'
WHERE merchant_order_id = $1 AND status = 'REQUESTED' RETURNING 1`

// $5 holds the statuses from which $2 is a step forward. Money that was not in order may still get better.
const RECORD_PAYMENT = `UPDATE shop_orders SET
  status = $2,
  payment_check = $3,
  acquiring_order_id = coalesce($4, acquiring_order_id),
  checkout_url = coalesce($6, checkout_url),
  handed_over_at = CASE WHEN $3 = 'covered' THEN coalesce(handed_over_at, now()) ELSE handed_over_at END
WHERE merchant_order_id = $1
  AND (status = ANY($5::text[]) OR (status = $2 AND payment_check <> 'covered'))
RETURNING 1`

const START_REFUND = `UPDATE shop_orders SET refund_id = $2, refund_sent_at = $3, refund_status = 'REQUESTED'
WHERE merchant_order_id = $1 AND status = 'SUCCEEDED' AND acquiring_order_id IS NOT NULL
  AND (refund_id IS NULL OR refund_status = 'NOT_CREATED')
RETURNING 1`

const RECORD_REFUND = `UPDATE shop_orders SET refund_status = $2
WHERE refund_id = $1 AND refund_status = ANY($3::text[]) RETURNING 1`

const RECORD_REFUND_NOT_CREATED = `UPDATE shop_orders SET refund_status = 'NOT_CREATED'
WHERE refund_id = $1 AND refund_status = 'REQUESTED' RETURNING 1`

// Only while it is not known whether the provider has it does the time matter.
const LIST_OPEN = `SELECT 'payment' AS kind, merchant_order_id AS id,
  CASE status WHEN 'REQUESTED' THEN last_sent_at END AS "lastSentAt"
FROM shop_orders WHERE status = ANY($1::text[])
UNION ALL SELECT 'refund', refund_id, CASE refund_status WHEN 'REQUESTED' THEN refund_sent_at END
FROM shop_orders WHERE refund_status = ANY($1::text[])`

interface OpenRow extends PendingItem {
  readonly lastSentAt: Date | null
}

/** Creates the table when it is not there, and the functions over it. */
export async function createOrdersStore(database: Database): Promise<OrdersStore> {
  await database.query(SCHEMA)
  const change = async (sql: string, ...values: unknown[]): Promise<boolean> =>
    (await database.query(sql, values)).length > 0

  return {
    add: async ({ merchantOrderId, product, price, expiresAt, lastSentAt }) => {
      const values = [merchantOrderId, product, JSON.stringify(price), expiresAt, lastSentAt]
      await database.query(ADD, values)
    },
    find: async (merchantOrderId) => (await database.query<ShopOrder>(FIND, [merchantOrderId]))[0],
    recordCreated: (merchantOrderId, url) => change(RECORD_CREATED, merchantOrderId, url),
    recordNotCreated: (merchantOrderId) => change(RECORD_NOT_CREATED, merchantOrderId),
    recordPayment: (merchantOrderId, { status, paymentCheck, acquiringOrderId, checkoutUrl }) => {
      const isConclusive = status === 'SUCCEEDED' || paymentCheck === 'underpaid'
      const payment = [status, isConclusive ? paymentCheck : null, acquiringOrderId]
      return change(
        RECORD_PAYMENT,
        merchantOrderId,
        ...payment,
        statusesBefore(status),
        checkoutUrl,
      )
    },
    startRefund: (merchantOrderId, { refundId, lastSentAt }) =>
      change(START_REFUND, merchantOrderId, refundId, lastSentAt),
    recordRefund: (refundId, status) =>
      change(RECORD_REFUND, refundId, status, statusesBefore(status)),
    recordRefundNotCreated: (refundId) => change(RECORD_REFUND_NOT_CREATED, refundId),
    listOpen: async function* () {
      const rows = await database.query<OpenRow>(LIST_OPEN, [STATUSES.filter(isOpenStatus)])
      for (const { kind, id, lastSentAt } of rows) {
        yield { kind, id, lastSentAtMs: lastSentAt?.getTime() }
      }
    },
  }
}

const STATUSES = ['REQUESTED', 'NOT_CREATED', 'INIT', 'PROCESSING', 'FAILED', 'CLOSED', 'SUCCEEDED']

// The rule of what comes after what is the package's; the database only gets the list, so that one statement decides.
function statusesBefore(status: string): string[] {
  return STATUSES.filter((earlier) => advanceOrderStatus(earlier, status) !== earlier)
}
