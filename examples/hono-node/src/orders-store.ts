/**
 * The shop's orders in Postgres. Each change is one statement that may run twice, or late, without harm: no order moves
 * backwards, nothing is handed over twice, no refund is asked for twice. Knows nothing of HTTP or signatures.
 *
 * @module
 */
import { advanceOrderStatus } from '@paystablecoin/hono'
import type { Amount } from '@paystablecoin/hono'
import type { Database } from './database.ts'
import type { PaymentCheck } from './payment-check.ts'

/** An order as the shop knows it. */
export interface ShopOrder {
  readonly merchantOrderId: string
  readonly product: string
  readonly price: Amount
  /** The provider's status; `INIT` until it says something else. */
  readonly status: string
  /** What the money looked like when the provider said `SUCCEEDED`. */
  readonly paymentCheck: PaymentCheck | null
  readonly handedOverAt: Date | null
  /** The provider's id of the order: what a refund names. */
  readonly acquiringOrderId: string | null
  readonly checkoutUrl: string | null
  readonly expiresAt: Date
  readonly refundId: string | null
  /** `REQUESTED` until the provider answers, `REFUSED` when it will not; else the provider's status. */
  readonly refundStatus: string | null
}

/** What is known of an order before the provider hears of it. */
export interface NewOrder {
  readonly merchantOrderId: string
  readonly product: string
  readonly price: Amount
  readonly expiresAt: Date
}

/** What the provider said of a payment, checked against the shop's price. */
export interface PaymentNews {
  readonly status: string
  readonly paymentCheck: PaymentCheck
  readonly acquiringOrderId: string | null
}

/** The orders. Every function that changes one says whether it did. */
export interface OrdersStore {
  add(order: NewOrder): Promise<void>
  find(merchantOrderId: string): Promise<ShopOrder | undefined>
  setCheckoutUrl(merchantOrderId: string, checkoutUrl: string): Promise<boolean>
  recordPayment(merchantOrderId: string, news: PaymentNews): Promise<boolean>
  /** Takes the right to ask for a refund under this id. Only one caller gets it. */
  startRefund(merchantOrderId: string, refundId: string): Promise<boolean>
  recordRefund(refundId: string, status: string): Promise<boolean>
  /** Notes that the provider would not refund. It may be asked again, under another id. */
  recordRefusedRefund(refundId: string): Promise<boolean>
  /** Takes the right to query the provider about an order that was not queried for a while. */
  startQuery(merchantOrderId: string, everySeconds: number): Promise<boolean>
}

const SCHEMA = `CREATE TABLE IF NOT EXISTS shop_orders (
  merchant_order_id  text PRIMARY KEY,
  product            text NOT NULL,
  price              jsonb NOT NULL,
  status             text NOT NULL DEFAULT 'INIT',
  payment_check      text,
  handed_over_at     timestamptz,
  acquiring_order_id text,
  checkout_url       text,
  expires_at         timestamptz NOT NULL,
  refund_id          text UNIQUE,
  refund_status      text,
  queried_at         timestamptz NOT NULL DEFAULT now()
)`

const ADD = `INSERT INTO shop_orders (merchant_order_id, product, price, expires_at) VALUES ($1, $2, $3, $4)`

const FIND = `SELECT merchant_order_id AS "merchantOrderId", product, price, status, payment_check AS "paymentCheck",
  handed_over_at AS "handedOverAt", acquiring_order_id AS "acquiringOrderId", checkout_url AS "checkoutUrl",
  expires_at AS "expiresAt", refund_id AS "refundId", refund_status AS "refundStatus"
FROM shop_orders WHERE merchant_order_id = $1`

const SET_CHECKOUT_URL = `UPDATE shop_orders SET checkout_url = $2 WHERE merchant_order_id = $1 RETURNING 1`

// $5 holds the statuses from which $2 is a step forward. A paid order whose money was not in order may still get better.
const RECORD_PAYMENT = `UPDATE shop_orders SET
  status = $2,
  payment_check = $3,
  acquiring_order_id = coalesce($4, acquiring_order_id),
  handed_over_at = CASE WHEN $3 = 'covered' THEN coalesce(handed_over_at, now()) ELSE handed_over_at END
WHERE merchant_order_id = $1
  AND (status = ANY($5::text[]) OR (status = $2 AND payment_check <> 'covered'))
RETURNING 1`

const START_REFUND = `UPDATE shop_orders SET refund_id = $2, refund_status = 'REQUESTED'
WHERE merchant_order_id = $1 AND status = 'SUCCEEDED' AND acquiring_order_id IS NOT NULL
  AND (refund_id IS NULL OR refund_status = 'REFUSED')
RETURNING 1`

const RECORD_REFUND = `UPDATE shop_orders SET refund_status = $2
WHERE refund_id = $1 AND refund_status = ANY($3::text[]) RETURNING 1`

const RECORD_REFUSED_REFUND = `UPDATE shop_orders SET refund_status = 'REFUSED'
WHERE refund_id = $1 AND refund_status = 'REQUESTED' RETURNING 1`

const START_QUERY = `UPDATE shop_orders SET queried_at = now()
WHERE merchant_order_id = $1 AND queried_at <= now() - make_interval(secs => $2) RETURNING 1`

/** Creates the table when it is not there, and the functions over it. */
export async function createOrdersStore(database: Database): Promise<OrdersStore> {
  await database.query(SCHEMA)
  const change = async (sql: string, ...values: unknown[]): Promise<boolean> =>
    (await database.query(sql, values)).length > 0

  return {
    add: async ({ merchantOrderId, product, price, expiresAt }) => {
      await database.query(ADD, [merchantOrderId, product, JSON.stringify(price), expiresAt])
    },
    find: async (merchantOrderId) => (await database.query<ShopOrder>(FIND, [merchantOrderId]))[0],
    setCheckoutUrl: (merchantOrderId, url) => change(SET_CHECKOUT_URL, merchantOrderId, url),
    recordPayment: (merchantOrderId, { status, paymentCheck, acquiringOrderId }) => {
      const check = status === 'SUCCEEDED' ? paymentCheck : null
      const earlier = statusesBefore(status)
      return change(RECORD_PAYMENT, merchantOrderId, status, check, acquiringOrderId, earlier)
    },
    startRefund: (merchantOrderId, refundId) => change(START_REFUND, merchantOrderId, refundId),
    recordRefund: (refundId, status) =>
      change(RECORD_REFUND, refundId, status, statusesBefore(status)),
    recordRefusedRefund: (refundId) => change(RECORD_REFUSED_REFUND, refundId),
    startQuery: (merchantOrderId, everySeconds) =>
      change(START_QUERY, merchantOrderId, everySeconds),
  }
}

const STATUSES = ['REQUESTED', 'REFUSED', 'INIT', 'PROCESSING', 'FAILED', 'CLOSED', 'SUCCEEDED']

// The rule of what comes after what is the package's; the database only gets the list, so that one statement decides.
function statusesBefore(status: string): string[] {
  return STATUSES.filter((earlier) => advanceOrderStatus(earlier, status) !== earlier)
}
