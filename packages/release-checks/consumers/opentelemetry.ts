// A merchant's telemetry: one object of hooks for the client, the receiver and the worker of an inbox.
import {
  createClient,
  createReconciler,
  createWebhookReceiver,
  tryInboxEntry,
} from '@paystablecoin/core'
import type { ClientOptions, Inbox, InboxTryResult } from '@paystablecoin/core'
import { instrument } from '@paystablecoin/opentelemetry'
import type {
  Instrumentation,
  InstrumentOptions,
  TelemetryHooks,
} from '@paystablecoin/opentelemetry'

declare const options: ClientOptions
declare const queue: Inbox & { readonly name: string }

const providers: InstrumentOptions = { tracerProvider: undefined }
export const telemetry: Instrumentation = instrument(providers)
const hooks: TelemetryHooks = telemetry.hooks

const inbox = telemetry.inbox(queue, queue.name)
export const name: string = inbox.name
export const client = createClient({ ...options, hooks })
export const receiver = createWebhookReceiver({ apiSecret: 'your-api-secret', hooks, inbox })
export const { runOnce } = createReconciler({
  client,
  receiver,
  pending: () => [],
  onRound: telemetry.onRound,
})

export function work(entry: unknown): Promise<InboxTryResult> {
  const handle = () => telemetry.link(telemetry.traceparent())
  return tryInboxEntry({ entry, attempt: 1, isLast: false }, { inbox, handle, hooks })
}
