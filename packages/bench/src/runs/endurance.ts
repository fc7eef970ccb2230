/**
 * Program: a million webhooks through one receiver. Signing is not timed. Started with `--expose-gc`.
 *
 * @module
 */
import { createWebhookReceiver } from '@paystablecoin/core/webhooks'
import { emit } from '../measure/emit.ts'
import { runtimeName } from '../measure/runtime.ts'
import { median } from '../measure/statistics.ts'
import { PATH, sampleBody, SECRET, webhookHeaders } from '../webhooks/sample.ts'
import { createFloorSigner } from '../webhooks/floor.ts'

const TOTAL = 1_000_000
const STAGE = 100_000
const BATCH = 50
const row = '1,000,000 webhooks through one receiver'
const runtime = runtimeName()
const sign = createFloorSigner(SECRET)

let handled = 0
const receiver = createWebhookReceiver({
  apiSecret: SECRET,
  scheme: 'request',
  onEvent: () => {
    handled += 1
  },
})

function makeWebhook(number: number): Parameters<typeof receiver.receive>[0] {
  const body = sampleBody(number)
  const timestamp = String(Date.now())
  const headers = webhookHeaders(body, timestamp, sign(timestamp, 'POST', PATH, body))
  return { headers, body, path: PATH, context: undefined }
}

async function receiveBatch(firstNumber: number): Promise<number> {
  const requests = Array.from({ length: BATCH }, (_, index) => makeWebhook(firstNumber + index))
  const startMs = performance.now()
  for (const request of requests) {
    const { status } = await receiver.receive(request)
    if (status !== 200) throw new Error(`answered ${status}`)
  }
  await receiver.idle()
  return performance.now() - startMs
}

const stages: number[] = []
const heaps: number[] = []
for (let number = 0; number < TOTAL; number += STAGE) {
  const batches: number[] = []
  for (let at = 0; at < STAGE; at += BATCH) batches.push(await receiveBatch(number + at))
  stages.push((median(batches) * 1000) / BATCH)
  globalThis.gc?.()
  heaps.push(process.memoryUsage().heapUsed / 1e6)
}

if (handled !== TOTAL) throw new Error(`${handled} of ${TOTAL} events were handled`)
const [firstUs = Number.NaN, lastUs = Number.NaN] = [stages.at(0), stages.at(-1)]
const [warmMb = Number.NaN, endMb = Number.NaN] = [heaps.at(0), heaps.at(-1)]
emit({
  part: 'growth',
  row,
  what: 'heap after it, against the heap after the first 100,000',
  runtime,
  value: endMb - warmMb,
  unit: 'MB',
  detail: `${warmMb.toFixed(1)} then ${endMb.toFixed(1)} MB`,
  limit: { atMost: 20, why: 'What is kept is bounded by `maxEntries`: something else is kept.' },
})
emit({
  part: 'growth',
  row,
  what: 'the last 100,000 against the first',
  runtime,
  value: lastUs / firstUs,
  unit: '×',
  detail: `${lastUs.toFixed(1)} against ${firstUs.toFixed(1)} µs`,
  limit: {
    atMost: 1.1,
    why: 'The first 100,000 fill the memory of the duplicates, and each after it also forgets one.',
  },
})
