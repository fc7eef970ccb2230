/**
 * What the workers of all inboxes share: one try of an entry, what becomes of it, and what is reported.
 * Must not know which queue runs the jobs, nor when the next try is.
 *
 * @module
 */
import { assertInboxEntry, readInboxEntry, toInboxEntry } from '../inbox/entry.ts'
import type { Inbox, InboxEntry } from '../inbox/entry.ts'
import { isInboxEntryError } from '../inbox/errors.ts'
import type { WebhookEvent } from '../payment/events.ts'
import { systemClock } from '../shared/clock.ts'
import { toLine } from '../shared/foreign-text.ts'
import type { Clock } from '../shared/types.ts'
import { DeliveryError } from './errors.ts'
import type { InboxHooks, TryState } from './hooks.ts'
import { isUnrecognizedEvent, resolveUnknownEvent } from './resolve-unknown.ts'
import type { StatusQueries } from './resolve-unknown.ts'
import { runTry } from './tell-hooks.ts'
import type { Try } from './tell-hooks.ts'

/** What went wrong in the worker of an inbox, for `onError`. */
export interface InboxProblem {
  /**
   * `failed`: this try failed, and the event is tried again later. `undelivered`: the last try failed, or the entry could not be
   * read; it stays among the dead until you replay it. `unrecognized`: an event of an unknown shape is final or names an order or
   * refund, and nobody asked the provider about it (see `resolveUnknown`), or it is not known there. `unavailable`: the queue's
   * own server is away; the work goes on when it is back.
   */
  readonly outcome: 'failed' | 'undelivered' | 'unrecognized' | 'unavailable'
  /** What was thrown. */
  readonly error: unknown
  /** The event; `undefined` where it is about none, or could not be read. */
  readonly event: WebhookEvent | undefined
  /** Which try it was, from 1. */
  readonly attempt?: number | undefined
}

/**
 * An entry whose last try has failed. Its key is held as long as the job is kept, which the package of the queue says: until then
 * resends and queries of the same event change nothing.
 */
export interface DeadEntry {
  /** What `replay` takes. */
  readonly id: string
  /** The event; `undefined` where the entry could not be read. */
  readonly event: WebhookEvent | undefined
  /** What the last try ended with. */
  readonly error: string
  /** How often it was tried. */
  readonly attempts: number
  /** Since when it is dead: Unix milliseconds. */
  readonly sinceMs: number
}

/** How an inbox is doing. */
export interface InboxHealth {
  /** Entries that wait for their first or next try. */
  readonly waiting: number
  /** Entries that are being handled. */
  readonly active: number
  /** Entries whose last try has failed: what to raise an alarm about. */
  readonly dead: number
  /** How long the oldest waiting entry has been in the inbox; `undefined` while none waits. */
  readonly oldestWaitingMs: number | undefined
}

/** One try of an entry, as the queue knows it. */
export interface InboxTry {
  /** What was put, as the queue gives it back. */
  readonly entry: unknown
  /** Which try it is, from 1. */
  readonly attempt: number
  /** Whether there is no other after it. */
  readonly isLast: boolean
}

/** A client; or, where several merchants share an inbox, which client the events of a `namespace` are asked about with. */
export type InboxQueries = StatusQueries | ((namespace: string) => StatusQueries | undefined)

/** What a worker handles entries with. */
export interface InboxWorkerParts {
  /** The inbox that the entries are in. */
  readonly inbox: Inbox
  /** Handles an event. `namespace` is that of the receiver that put it. */
  readonly handle: (event: WebhookEvent, namespace: string) => void | Promise<void>
  /** Whom to ask about events of an unknown shape. @default nobody: they are handed over as `unknown` */
  readonly resolveUnknown?: InboxQueries | undefined
  /** Called with everything that went wrong, and not waited for. @default writes a line to console.error */
  readonly onError?: ((problem: InboxProblem) => void | Promise<void>) | undefined
  /** Functions that are called as events are handled: for logs, metrics and traces. @default none */
  readonly hooks?: InboxHooks | undefined
  /** Time, for tests. @default Date.now */
  readonly clock?: Pick<Clock, 'now'> | undefined
}

/**
 * What is to become of an entry: it is done, it is to be tried again later, or it is dead and kept for a person to look at. Its key
 * is held in each case.
 */
export type InboxTryResult =
  | { readonly state: 'done' }
  | { readonly state: 'retry' | 'dead'; readonly error: unknown }

/**
 * One try of an entry: for the worker of a queue of your own; `@paystablecoin/pg-boss` and `@paystablecoin/bullmq` have theirs.
 * Never rejects. Where `resolveUnknown` has an answer to an event of an unknown shape, that answer goes into the inbox in its
 * place, to run under a key of its own.
 *
 * @example
 * ```ts
 * import { tryInboxEntry } from '@paystablecoin/core'
 * import type { Inbox, WebhookEvent } from '@paystablecoin/core'
 *
 * declare const inbox: Inbox
 * declare function handle(event: WebhookEvent): Promise<void>
 *
 * export async function work(job: { data: unknown; attempt: number }): Promise<void> {
 *   const isLast = job.attempt === 20
 *   const result = await tryInboxEntry({ entry: job.data, attempt: job.attempt, isLast }, { inbox, handle })
 *   if (result.state !== 'done') throw result.error
 * }
 * ```
 */
export async function tryInboxEntry(
  { entry, attempt, isLast }: InboxTry,
  parts: InboxWorkerParts,
): Promise<InboxTryResult> {
  const read = readEntry(entry)
  const { event } = read
  const isDead = isLast || isPoison(read.error)
  const { traceparent } = read.entry ?? {}
  try {
    const outcome = await withHooks(parts, { event, attempt, isLast: isDead, traceparent }, () =>
      handleEntry(parts, read),
    )
    if (outcome === 'resolved' || event === undefined || !isUnrecognizedEvent(event)) {
      return { state: 'done' }
    }
  } catch (error) {
    const outcome = isDead ? 'undelivered' : 'failed'
    // Not awaited: a report that hangs would hold up the work.
    void reportInboxProblem({ outcome, error, event, attempt }, parts.onError)
    return { state: isDead ? 'dead' : 'retry', error }
  }
  const error = new DeliveryError('unrecognized')
  void reportInboxProblem({ outcome: 'unrecognized', error, event, attempt }, parts.onError)
  return { state: 'done' }
}

type ReadEntry =
  | { readonly entry: InboxEntry; readonly event: WebhookEvent; readonly error?: undefined }
  | { readonly entry?: undefined; readonly event?: undefined; readonly error: unknown }

function readEntry(entry: unknown): ReadEntry {
  try {
    assertInboxEntry(entry)
    return { entry, event: readInboxEntry(entry) }
  } catch (error) {
    return { error }
  }
}

// An entry of a later version is good: a newer worker will read it.
function isPoison(error: unknown): boolean {
  return isInboxEntryError(error) && error.reason === 'not-an-entry'
}

function withHooks(
  { hooks, clock = systemClock }: InboxWorkerParts,
  current: Try,
  run: () => Promise<TryState['outcome']>,
): Promise<TryState['outcome']> {
  return hooks === undefined ? run() : runTry(hooks, clock, current, run)
}

async function handleEntry(parts: InboxWorkerParts, read: ReadEntry): Promise<TryState['outcome']> {
  if (read.event === undefined) throw read.error
  const { entry, event } = read
  if (await putResolved(parts, entry, event)) return 'resolved'
  await parts.handle(event, entry.namespace)
  return 'handled'
}

async function putResolved(
  { inbox, resolveUnknown }: InboxWorkerParts,
  { namespace, receivedAtMs, traceparent }: InboxEntry,
  event: WebhookEvent,
): Promise<boolean> {
  const queries = typeof resolveUnknown === 'function' ? resolveUnknown(namespace) : resolveUnknown
  if (queries === undefined) return false
  const resolved = await resolveUnknownEvent(event, queries)
  if (resolved === undefined) return false
  const entry = toInboxEntry(resolved, namespace, receivedAtMs)
  await inbox.put(traceparent === undefined ? entry : { ...entry, traceparent })
  return true
}

/**
 * Calls `onError`, or writes a line where there is none; when that fails too, writes to the console. Never rejects.
 *
 * @example
 * ```ts
 * import { reportInboxProblem } from '@paystablecoin/core'
 *
 * declare const queue: { on(name: 'error', listener: (error: Error) => void): void }
 * queue.on('error', (error) => void reportInboxProblem({ outcome: 'unavailable', error, event: undefined }))
 * ```
 */
export async function reportInboxProblem(
  problem: InboxProblem,
  onError: InboxWorkerParts['onError'] = writeProblem,
): Promise<void> {
  try {
    await onError(problem)
  } catch (error) {
    // oxlint-disable-next-line no-console
    console.error(`[paystablecoin] onError failed on an event that was ${problem.outcome}`, error)
  }
}

function writeProblem({ outcome, error, event }: InboxProblem): void {
  const id = event === undefined ? [] : [toLine(event.id)]
  // The default of onError: losing a payment in silence is worse than a line nobody asked for.
  // oxlint-disable-next-line no-console
  console.error(`[paystablecoin] inbox ${outcome}`, ...id, error)
}
