/**
 * The hooks of a receiver and of an inbox's worker: what they are told, and when.
 * Must never hand out a secret, a signature, a body or an id; runs no code.
 *
 * @module
 */
import type { WebhookEvent } from '../payment/events.ts'
import type { AroundHook, Hooks } from '../shared/hooks.ts'
import type { WebhookScheme } from '../shared/types.ts'
import type { SignatureReason } from '../signing/signature-error.ts'
import type { BodyReason } from './errors.ts'

/** What a hook is told of an event. */
export interface EventState {
  /** `undefined` where there is no event: nothing was authentic, or an entry could not be read. */
  readonly kind: WebhookEvent['kind'] | undefined
  /** The event's status. Of an event of the kind `unknown` it may be any text. */
  readonly status: string | undefined
  /** `query` for what was learned by asking the provider. */
  readonly source: WebhookEvent['source'] | undefined
  /** The scheme that held. */
  readonly scheme: WebhookScheme | undefined
  /** Which of several secrets signed it: 0 is the first. */
  readonly secretIndex: number | undefined
  /** How long ago the provider signed it. */
  readonly ageMs: number | undefined
}

/**
 * Why a webhook was not taken. Rejected: a `SignatureReason`, `malformed-event`, `other-merchant`, or a `BodyReason`. Asked to be sent
 * again: `overloaded`, and `store` where the deduplication store or the inbox failed. A duplicate: `done`, or `in-flight` where
 * its handler is at work.
 */
export type WebhookReason =
  | SignatureReason
  | BodyReason
  | 'malformed-event'
  | 'other-merchant'
  | 'overloaded'
  | 'store'
  | 'done'
  | 'in-flight'

/** What a hook is told of a webhook. */
export interface WebhookState extends EventState {
  readonly outcome: 'received' | 'duplicate' | 'rejected'
  /** `undefined` for one that is received. */
  readonly reason: WebhookReason | undefined
  /** What it is answered; `undefined` where the handler decides that. */
  readonly httpStatus: number | undefined
  /** How long it has taken since its headers were there. */
  readonly durationMs: number
}

/** What a hook is told of a try of an event before it begins. */
export interface TryStart extends EventState {
  /** Which try it is, from 1. */
  readonly attempt: number
  /** The trace context that the event was put into its inbox with, as the entry has it: not checked. */
  readonly traceparent: unknown
}

/** What a hook is told of a try of an event. */
export interface TryState extends TryStart {
  /**
   * `handled`: the handler succeeded. `resolved`: what the provider answered about an event of an unknown shape is handled in its
   * place. `failed`: it is tried again. `undelivered`: it was the last try; query the order, or replay it from the inbox.
   */
  readonly outcome: 'handled' | 'resolved' | 'failed' | 'undelivered'
  readonly durationMs: number
  /** What was thrown: your handler's own, so it may hold anything. */
  readonly error: unknown
}

/** Functions that a receiver calls: one for each moment, or several. Each webhook is told to one of the first three, once. */
export interface ReceiverHooks extends InboxHooks {
  /** A webhook is authentic and new: its handler is about to run, or its event is in the inbox, which may have had it before. */
  readonly onReceived?: Hooks<WebhookState> | undefined
  /** A webhook was not taken: answered 4xx, or 5xx before any handler. */
  readonly onRejected?: Hooks<WebhookState> | undefined
  /** A webhook is authentic, and its event was handled before or is being handled. */
  readonly onDuplicate?: Hooks<WebhookState> | undefined
  /**
   * Each webhook is answered inside this one function, for a context around it, as tracing has. It calls `run` before it first awaits;
   * the webhook is answered once, whatever the hook does. `run` resolves with what the webhook came to.
   */
  readonly aroundWebhook?: AroundHook<undefined, WebhookState | undefined> | undefined
}

/** Functions that a receiver and the worker of an inbox call. A client's beside them are left alone: one object may serve all. */
export interface InboxHooks {
  /** A client's: never called here. */
  readonly beforeRequest?: unknown
  /** A try of an event has ended. */
  readonly onHandled?: Hooks<TryState> | undefined
  /** The same for each try of an event: the handler runs inside, once. `run` resolves with the try's end and never rejects. */
  readonly aroundHandler?: AroundHook<TryStart, TryState> | undefined
}
