/**
 * An inbox whose puts are spans and carry their trace to the worker, and whose depth is measured.
 * Must not know which queue it is.
 *
 * @module
 */
import { SpanKind } from '@opentelemetry/api'
import type { Meter, Tracer } from '@opentelemetry/api'
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

  async function put(entry: InboxEntry): Promise<void> {
    const attributes = toMessaging('send', 'paystablecoin.inbox')
    const span = tracer.startSpan('send paystablecoin.inbox', {
      kind: SpanKind.PRODUCER,
      attributes,
    })
    const traceparent = writeTraceparent(span.spanContext())
    try {
      await runIn(span, async () =>
        inbox.put(traceparent === undefined ? entry : { ...entry, traceparent }),
      )
      endSpan(span, undefined)
    } catch (error) {
      endSpan(span, error ?? 'thrown')
      throw error
    }
  }

  return { ...inbox, put }
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
