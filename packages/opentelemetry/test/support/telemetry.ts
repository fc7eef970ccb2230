/**
 * The real SDK with exporters in memory.
 *
 * @module
 */
import { context } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import type { MetricData } from '@opentelemetry/sdk-metrics'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import { instrument } from '../../src/index.ts'
import type { Instrumentation } from '../../src/index.ts'

export interface Telemetry extends Instrumentation {
  /** Runs work in a span of the app's own, as of an HTTP request. */
  readonly inSpan: <Result>(name: string, run: () => Promise<Result>) => Promise<Result>
  /** The spans that have ended, the oldest first. */
  readonly spans: () => readonly ReadableSpan[]
  /** Collects all metrics. */
  readonly collect: () => Promise<readonly MetricData[]>
}

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())

/** Sets up an SDK, and instruments with it. */
export function startTelemetry(): Telemetry {
  const spanExporter = new InMemorySpanExporter()
  const tracerProvider = new BasicTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(spanExporter)],
  })
  const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({ exporter: metricExporter })
  const meterProvider = new MeterProvider({ readers: [reader] })
  const tracer = tracerProvider.getTracer('app')
  return {
    ...instrument({ tracerProvider, meterProvider }),
    inSpan: (name, run) => tracer.startActiveSpan(name, (span) => run().finally(() => span.end())),
    spans: () => spanExporter.getFinishedSpans(),
    async collect() {
      await reader.forceFlush()
      const last = metricExporter.getMetrics().at(-1)
      return (last?.scopeMetrics ?? []).flatMap(({ metrics }) => metrics)
    },
  }
}
