/**
 * What the faults of a webhook make of it: which copies go out, in which order, with which body, time and secret.
 * Sends nothing and signs nothing.
 *
 * @module
 */
import { isFinalStatus } from '@paystablecoin/core'
import { SANDBOX_ROTATED_SECRET } from '../options.ts'
import type { Dispatch, Message } from '../webhooks/dispatch.ts'
import { plainDispatch } from '../webhooks/dispatch.ts'
import type { Fault, FaultKind } from './fault.ts'

const WRONG_SECRET = 'this-secret-is-not-the-one-of-any-merchant0'

/** The faults that make no sense for a message: nothing follows a final status, so nothing can overtake it. */
export function senselessFor({ status }: Message): readonly FaultKind[] {
  return isFinalStatus(status) ? ['reorder'] : []
}

/** The copies that go out. */
export function shapeWebhook(message: Message, faults: readonly Fault[]): readonly Dispatch[] {
  const names = faults.map(({ kind }) => kind)
  let copies: readonly Dispatch[] = [{ ...plainDispatch(message), faults: names }]
  for (const fault of faults) copies = applyFault(copies, fault, message)
  return copies
}

function applyFault(
  copies: readonly Dispatch[],
  fault: Fault,
  message: Message,
): readonly Dispatch[] {
  const each = (change: Partial<Dispatch>): readonly Dispatch[] =>
    copies.map((copy) => ({ ...copy, ...change }))
  const preceded = (body: Fields, status: string): readonly Dispatch[] => [
    {
      ...plainDispatch({ ...message, status, body: JSON.stringify(body) }),
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
      return each({ apiSecret: message.merchant.apiSecrets[1] ?? SANDBOX_ROTATED_SECRET })
    case 'unknown-field':
      return copies.map((copy) => ({ ...copy, message: withUnknownFields(copy.message) }))
    case 'unknown-status':
      return preceded({ ...fieldsOf(message), status: 'ON_HOLD' }, 'ON_HOLD')
    case 'unknown-shape':
      return preceded({ notice: 'MAINTENANCE', window: { hours: 2 } }, 'none')
    case 'refund-webhook':
      return preceded(strayRefund(message), 'SUCCEEDED')
    default:
      return copies
  }
}

type Fields = Readonly<Record<string, unknown>>

function fieldsOf({ body }: Message): Fields {
  return JSON.parse(body) as Fields
}

// Spelled out, not serialised: parsing and writing it again would not give the same bytes.
function withUnknownFields(message: Message): Message {
  const extra = '"riskScore":12345678901234567890,"fee":1.00,"note":"caf\\u00e9 \\/ \u{1F600}"'
  return { ...message, body: message.body.replace(/\}$/, `,${extra}}`) }
}

function strayRefund(message: Message): Fields {
  const { acquiringOrderId } = fieldsOf(message)
  return {
    merchantRefundOrderId: `STRAY_${message.subject}`,
    acquiringOrderId,
    status: 'SUCCEEDED',
    refundReason: 'made by the refund-webhook fault',
  }
}
