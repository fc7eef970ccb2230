/**
 * The provider of the drill: sends each webhook until it is answered 200, some twice at once, some again later, and in any order.
 * Must not know how they are handled.
 *
 * @module
 */
import { setTimeout as delay } from 'node:timers/promises'
import { signWebhook } from '@paystablecoin/core'
import type { Random } from './random.ts'

/** A webhook of the drill. */
export interface DrillWebhook {
  readonly merchantOrderId: string
  readonly status: 'PROCESSING' | 'SUCCEEDED'
}

/** What was sent. */
export interface Sent {
  /** How many requests were not answered 200, and sent again. */
  readonly resends: number
  /** When each was sent first: Unix milliseconds, by event. */
  readonly firstSentAtMs: ReadonlyMap<string, number>
}

/** How many webhooks are under way at once. */
export const SENDERS = 12

/** Sends all webhooks, each sender one in about `paceMs`. Resolves when each was answered 200. */
export async function sendAll(
  webhooks: readonly DrillWebhook[],
  ports: readonly number[],
  apiSecret: string,
  random: Random,
  paceMs: number,
): Promise<Sent> {
  const waiting = random.shuffle(webhooks)
  const firstSentAtMs = new Map<string, number>()
  let resends = 0

  async function sendUntilReceived(webhook: DrillWebhook): Promise<void> {
    while (!(await sendOnce(webhook, random.pick(ports), apiSecret))) {
      resends += 1
      await delay(50 + random.below(150))
    }
  }

  async function send(): Promise<void> {
    for (let webhook = waiting.pop(); webhook !== undefined; webhook = waiting.pop()) {
      await delay(random.below(2 * paceMs))
      firstSentAtMs.set(keyOf(webhook), Date.now())
      const copies = random.below(10) === 0 ? [webhook, webhook] : [webhook]
      await Promise.all(copies.map(sendUntilReceived))
      if (random.below(10) === 0) await sendUntilReceived(webhook)
    }
  }

  await Promise.all(Array.from({ length: SENDERS }, send))
  return { resends, firstSentAtMs }
}

/** Names the event of a webhook. */
export function keyOf({ merchantOrderId, status }: DrillWebhook): string {
  return `${merchantOrderId} ${status}`
}

async function sendOnce(
  { merchantOrderId, status }: DrillWebhook,
  port: number,
  apiSecret: string,
): Promise<boolean> {
  const body = JSON.stringify({
    merchantOrderId,
    paymentOrderId: `PAY_${merchantOrderId}`,
    status,
    orderAmount: { value: '10.00', currency: 'USD' },
  })
  const timestamp = String(Date.now())
  const path = '/webhook/payment'
  const signature = await signWebhook({ body, timestamp, path, scheme: 'request' }, apiSecret)
  const headers = { 'x-timestamp': timestamp, 'x-signature': signature }
  try {
    const url = `http://127.0.0.1:${port}${path}`
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      signal: AbortSignal.timeout(10_000),
    })
    await response.arrayBuffer()
    return response.status === 200
  } catch {
    // The process died under the request: as after any other answer, the provider sends again.
    return false
  }
}
