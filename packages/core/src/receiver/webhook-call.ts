/**
 * One webhook's POST while it is being answered, and what is done in its background.
 * Must not know when which answer is given.
 *
 * @module
 */
import type { HeadersLike } from '../shared/types.ts'
import { report } from './delivery.ts'
import type { InFlight } from './in-flight.ts'
import type { WebhookProblem } from './options.ts'
import type { WebhookBody } from './read-body.ts'
import type { WebhookReply } from './replies.ts'
import type { ReceiverSettings } from './settings.ts'

/**
 * Keeps a runtime alive until a promise has settled. On Workers it is `(promise) => ctx.waitUntil(promise)`: taken off its
 * object, theirs throws.
 */
export type WaitUntil = (promise: Promise<unknown>) => void

/** A webhook's POST, as an adapter hands it over. */
export interface WebhookRequest<Context> {
  readonly headers: HeadersLike
  readonly body: WebhookBody
  /** The raw request target or URL: undecoded and not rewritten. Scheme, host and query are cut off here. */
  readonly path: string
  /** What `onEvent` gets as its second argument. */
  readonly context: Context
  /** Where the runtime has it. Without it `acknowledge: 'immediately'` needs a process that lives on. */
  readonly waitUntil?: WaitUntil | undefined
}

/** A request together with what it is judged and answered by. */
export interface WebhookCall<Context> {
  readonly request: WebhookRequest<Context>
  readonly settings: ReceiverSettings<Context>
  readonly inFlight: InFlight
}

/** Gives a reply and tells `onError` why. The answer does not wait for `onError`. */
export function turnAway<Context>(
  call: WebhookCall<Context>,
  reply: WebhookReply,
  problem: WebhookProblem,
): WebhookReply {
  runInBackground(call, report(call.settings, problem, call.request.context))
  return reply
}

/** Lets a report that never rejects go on after the answer: a shutdown and `waitUntil` wait for it. */
export function runInBackground<Context>(
  { request, inFlight }: WebhookCall<Context>,
  reporting: Promise<void>,
): void {
  const done = reporting.then(inFlight.enter('report'))
  request.waitUntil?.(done)
}
