/**
 * The entry `@paystablecoin/opentelemetry`: hooks that make spans and metrics.
 *
 * @module
 */
export { instrument } from './instrument.ts'
export type { Instrumentation, InstrumentOptions, TelemetryHooks } from './instrument.ts'
