/**
 * How fast webhooks are answered, each of another order, in rounds that take turns.
 * Must not know what a receiver does with them.
 *
 * @module
 */
import { signWebhook } from '@paystablecoin/core'
import type { WebhookReceiver } from '@paystablecoin/core'

/** The secret of every receiver that is measured. */
export const SECRET = 'a-secret-of-this-benchmark'

/** What was seen of one way to answer. */
export interface Answers {
  readonly name: string
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** `perSecond` in each round, in the order of the rounds. */
  readonly rounds: readonly number[]
}

/** How much is measured. */
export interface Load {
  readonly rounds: number
  /** For each receiver in each round. */
  readonly webhooks: number
  readonly atOnce: number
}

/** Measures receivers in turn; each value is the median of the rounds. */
export async function measureAnswers(
  receivers: ReadonlyMap<string, WebhookReceiver>,
  { rounds, ...load }: Load,
): Promise<Answers[]> {
  const seen = new Map([...receivers.keys()].map((name) => [name, [] as Answers[]]))
  // The first round warms up.
  for (let round = 0; round <= rounds; round++) {
    // There and back, since each is measured in what the one before left to the servers.
    const turns = round % 2 === 0 ? [...receivers] : [...receivers].toReversed()
    for (const [name, receiver] of turns) {
      const answers = await measureOnce(name, receiver, load)
      if (round > 0) seen.get(name)?.push(answers)
    }
  }
  return [...seen].map(([name, all]) => ({
    name,
    perSecond: median(all.map(({ perSecond }) => perSecond)),
    p50Ms: median(all.map(({ p50Ms }) => p50Ms)),
    p99Ms: median(all.map(({ p99Ms }) => p99Ms)),
    rounds: all.map(({ perSecond }) => perSecond),
  }))
}

/** How many times as fast one is as the other: round by round, since other work on the machine comes and goes, and then the median. */
export function compare(one: Answers, other: Answers): number {
  return median(one.rounds.map((perSecond, round) => perSecond / (other.rounds[round] ?? NaN)))
}

async function measureOnce(
  name: string,
  receiver: WebhookReceiver,
  { webhooks, atOnce }: Omit<Load, 'rounds'>,
): Promise<Answers> {
  const signing = Array.from({ length: webhooks }, () => signOne(crypto.randomUUID()))
  const requests = await Promise.all(signing)
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
  await Promise.all(Array.from({ length: atOnce }, () => sendAll()))
  const perSecond = (webhooks * 1000) / (performance.now() - startedAt)
  return {
    name,
    perSecond,
    p50Ms: quantile(times, 0.5),
    p99Ms: quantile(times, 0.99),
    rounds: [perSecond],
  }
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
