/**
 * Telling the hooks of a webhook and of a try of its event. Nothing is done where there are none.
 * Must not know what a webhook is answered, nor what becomes of a try.
 *
 * @module
 */
import type { WebhookEvent, WebhookOrigin } from '../payment/events.ts'
import { runAround, runHooks } from '../shared/hooks.ts'
import type { Clock } from '../shared/types.ts'
import type {
  EventState,
  InboxHooks,
  ReceiverHooks,
  TryState,
  WebhookReason,
  WebhookState,
} from './hooks.ts'

/** A webhook, as far as hooks are told of it. */
export interface ToldWebhook {
  readonly settings: {
    readonly hooks: ReceiverHooks | undefined
    readonly clock: Pick<Clock, 'now'>
  }
  /** When it began; 0 where there are no hooks. */
  readonly startedAtMs: number
  /** What the hooks were told. */
  state?: WebhookState | undefined
}

const MOMENTS = {
  received: 'onReceived',
  rejected: 'onRejected',
  duplicate: 'onDuplicate',
} as const

/** Tells what a webhook came to. The reason decides: without one it is received. */
export function tellWebhook(
  webhook: ToldWebhook,
  event: WebhookEvent | undefined,
  reason: WebhookReason | undefined,
  httpStatus: number | undefined,
): void {
  const { hooks, clock } = webhook.settings
  if (hooks === undefined) return
  const isDuplicate = reason === 'done' || reason === 'in-flight'
  const outcome = reason === undefined ? 'received' : isDuplicate ? 'duplicate' : 'rejected'
  const nowMs = clock.now()
  const durationMs = nowMs - webhook.startedAtMs
  webhook.state = { ...toEventState(event, nowMs), outcome, reason, httpStatus, durationMs }
  runHooks(hooks[MOMENTS[outcome]], webhook.state)
}

/** A try of an event. */
export interface Try {
  readonly event: WebhookEvent | undefined
  readonly attempt: number
  readonly isLast: boolean
  readonly traceparent?: unknown
}

/**
 * Runs a try, and tells the hooks how it ended. Resolves with what `run` does.
 *
 * @throws What the try threw.
 */
export async function runTry(
  hooks: InboxHooks,
  { now }: Pick<Clock, 'now'>,
  { event, attempt, isLast, traceparent }: Try,
  run: () => Promise<TryState['outcome']>,
): Promise<TryState['outcome']> {
  const startedAtMs = now()
  const start = { ...toEventState(event, startedAtMs), attempt, traceparent }
  let hasFailed = false

  async function work(): Promise<TryState> {
    let outcome: TryState['outcome'] = isLast ? 'undelivered' : 'failed'
    let error: unknown
    try {
      outcome = await run()
    } catch (thrown) {
      hasFailed = true
      error = thrown
    }
    return { ...start, outcome, error, durationMs: now() - startedAtMs }
  }

  const state = await runAround(hooks.aroundHandler, start, work, (end) => end)
  runHooks(hooks.onHandled, state)
  if (hasFailed) throw state.error
  return state.outcome
}

// What a webhook and a query tell of an event, and none does.
interface EventFacts extends Omit<Partial<WebhookOrigin>, 'source'> {
  readonly kind?: WebhookEvent['kind']
  readonly status?: string | undefined
  readonly source?: WebhookEvent['source']
}

function toEventState(event: EventFacts = {}, nowMs: number): EventState {
  const { kind, status, source, timestamp, scheme, secretIndex } = event
  const ageMs = timestamp === undefined ? undefined : nowMs - Number(timestamp)
  return { kind, status, source, scheme, secretIndex, ageMs }
}
