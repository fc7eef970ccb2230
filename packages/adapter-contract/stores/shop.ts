/**
 * A receiver on a store, and what becomes of the webhooks that are sent to it. On the real clock, since stores use the database's.
 *
 * @module
 */
import { createWebhookReceiver } from '@paystablecoin/core'
import type { DeduplicationStore, WebhookProblem } from '@paystablecoin/core'
import { signedRequest } from '../fixtures/requests.ts'
import { paymentBody, SECRET } from '../fixtures/webhooks.ts'

/** One instance of a merchant's shop. */
export interface StoreShop {
  /** Sends the webhook of an order, and resolves with the status of the answer. */
  readonly send: (merchantOrderId: string) => Promise<number>
  /** The orders whose handler has run, as often as it ran. */
  readonly handled: readonly string[]
  readonly problems: readonly WebhookProblem[]
}

/** Opens an instance that answers after its handler. */
export function openStoreShop(
  deduplication: DeduplicationStore,
  onHandled: () => Promise<void> = async () => undefined,
): StoreShop {
  const handled: string[] = []
  const problems: WebhookProblem[] = []
  const receiver = createWebhookReceiver({
    apiSecret: SECRET,
    merchantId: '1000',
    acknowledge: 'after-handler',
    deduplication,
    onEvent: async (event) => {
      handled.push(event.kind === 'payment' ? event.data.merchantOrderId : event.kind)
      await onHandled()
    },
    onError: (problem) => void problems.push(problem),
  })
  const send = async (merchantOrderId: string): Promise<number> => {
    const request = await signedRequest({ body: paymentBody({ merchantOrderId }) })
    return (await receiver.fetch(request)).status
  }
  return { send, handled, problems }
}
