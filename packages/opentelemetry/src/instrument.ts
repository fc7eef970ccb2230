/**
 * `instrument`: spans and metrics for a client, a receiver, an inbox and a reconciler.
 * Must never record an id, a URL, a secret, a signature or a body.
 *
 * @module
 */
import { metrics, trace } from '@opentelemetry/api'
import type { MeterProvider, TracerProvider } from '@opentelemetry/api'
import type { ClientHooks, ReceiverHooks, ReconcileRound } from '@paystablecoin/core'
import { createClientHooks } from './client-hooks.ts'
import { instrumentInbox } from './inbox.ts'
import type { MeasurableInbox } from './inbox.ts'
import { createInstruments } from './instruments.ts'
import { createReceiverHooks } from './receiver-hooks.ts'
import { readTraceparent, writeTraceparent } from './traceparent.ts'

/** Where spans and metrics go. */
export interface InstrumentOptions {
  /** @default the global one */
  readonly tracerProvider?: TracerProvider | undefined
  /** @default the global one */
  readonly meterProvider?: MeterProvider | undefined
}

/** Hooks for clients, receivers and inboxes alike. */
export type TelemetryHooks = ClientHooks & ReceiverHooks

/** What makes spans and metrics. Its functions can be passed around on their own. */
export interface Instrumentation {
  /** The option `hooks` of clients, receivers and inboxes: the same for all. */
  readonly hooks: TelemetryHooks
  /**
   * The inbox to give to a receiver: its puts are spans, and each entry carries its trace to the worker's `hooks`. Where it has
   * `health`, that is asked at each collection: once for all processes is enough.
   *
   * @param name - Tells several inboxes apart. `inbox` without it.
   */
  readonly inbox: <Instrumented extends MeasurableInbox>(
    inbox: Instrumented,
    name?: string,
  ) => Instrumented
  /** The option `onRound` of a reconciler. */
  readonly onRound: (round: ReconcileRound & { readonly durationMs: number }) => void
  /**
   * The active trace, as text: keep it with an order that you create. `undefined` where there is none. It is no secret, and it
   * proves nothing.
   */
  readonly traceparent: () => string | undefined
  /** Links the active span, such as that of a handler, to the one that `traceparent` was taken in. Ignores what is no trace. */
  readonly link: (traceparent: string | null | undefined) => void
}

const NAME = '@paystablecoin/opentelemetry'

/**
 * Makes the hooks. Set up the OpenTelemetry SDK before, with its context manager; without an SDK nothing is recorded, and nothing breaks.
 *
 * @example
 * ```ts
 * import { createClient, createWebhookReceiver } from '@paystablecoin/core'
 * import { instrument } from '@paystablecoin/opentelemetry'
 *
 * const { hooks } = instrument()
 * const apiSecret = 'your-api-secret'
 * export const client = createClient({
 *   merchantId: '1000',
 *   apiKey: 'your-api-key',
 *   apiSecret,
 *   environment: 'production',
 *   hooks,
 * })
 * export const receiver = createWebhookReceiver({
 *   apiSecret,
 *   hooks,
 *   onEvent: (event) => console.log(event.kind),
 * })
 * ```
 */
export function instrument(options: InstrumentOptions = {}): Instrumentation {
  const tracer = (options.tracerProvider ?? trace.getTracerProvider()).getTracer(NAME)
  const meter = (options.meterProvider ?? metrics.getMeterProvider()).getMeter(NAME)
  const instruments = createInstruments(meter)
  return {
    hooks: {
      ...createClientHooks(tracer, instruments),
      ...createReceiverHooks(tracer, instruments),
    },
    inbox: (inbox, name = 'inbox') => instrumentInbox(inbox, name, { tracer, meter, instruments }),
    onRound: ({ durationMs, queried: _queried, ...results }) => {
      instruments.roundDuration.record(durationMs / 1000)
      for (const [result, count] of Object.entries(results)) {
        if (count > 0) instruments.roundItems.add(count, { 'paystablecoin.result': result })
      }
    },
    traceparent: () => writeTraceparent(trace.getActiveSpan()?.spanContext()),
    link: (traceparent) => {
      const context = readTraceparent(traceparent)
      if (context !== undefined) trace.getActiveSpan()?.addLink({ context })
    },
  }
}
