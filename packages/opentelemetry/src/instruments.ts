/**
 * Every metric, by the name, unit and kind that the documentation has.
 * Must not know when one is recorded.
 *
 * @module
 */
import type { Counter, Gauge, Histogram, Meter, ObservableGauge } from '@opentelemetry/api'

/** The metrics. */
export interface Instruments {
  readonly callDuration: Histogram
  readonly callRetries: Counter
  readonly clockOffset: Gauge
  readonly webhookDuration: Histogram
  readonly secretLastUsed: Gauge
  readonly handlerDuration: Histogram
  readonly eventAge: Histogram
  readonly inboxEntries: ObservableGauge
  readonly inboxOldestAge: ObservableGauge
  readonly roundDuration: Histogram
  readonly roundItems: Counter
}

const WORK_SECONDS = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
]
const CALL_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
// A resend may be late by hours, and so may a worker be.
const AGE_SECONDS = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600, 14_400, 86_400]

/** Creates the metrics on a meter. */
export function createInstruments(meter: Meter): Instruments {
  const seconds = (name: string, description: string, explicitBucketBoundaries: number[]) =>
    meter.createHistogram(name, { description, unit: 's', advice: { explicitBucketBoundaries } })
  return {
    callDuration: seconds(
      'paystablecoin.call.duration',
      'Calls, over all their attempts.',
      CALL_SECONDS,
    ),
    callRetries: meter.createCounter('paystablecoin.call.retries', {
      description: 'Attempts after the first.',
      unit: '{retry}',
    }),
    clockOffset: meter.createGauge('paystablecoin.clock.offset', {
      description: 'How far the provider’s clock is ahead of this one.',
      unit: 's',
    }),
    webhookDuration: seconds(
      'paystablecoin.webhook.duration',
      'Webhooks, until the answer is decided.',
      WORK_SECONDS,
    ),
    secretLastUsed: meter.createGauge('paystablecoin.secret.last_used', {
      description: 'When a webhook was last signed with this secret, in Unix time.',
      unit: 's',
    }),
    handlerDuration: seconds('paystablecoin.handler.duration', 'Tries of events.', WORK_SECONDS),
    eventAge: seconds(
      'paystablecoin.event.age',
      'How old an event was when its try began.',
      AGE_SECONDS,
    ),
    inboxEntries: meter.createObservableGauge('paystablecoin.inbox.entries', {
      description: 'Entries of the inbox.',
      unit: '{entry}',
    }),
    inboxOldestAge: meter.createObservableGauge('paystablecoin.inbox.oldest.age', {
      description: 'How long the oldest waiting entry has been in the inbox.',
      unit: 's',
    }),
    roundDuration: seconds(
      'paystablecoin.reconciler.round.duration',
      'Rounds of the reconciler.',
      CALL_SECONDS,
    ),
    roundItems: meter.createCounter('paystablecoin.reconciler.items', {
      description: 'What rounds did with orders and refunds.',
      unit: '{item}',
    }),
  }
}
