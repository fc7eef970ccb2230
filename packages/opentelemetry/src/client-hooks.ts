/**
 * The hooks of a client: a span for each call and one for each of its attempts, and the metrics of both.
 * Must not know webhooks; never records a URL, since the provider's URLs hold ids.
 *
 * @module
 */
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { Span, Tracer } from '@opentelemetry/api'
import type { CallStart, CallState, ClientHooks } from '@paystablecoin/core'
import type { Instruments } from './instruments.ts'
import { errorTypeOf, outcomeOf, providerCodeOf, toCallLabels, withoutUndefined } from './labels.ts'

/** Creates the hooks. */
export function createClientHooks(
  tracer: Tracer,
  instruments: Instruments,
): Required<Pick<ClientHooks, 'aroundCall' | 'aroundAttempt' | 'afterResponse' | 'onRetry'>> {
  async function aroundCall(start: CallStart, run: () => Promise<CallState>): Promise<void> {
    const startedAtMs = performance.now()
    const labels = toCallLabels(start)
    const name = `paystablecoin ${start.method} ${start.route}`
    const span = tracer.startSpan(name, { kind: SpanKind.INTERNAL, attributes: labels })
    const { attempt, error } = await runIn(span, run)
    const outcome = withoutUndefined({
      'paystablecoin.outcome': outcomeOf(error),
      'paystablecoin.code': providerCodeOf(error),
    })
    const seconds = (performance.now() - startedAtMs) / 1000
    instruments.callDuration.record(seconds, { ...labels, ...outcome })
    span.setAttributes({ ...outcome, 'paystablecoin.attempts': attempt })
    endSpan(span, error)
  }

  async function aroundAttempt(start: CallStart, run: () => Promise<CallState>): Promise<void> {
    const { method, route, attempt } = start
    const attributes = withoutUndefined({
      ...toCallLabels(start),
      ...toServer(start.origin),
      'http.request.resend_count': attempt > 1 ? attempt - 1 : undefined,
    })
    const span = tracer.startSpan(`${method} ${route}`, { kind: SpanKind.CLIENT, attributes })
    const { httpStatus, error } = await runIn(span, run)
    if (httpStatus !== undefined) span.setAttribute('http.response.status_code', httpStatus)
    endSpan(span, error)
  }

  return {
    aroundCall,
    aroundAttempt,
    afterResponse: ({ measuredOffsetMs }: CallState) => {
      if (measuredOffsetMs !== undefined) instruments.clockOffset.record(measuredOffsetMs / 1000)
    },
    onRetry: (state: CallState) => {
      const type = errorTypeOf(state.error)
      instruments.callRetries.add(
        1,
        withoutUndefined({ ...toCallLabels(state), 'error.type': type }),
      )
    },
  }
}

function toServer(origin: string): { 'server.address': string; 'server.port': number } {
  const { hostname, port, protocol } = new URL(origin)
  const byDefault = protocol === 'https:' ? 443 : 80
  return { 'server.address': hostname, 'server.port': port === '' ? byDefault : Number(port) }
}

/** Runs work with a span as the active one. */
export function runIn<End>(span: Span, run: () => Promise<End>): Promise<End> {
  return context.with(trace.setSpan(context.active(), span), run)
}

/** Ends a span, with the class of an error where there is one. */
export function endSpan(span: Span, error: unknown): void {
  const type = errorTypeOf(error)
  if (type !== undefined) {
    span.setAttribute('error.type', type)
    span.setStatus({ code: SpanStatusCode.ERROR })
  }
  span.end()
}
