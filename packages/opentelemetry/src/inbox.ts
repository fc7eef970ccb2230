/**
 * An inbox whose puts are spans and carry their trace to the worker, and whose depth is measured.
 * Must not know which queue it is.
 *
 * @module
 */
import { diag, SpanKind } from '@opentelemetry/api'
import type { Meter, Span, Tracer } from '@opentelemetry/api'
import type { Inbox, InboxEntry, InboxHealth } from '@paystablecoin/core'
import { endSpan, runIn } from './client-hooks.ts'
import type { Instruments } from './instruments.ts'
import { toMessaging } from './receiver-hooks.ts'
import { writeTraceparent } from './traceparent.ts'

/** An inbox, with `health` where it has one. */
export type MeasurableInbox = Inbox & { readonly health?: (() => Promise<InboxHealth>) | undefined }

/** What an inbox is instrumented with. */
export interface InboxParts {
  readonly tracer: Tracer
  readonly meter: Meter
  readonly instruments: Instruments
}

/** The inbox with another `put`; where it has `health`, that is asked at each collection of metrics. */
export function instrumentInbox<Instrumented extends MeasurableInbox>(
  inbox: Instrumented,
  name: string,
  { tracer, meter, instruments }: InboxParts,
): Instrumented {
  if (inbox.health !== undefined) observeHealth(inbox.health, name, meter, instruments)

  function startPut(): Span {
    const attributes = toMessaging('send', 'paystablecoin.inbox')
    const kind = SpanKind.PRODUCER
    return tracer.startSpan('send paystablecoin.inbox', { kind, attributes })
  }

  async function put(entry: InboxEntry): Promise<void> {
    // Telemetry that fails must not keep a payment from being put.
    const span = attempt(startPut)
    if (span === undefined) return inbox.put(entry)
    const traceparent = writeTraceparent(span.spanContext())
    const traced = traceparent === undefined ? entry : { ...entry, traceparent }
    try {
      await runIn(span, async () => inbox.put(traced))
      attempt(() => endSpan(span, undefined))
    } catch (error) {
      attempt(() => endSpan(span, error ?? 'thrown'))
      throw error
    }
  }

  return { ...inbox, put }
}

function attempt<Result>(run: () => Result): Result | undefined {
  try {
    return run()
  } catch (error) {
    diag.error('[paystablecoin] a span of the inbox failed; the put goes on', error)
    return undefined
  }
}

function observeHealth(
  health: () => Promise<InboxHealth>,
  name: string,
  meter: Meter,
  { inboxEntries, inboxOldestAge }: Instruments,
): void {
  const labels = { 'paystablecoin.inbox': name }
  meter.addBatchObservableCallback(
    async (result) => {
      const { waiting, active, dead, oldestWaitingMs = 0 } = await health()
      for (const [state, count] of Object.entries({ waiting, active, dead })) {
        result.observe(inboxEntries, count, { ...labels, 'paystablecoin.state': state })
      }
      result.observe(inboxOldestAge, oldestWaitingMs / 1000, labels)
    },
    [inboxEntries, inboxOldestAge],
  )
}
