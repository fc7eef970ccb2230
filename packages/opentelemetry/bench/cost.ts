/**
 * What OpenTelemetry costs a webhook, as a ratio to none, side by side in one process: `node bench/cost.ts`, with Node 24.
 *
 * @module
 */
import { context } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics'
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base'
import { createWebhookReceiver, createWebhookRequest, tryInboxEntry } from '@paystablecoin/core'
import type { Inbox, InboxEntry, WebhookReceiver } from '@paystablecoin/core'
import { instrument } from '@paystablecoin/opentelemetry'
import type { Instrumentation } from '@paystablecoin/opentelemetry'

const ROUNDS = 1500
const WARM_UP = 200
const WEBHOOKS = 40
const SECRET = 'secret-of-a-bench'
const BODY = JSON.stringify({
  acquiringOrderId: 'ACQU7XSBEZ86WAAVHLCE4XM',
  paymentOrderId: 'PAYSWQCFX668GT375AQPJ6E',
  merchantOrderId: 'ORDER_1738112345000',
  status: 'SUCCEEDED',
  orderAmount: { value: '18.50', currency: 'USD' },
  cryptoPaidAmount: { value: '18.50', currency: 'USDT' },
})

class IdleReader extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

/** The SDK, whose exporter throws everything away. */
function startSdk(sampled: number): Instrumentation {
  const exporter = {
    export: (_spans: unknown, done: (result: { code: number }) => void) => done({ code: 0 }),
    shutdown: async () => undefined,
  }
  const tracerProvider = new BasicTracerProvider({
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(sampled) }),
    spanProcessors: [new BatchSpanProcessor(exporter, { scheduledDelayMillis: 200 })],
  })
  const meterProvider = new MeterProvider({ readers: [new IdleReader()] })
  return instrument({ tracerProvider, meterProvider })
}

function withHandler(telemetry: Instrumentation | undefined): WebhookReceiver {
  return createWebhookReceiver({
    apiSecret: SECRET,
    acknowledge: 'after-handler',
    deduplication: {
      claim: () => ({ state: 'claimed', token: '1' }),
      complete: () => undefined,
      release: () => undefined,
    },
    onEvent: () => undefined,
    hooks: telemetry?.hooks,
  })
}

function withInbox(telemetry: Instrumentation | undefined): WebhookReceiver {
  const hooks = telemetry?.hooks
  const own: Inbox = {
    put: async (entry: InboxEntry) => {
      const parts = { inbox: own, handle: () => undefined, hooks }
      await tryInboxEntry({ entry, attempt: 1, isLast: false }, parts)
    },
  }
  const inbox = telemetry === undefined ? own : telemetry.inbox(own)
  return createWebhookReceiver({ apiSecret: SECRET, inbox, hooks })
}

const medianOf = (times: number[]): number =>
  times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
const signed = await createWebhookRequest({ url: 'http://x.test/w', body: BODY }, SECRET)
const webhook = { headers: signed.headers, body: BODY, path: '/w', context: undefined }
const ways: Readonly<Record<string, Instrumentation | undefined>> = {
  'no hooks': undefined,
  'no SDK': instrument(),
  'a tenth is sampled': startSdk(0.1),
  'all is sampled': startSdk(1),
}

for (const create of [withHandler, withInbox]) {
  const rows = Object.entries(ways).map(([name, telemetry]) => ({
    name,
    receiver: create(telemetry),
    times: [] as number[],
  }))
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { receiver, times } of round % 2 === 0 ? rows : rows.toReversed()) {
      const startedAtMs = performance.now()
      for (let each = 0; each < WEBHOOKS; each += 1) await receiver.receive(webhook)
      if (round >= WARM_UP) times.push((performance.now() - startedAtMs) / WEBHOOKS)
    }
    // Lets the SDK export.
    if (round % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  }
  const none = medianOf(rows[0]?.times ?? [])
  for (const { name, times } of rows) {
    const addedUs = (medianOf(times) - none) * 1000
    const ratio = (medianOf(times) / none).toFixed(2)
    process.stdout.write(`${create.name}, ${name}: ${ratio}, +${addedUs.toFixed(1)} µs\n`)
  }
}
