/**
 * The table of the shop's orders, and the one statement of each change: it may run twice, or late, without harm.
 * Runs no code; knows nothing of the provider.
 *
 * @module
 */

export const LOCK_SCHEMA = `SELECT pg_advisory_xact_lock(hashtext('shop_orders'))`

export const SCHEMA = `CREATE TABLE IF NOT EXISTS shop_orders (
  merchant_order_id   text PRIMARY KEY,
  product             text NOT NULL,
  price               jsonb NOT NULL,
  status              text NOT NULL DEFAULT 'REQUESTED',
  last_sent_at        timestamptz NOT NULL,
  absence_provable_at timestamptz,
  payment_check       text,
  handed_over_at      timestamptz,
  acquiring_order_id  text,
  checkout_url        text,
  expires_at          timestamptz NOT NULL,
  refund_id           text UNIQUE,
  refund_status       text,
  refund_sent_at      timestamptz,
  refund_absence_provable_at timestamptz
)`

export const ADD = `INSERT INTO shop_orders (merchant_order_id, product, price, expires_at, last_sent_at) VALUES ($1, $2, $3, $4, $5)`

export const FIND = `SELECT merchant_order_id AS "merchantOrderId", product, price, status, payment_check AS "paymentCheck",
  handed_over_at AS "handedOverAt", acquiring_order_id AS "acquiringOrderId", checkout_url AS "checkoutUrl",
  expires_at AS "expiresAt", refund_id AS "refundId", refund_status AS "refundStatus"
FROM shop_orders WHERE merchant_order_id = $1`

export const RECORD_CREATED = `UPDATE shop_orders SET
  checkout_url = $2,
  status = CASE WHEN status IN ('REQUESTED', 'NOT_CREATED') THEN 'INIT' ELSE status END
WHERE merchant_order_id = $1 RETURNING 1`

export const RECORD_NOT_CREATED = `UPDATE shop_orders SET status = 'NOT_CREATED'
WHERE merchant_order_id = $1 AND status = 'REQUESTED' RETURNING 1`

export const RECORD_IN_DOUBT = `UPDATE shop_orders SET absence_provable_at = $2
WHERE merchant_order_id = $1 RETURNING 1`

// $5 holds the statuses from which $2 is a step forward, $6 the checks than which $3 is better: no column ever gets worse.
// Of a payment that succeeded only what SUCCEEDED says of the money counts.
export const RECORD_PAYMENT = `UPDATE shop_orders SET
  status = CASE WHEN status = ANY($5::text[]) THEN $2 ELSE status END,
  payment_check = CASE
    WHEN status <> $2 AND $2 = 'SUCCEEDED' THEN $3
    WHEN status <> $2 AND status <> ALL($5::text[]) THEN payment_check
    WHEN payment_check IS NULL OR payment_check = ANY($6::text[]) THEN $3
    ELSE payment_check
  END,
  acquiring_order_id = coalesce(acquiring_order_id, $4),
  checkout_url = coalesce(checkout_url, $7),
  handed_over_at = CASE WHEN $2 = 'SUCCEEDED' AND $3 = 'covered' THEN coalesce(handed_over_at, now()) ELSE handed_over_at END
WHERE merchant_order_id = $1 RETURNING status, payment_check AS "paymentCheck"`

export const START_REFUND = `UPDATE shop_orders SET
  refund_id = $2, refund_sent_at = $3, refund_absence_provable_at = NULL, refund_status = 'REQUESTED'
WHERE merchant_order_id = $1 AND status = 'SUCCEEDED' AND acquiring_order_id IS NOT NULL
  AND (refund_id IS NULL OR refund_status = 'NOT_CREATED')
RETURNING 1`

export const RECORD_REFUND = `UPDATE shop_orders SET refund_status = $2
WHERE refund_id = $1 AND refund_status = ANY($3::text[]) RETURNING merchant_order_id AS "merchantOrderId", price`

export const RECORD_REFUND_NOT_CREATED = `UPDATE shop_orders SET refund_status = 'NOT_CREATED'
WHERE refund_id = $1 AND refund_status = 'REQUESTED' RETURNING 1`

export const RECORD_REFUND_IN_DOUBT = `UPDATE shop_orders SET refund_absence_provable_at = $2
WHERE refund_id = $1 RETURNING 1`

// Only while it is not known whether the provider has it do the times matter.
export const LIST_OPEN = `SELECT 'payment' AS kind, merchant_order_id AS id,
  CASE status WHEN 'REQUESTED' THEN last_sent_at END AS "lastSentAt",
  CASE status WHEN 'REQUESTED' THEN absence_provable_at END AS "absenceProvableAt"
FROM shop_orders WHERE status = ANY($1::text[])
  OR (status <> 'NOT_CREATED' AND handed_over_at IS NULL AND expires_at > $2)
UNION ALL SELECT 'refund', refund_id,
  CASE refund_status WHEN 'REQUESTED' THEN refund_sent_at END,
  CASE refund_status WHEN 'REQUESTED' THEN refund_absence_provable_at END
FROM shop_orders WHERE refund_status = ANY($1::text[])`
