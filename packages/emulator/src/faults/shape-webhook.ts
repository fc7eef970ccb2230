/**
 * What the faults of a webhook make of it: which copies are delivered, in which order, with which body, time and secret.
 * Sends nothing and signs nothing.
 *
 * @module
 */
import { isFinalStatus } from '@paystablecoin/core'
import { EMULATOR_ROTATED_SECRET } from '../shared/credentials.ts'
import type { DeliveryPlan, Notification } from '../webhooks/delivery-plan.ts'
import { plainDelivery } from '../webhooks/delivery-plan.ts'
import type { Fault, FaultKind } from './fault.ts'

const WRONG_SECRET = 'this-secret-is-not-the-one-of-any-merchant0'

/** The faults that do not apply to a notification: nothing follows a final status, so nothing can overtake it. */
export function inapplicableTo({ status }: Notification): readonly FaultKind[] {
  return isFinalStatus(status) ? ['reorder'] : []
}

/** The copies that are delivered. */
export function shapeWebhook(
  notification: Notification,
  faults: readonly Fault[],
): readonly DeliveryPlan[] {
  const names = faults.map(({ kind }) => kind)
  let copies: readonly DeliveryPlan[] = [{ ...plainDelivery(notification), faults: names }]
  for (const fault of faults) copies = applyFault(copies, fault, notification)
  return copies
}

function applyFault(
  copies: readonly DeliveryPlan[],
  fault: Fault,
  notification: Notification,
): readonly DeliveryPlan[] {
  const each = (change: Partial<DeliveryPlan>): readonly DeliveryPlan[] =>
    copies.map((copy) => ({ ...copy, ...change }))
  const preceded = (body: Fields, status: string): readonly DeliveryPlan[] => [
    {
      ...plainDelivery({ ...notification, status, body: JSON.stringify(body) }),
      faults: [fault.kind],
    },
    ...copies,
  ]
  switch (fault.kind) {
    case 'duplicate':
      return copies.flatMap((copy) => Array.from({ length: fault.copies + 1 }, () => copy))
    case 'delay':
      return each({ delayMs: fault.delayMs })
    case 'reorder':
      return each({ order: 'after-next' })
    case 'withhold':
      return each({ order: 'withhold' })
    case 'stale-timestamp':
      return each({ timestampShiftMs: -fault.skewMs })
    case 'wrong-secret':
      return each({ apiSecret: WRONG_SECRET })
    case 'rotated-secret':
      return each({ apiSecret: notification.merchant.apiSecrets[1] ?? EMULATOR_ROTATED_SECRET })
    case 'unknown-field':
      return copies.map((copy) => ({ ...copy, notification: withUnknownFields(copy.notification) }))
    case 'unknown-status':
      return preceded({ ...fieldsOf(notification), status: 'ON_HOLD' }, 'ON_HOLD')
    case 'unknown-shape':
      return preceded({ notice: 'MAINTENANCE', window: { hours: 2 } }, 'none')
    case 'refund-webhook':
      return preceded(strayRefund(notification), 'SUCCEEDED')
    default:
      return copies
  }
}

type Fields = Readonly<Record<string, unknown>>

function fieldsOf({ body }: Notification): Fields {
  return JSON.parse(body) as Fields
}

// Spelled out, not serialised: parsing and serialising it again must not give the same bytes.
function withUnknownFields(notification: Notification): Notification {
  const extra = '"riskScore":12345678901234567890,"fee":1.00,"note":"caf\\u00e9 \\/ \u{1F600}"'
  return { ...notification, body: notification.body.replace(/\}$/, `,${extra}}`) }
}

function strayRefund(notification: Notification): Fields {
  const { acquiringOrderId } = fieldsOf(notification)
  return {
    merchantRefundOrderId: `STRAY_${notification.subject}`,
    acquiringOrderId,
    status: 'SUCCEEDED',
    refundReason: 'made by the refund-webhook fault',
  }
}
