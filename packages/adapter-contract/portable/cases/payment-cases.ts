/**
 * A whole payment in one process: created, paid, notified by webhooks, handled once, refunded; and reconciled where no webhook is
 * sent.
 *
 * @module
 */
import type { WebhookEvent, WebhookReceiver } from '@paystablecoin/core'
import type { FaultRule, SandboxOptions } from '@paystablecoin/sandbox'
import { expectEqual } from '../expect.ts'
import type { PackagesUnderTest, PortableCase } from '../portable-case.ts'
import { openSandboxShop, ORDER_ID, orderParams, press, TIMEOUT_MS } from '../shop.ts'
import type { SandboxShop } from '../shop.ts'

interface PayingShop extends SandboxShop {
  readonly receiver: WebhookReceiver
  readonly statuses: readonly string[]
  readonly checkoutUrl: string
}

/** A merchant with a webhook route that the sandbox calls in process, and one order. */
async function openPayingShop(
  packages: PackagesUnderTest,
  options: { readonly sandbox?: SandboxOptions; readonly faults?: readonly FaultRule[] } = {},
): Promise<PayingShop> {
  const events: string[] = []
  const { apiSecret } = packages.sandbox.SANDBOX_MERCHANT
  const shop = openSandboxShop(packages, {
    faults: options.faults,
    sandbox: { ...options.sandbox, webhookFetch: (request) => receiver.fetch(request) },
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
      const shop = await openPayingShop(packages, { sandbox: { scheme } })
      await press(shop.sandbox, shop.checkoutUrl, 'pay')
      await shop.sandbox.advance(5_000)
      expectEqual(shop.statuses, ['payment PROCESSING', 'payment SUCCEEDED'])
      const { status } = await shop.client.orders.waitUntilFinal(ORDER_ID)
      expectEqual(status, 'SUCCEEDED', 'the status')
      await shop.sandbox.close()
    },
  }
}

function handlesFault(title: string, fault: FaultRule, statuses: readonly string[]): PortableCase {
  return {
    title,
    run: async (packages) => {
      const shop = await openPayingShop(packages, { faults: [fault] })
      await press(shop.sandbox, shop.checkoutUrl, 'pay')
      await shop.sandbox.advance(60_000)
      expectEqual(shop.statuses, statuses)
      await shop.sandbox.close()
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
      const { sandbox, statuses, checkoutUrl } = await openPayingShop(packages, { faults })
      await press(sandbox, checkoutUrl, 'pay')
      await sandbox.advance(1_000)
      expectEqual(statuses, ['payment PROCESSING'])
      const rejected = sandbox.deliveries().find(({ status }) => status === 'SUCCEEDED')
      expectEqual(rejected?.attempts[0]?.httpStatus, 401, 'the answer')
      await sandbox.resend(rejected?.id ?? '')
      expectEqual(statuses, PAID)
      await sandbox.close()
    },
  },
  {
    title: 'a cancelled order is found by reconciliation, because no webhook is sent',
    run: async (packages) => {
      const { client, receiver, sandbox, statuses, checkoutUrl } = await openPayingShop(packages)
      await press(sandbox, checkoutUrl, 'cancel')
      await sandbox.advance(60_000)
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
      const { client, sandbox, checkoutUrl } = await openPayingShop(packages)
      await press(sandbox, checkoutUrl, 'pay')
      await sandbox.advance(5_000)
      const { acquiringOrderId } = await client.orders.retrieve(ORDER_ID)
      const refund = await client.refunds.create({
        merchantRefundOrderId: 'REFUND_1738112345000',
        acquiringOrderId: acquiringOrderId ?? '',
        refundReason: 'requested by customer',
      })
      expectEqual([refund.status, refund.outcome], ['PROCESSING', 'created'])
      await sandbox.advance(5_000)
      const { status } = await client.refunds.retrieve('REFUND_1738112345000')
      expectEqual(status, 'SUCCEEDED')
      await sandbox.close()
    },
  },
]
