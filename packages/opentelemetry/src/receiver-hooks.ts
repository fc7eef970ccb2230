/**
 * The hooks of a receiver and of an inbox's worker: a span for each webhook and for each try of an event, and their metrics.
 * Must not know how a webhook is verified nor how a queue works.
 *
 * @module
 */
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { Link, Tracer } from '@opentelemetry/api'
import type { ReceiverHooks, TryStart, TryState, WebhookState } from '@paystablecoin/core'
import { endSpan, runIn } from './client-hooks.ts'
import type { Instruments } from './instruments.ts'
import { toEventAttributes, withoutUndefined } from './labels.ts'
import { readTraceparent } from './traceparent.ts'

/** Creates the hooks. */
export function createReceiverHooks(
  tracer: Tracer,
  instruments: Instruments,
): Required<
  Pick<
    ReceiverHooks,
    'aroundWebhook' | 'aroundHandler' | 'onReceived' | 'onRejected' | 'onDuplicate' | 'onHandled'
  >
> {
  async function aroundWebhook(
    _start: undefined,
    run: () => Promise<WebhookState | undefined>,
  ): Promise<void> {
    const attributes = toMessaging('receive', 'paystablecoin.webhooks')
    const span = tracer.startSpan('receive paystablecoin.webhooks', {
      kind: SpanKind.CONSUMER,
      attributes,
    })
    const state = await runIn(span, run)
    if (state !== undefined) {
      span.setAttributes({ ...toEventAttributes(state), ...toOutcome(state) })
      // A stranger's webhook is no error of ours; one that we ask for again is.
      if ((state.httpStatus ?? 0) >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
    }
    span.end()
  }

  async function aroundHandler(start: TryStart, run: () => Promise<TryState>): Promise<void> {
    const put = readTraceparent(start.traceparent)
    const parent =
      put === undefined ? context.active() : trace.setSpanContext(context.active(), put)
    const links: Link[] = put === undefined ? [] : [{ context: put }]
    const from = put === undefined ? 'paystablecoin.webhooks' : 'paystablecoin.inbox'
    const attributes = {
      ...toMessaging('process', from),
      ...toEventAttributes(start),
      'paystablecoin.attempt': start.attempt,
    }
    const span = tracer.startSpan(
      `process ${from}`,
      { kind: SpanKind.CONSUMER, attributes, links },
      parent,
    )
    const { outcome, error } = await context.with(trace.setSpan(parent, span), run)
    span.setAttribute('paystablecoin.outcome', outcome)
    endSpan(
      span,
      outcome === 'failed' || outcome === 'undelivered' ? (error ?? 'thrown') : undefined,
    )
  }

  function onWebhook(state: WebhookState): void {
    const labels = withoutUndefined({ ...toOutcome(state), 'paystablecoin.kind': state.kind })
    instruments.webhookDuration.record(state.durationMs / 1000, labels)
    if (state.secretIndex === undefined) return
    const secret = { 'paystablecoin.secret.index': state.secretIndex }
    instruments.secretLastUsed.record(Math.round(Date.now() / 1000), secret)
  }

  function onHandled({ kind, outcome, ageMs, durationMs }: TryState): void {
    const labels = withoutUndefined({
      'paystablecoin.kind': kind,
      'paystablecoin.outcome': outcome,
    })
    instruments.handlerDuration.record(durationMs / 1000, labels)
    // A clock that is behind may make an event one of the future.
    if (ageMs !== undefined) instruments.eventAge.record(Math.max(0, ageMs) / 1000, labels)
  }

  return {
    aroundWebhook,
    aroundHandler,
    onReceived: onWebhook,
    onRejected: onWebhook,
    onDuplicate: onWebhook,
    onHandled,
  }
}

/** The attributes of a message, by the semantic conventions. */
export function toMessaging(
  operation: 'receive' | 'send' | 'process',
  destination: string,
): Record<string, string> {
  return {
    'messaging.system': 'paystablecoin',
    'messaging.operation.name': operation,
    'messaging.operation.type': operation,
    'messaging.destination.name': destination,
  }
}

function toOutcome({ outcome, reason }: WebhookState): Record<string, string> {
  return reason === undefined
    ? { 'paystablecoin.outcome': outcome }
    : { 'paystablecoin.outcome': outcome, 'paystablecoin.reason': reason }
}
