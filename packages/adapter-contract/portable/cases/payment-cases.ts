/**
 * A whole payment in one process: created, paid, notified by webhooks, handled once, refunded; and reconciled where no webhook is
 * sent.
 *
 * @module
 */
import type { WebhookEvent, WebhookReceiver } from '@paystablecoin/core'
import type { FaultRule, EmulatorOptions } from '@paystablecoin/emulator'
import { expectEqual } from '../expect.ts'
import type { PackagesUnderTest, PortableCase } from '../portable-case.ts'
import { openEmulatorShop, ORDER_ID, orderParams, press, TIMEOUT_MS } from '../shop.ts'
import type { EmulatorShop } from '../shop.ts'

interface PayingShop extends EmulatorShop {
  readonly receiver: WebhookReceiver
  readonly statuses: readonly string[]
  readonly checkoutUrl: string
}

/** A merchant with a webhook route that the emulator calls in process, and one order. */
async function openPayingShop(
  packages: PackagesUnderTest,
  options: { readonly emulator?: EmulatorOptions; readonly faults?: readonly FaultRule[] } = {},
): Promise<PayingShop> {
  const events: string[] = []
  const { apiSecret } = packages.emulator.EMULATOR_MERCHANT
  const shop = openEmulatorShop(packages, {
    faults: options.faults,
    emulator: { ...options.emulator, webhookFetch: (request) => receiver.fetch(request) },
  })
  const receiver = packages.core.createWebhookReceiver({
    apiSecret,
    clock: shop.clock,
    // The one delay that does not end at once; the extension of a lease, at half its time, is as long.
    bodyTimeoutMs: TIMEOUT_MS,
    leaseMs: 2 * TIMEOUT_MS,
    acknowledge: 'after-handler',
    onError: () => undefined,
    onEvent: (event: WebhookEvent) => void events.push(`${event.kind} ${event.status}`),
  })
  const { checkoutUrl } = await shop.client.orders.create(orderParams(shop.clock))
  return { ...shop, receiver, statuses: events, checkoutUrl }
}

function notifiesPayment(scheme: 'request' | 'body' | 'both'): PortableCase {
  return {
    title: `a payment is notified in the ${scheme} scheme, each status once`,
    run: async (packages) => {
      const shop = await openPayingShop(packages, { emulator: { scheme } })
      await press(shop.emulator, shop.checkoutUrl, 'pay')
      await shop.emulator.advance(5_000)
      expectEqual(shop.statuses, ['payment PROCESSING', 'payment SUCCEEDED'])
      const { status } = await shop.client.orders.waitUntilFinal(ORDER_ID)
      expectEqual(status, 'SUCCEEDED', 'the status')
      await shop.emulator.close()
    },
  }
}

function handlesFault(title: string, fault: FaultRule, statuses: readonly string[]): PortableCase {
  return {
    title,
    run: async (packages) => {
      const shop = await openPayingShop(packages, { faults: [fault] })
      await press(shop.emulator, shop.checkoutUrl, 'pay')
      await shop.emulator.advance(60_000)
      expectEqual(shop.statuses, statuses)
      await shop.emulator.close()
    },
  }
}

const PAID = ['payment PROCESSING', 'payment SUCCEEDED']

export const paymentCases: readonly PortableCase[] = [
  notifiesPayment('request'),
  notifiesPayment('body'),
  notifiesPayment('both'),
  handlesFault(
    'a webhook that is sent twice is handled once',
    { kind: 'duplicate', times: 9 },
    PAID,
  ),
  handlesFault(
    'undocumented fields are ignored',
    {
      kind: 'unknown-field',
      times: 9,
    },
    PAID,
  ),
  {
    title: 'a webhook with a wrong secret is rejected, and handled when it is sent again',
    run: async (packages) => {
      const faults = [{ kind: 'wrong-secret', status: 'SUCCEEDED' }] as const
      const { emulator, statuses, checkoutUrl } = await openPayingShop(packages, { faults })
      await press(emulator, checkoutUrl, 'pay')
      await emulator.advance(1_000)
      expectEqual(statuses, ['payment PROCESSING'])
      const rejected = emulator.deliveries().find(({ status }) => status === 'SUCCEEDED')
      expectEqual(rejected?.attempts[0]?.httpStatus, 401, 'the answer')
      await emulator.resend(rejected?.id ?? '')
      expectEqual(statuses, PAID)
      await emulator.close()
    },
  },
  {
    title: 'a cancelled order is found by reconciliation, because no webhook is sent',
    run: async (packages) => {
      const { client, receiver, emulator, statuses, checkoutUrl } = await openPayingShop(packages)
      await press(emulator, checkoutUrl, 'cancel')
      await emulator.advance(60_000)
      expectEqual(statuses, [])
      const pending = (): readonly { kind: 'payment'; id: string }[] => [
        { kind: 'payment', id: ORDER_ID },
      ]
      const reconciler = packages.core.createReconciler({ client, receiver, pending })
      const round = await reconciler.runOnce()
      expectEqual(round, { queried: 1, delivered: 1, missing: 0, failed: 0, inFlight: 0 })
      await reconciler.runOnce()
      expectEqual(statuses, ['payment CLOSED'])
    },
  },
  {
    title: 'a payment is refunded',
    run: async (packages) => {
      const { client, emulator, checkoutUrl } = await openPayingShop(packages)
      await press(emulator, checkoutUrl, 'pay')
      await emulator.advance(5_000)
      const { acquiringOrderId } = await client.orders.retrieve(ORDER_ID)
      const refund = await client.refunds.create({
        merchantRefundOrderId: 'REFUND_1738112345000',
        acquiringOrderId: acquiringOrderId ?? '',
        refundReason: 'requested by customer',
      })
      expectEqual([refund.status, refund.outcome], ['PROCESSING', 'created'])
      await emulator.advance(5_000)
      const { status } = await client.refunds.retrieve('REFUND_1738112345000')
      expectEqual(status, 'SUCCEEDED')
      await emulator.close()
    },
  },
]
