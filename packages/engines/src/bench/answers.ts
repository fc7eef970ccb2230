/**
 * How fast webhooks are answered: 16 at once, each of another order, in rounds that take turns.
 * Must not know what a receiver does with them.
 *
 * @module
 */
import { signWebhook } from '@paystablecoin/core'
import type { WebhookReceiver } from '@paystablecoin/core'

/** The secret of every receiver that is measured. */
export const SECRET = 'a-secret-of-this-benchmark'

const AT_ONCE = 16

/** What was seen of one way to answer. */
export interface Answers {
  readonly name: string
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/** Measures receivers in turn; each value is the median of the rounds. */
export async function measureAnswers(
  receivers: ReadonlyMap<string, WebhookReceiver>,
  { rounds, webhooks }: { readonly rounds: number; readonly webhooks: number },
): Promise<Answers[]> {
  const seen = new Map([...receivers.keys()].map((name) => [name, [] as Answers[]]))
  // The first round warms up.
  for (let round = 0; round <= rounds; round++) {
    for (const [name, receiver] of receivers) {
      const answers = await measureOnce(name, receiver, `${round}_${name}`, webhooks)
      if (round > 0) seen.get(name)?.push(answers)
    }
  }
  return [...seen].map(([name, all]) => ({
    name,
    perSecond: median(all.map(({ perSecond }) => perSecond)),
    p50Ms: median(all.map(({ p50Ms }) => p50Ms)),
    p99Ms: median(all.map(({ p99Ms }) => p99Ms)),
  }))
}

async function measureOnce(
  name: string,
  receiver: WebhookReceiver,
  prefix: string,
  webhooks: number,
): Promise<Answers> {
  const requests = await Promise.all(
    Array.from({ length: webhooks }, (_, index) => signOne(`${prefix}_${index}`)),
  )
  const times: number[] = []
  const sendAll = async () => {
    for (let next = requests.pop(); next !== undefined; next = requests.pop()) {
      const startedAt = performance.now()
      const { status } = await receiver.receive(next)
      if (status !== 200) throw new Error(`${name} answered ${status}`)
      times.push(performance.now() - startedAt)
    }
  }
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: AT_ONCE }, () => sendAll()))
  const perSecond = (webhooks * 1000) / (performance.now() - startedAt)
  return { name, perSecond, p50Ms: quantile(times, 0.5), p99Ms: quantile(times, 0.99) }
}

async function signOne(merchantOrderId: string) {
  const timestamp = String(Date.now())
  const orderAmount = { value: '1.00', currency: 'USD' }
  const body = JSON.stringify({
    merchantOrderId,
    status: 'SUCCEEDED',
    paymentOrderId: 'PAY_1',
    orderAmount,
  })
  const signature = await signWebhook({ timestamp, body, scheme: 'body' }, SECRET)
  const headers = { 'x-timestamp': timestamp, 'x-signature': signature }
  return { headers, body, path: '/', context: undefined }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}
