/**
 * Sends webhooks and sends them again: the schedule, and the order within one subject.
 * Knows no orders' states, no signatures and no sockets.
 *
 * @module
 */
import type { WebhookScheme } from '@paystablecoin/core'
import type { Clock } from '../clock.ts'
import type { AttemptParams } from './attempt.ts'
import type { DeliveryAttempt } from './delivery.ts'
import { isAcknowledged } from './delivery.ts'
import type { DeliveryLog } from './delivery-log.ts'
import { subjectKey } from './delivery-log.ts'
import type { Dispatch, Message } from './dispatch.ts'
import { plainDispatch } from './dispatch.ts'

/** What the outbox stands on. */
export interface OutboxParts {
  readonly clock: Clock
  readonly log: DeliveryLog
  readonly scheme: WebhookScheme | 'both'
  /** The wait before each further attempt. */
  readonly retryDelaysMs: readonly number[]
  /** Whether a further attempt carries the time of the first one. */
  readonly keepTimestamp: boolean
  /** How the copies of a message go out. */
  readonly dispatch: (message: Message) => readonly Dispatch[]
  readonly attempt: (params: AttemptParams) => Promise<DeliveryAttempt>
}

/** The outbox. */
export interface Outbox {
  readonly send: (message: Message) => void
  /** Sends a delivery again, once and without faults. `false` when it is not known (any more). */
  readonly resend: (id: string) => Promise<boolean>
}

/** Creates an outbox. */
export function createOutbox(parts: OutboxParts): Outbox {
  const { clock, log } = parts
  const held = new Map<string, (() => void)[]>()
  const queue = createSubjectQueue()

  const begin = (id: string, dispatch: Dispatch, key: string): void => {
    const first = (): Promise<void> => tryUntilAcknowledged(parts, id, dispatch, 1)
    if (dispatch.delayMs > 0) clock.plan(dispatch.delayMs, first)
    else clock.plan(0, queue.after(key, first))
  }

  const dispatchOne = (dispatch: Dispatch, key: string): void => {
    const id = log.open(dispatch)
    const run = (): void => begin(id, dispatch, key)
    if (dispatch.order === 'at-once') run()
    else if (dispatch.order === 'after-next') held.set(key, [...(held.get(key) ?? []), run])
  }

  return {
    send: (message) => {
      const key = subjectKey(message.merchant, message.subject)
      const heldBefore = held.get(key) ?? []
      held.delete(key)
      for (const dispatch of parts.dispatch(message)) dispatchOne(dispatch, key)
      for (const run of heldBefore) run()
    },
    resend: async (id) => {
      const message = log.dispatchOf(id)?.message
      if (message === undefined) return false
      const attempt = await tryOnce(parts, id, plainDispatch(message))
      if (isAcknowledged(attempt)) log.settle(id, 'delivered')
      return true
    },
  }
}

async function tryUntilAcknowledged(
  parts: OutboxParts,
  id: string,
  dispatch: Dispatch,
  tries: number,
): Promise<void> {
  const { clock, log, retryDelaysMs } = parts
  // A resend by hand may have settled it meanwhile.
  if (log.find(id)?.state !== 'waiting') return
  const attempt = await tryOnce(parts, id, dispatch)
  const delayMs = retryDelaysMs[tries - 1]
  if (isAcknowledged(attempt)) log.settle(id, 'delivered')
  else if (delayMs === undefined) log.settle(id, 'given-up')
  else clock.plan(delayMs, () => tryUntilAcknowledged(parts, id, dispatch, tries + 1))
}

async function tryOnce(
  parts: OutboxParts,
  id: string,
  { message, apiSecret, timestampShiftMs }: Dispatch,
): Promise<DeliveryAttempt> {
  const first = parts.log.find(id)?.attempts[0]
  const isKept = parts.keepTimestamp && first !== undefined
  const attempt = await parts.attempt({
    url: message.url,
    body: message.body,
    scheme: first?.scheme ?? schemeOf(parts.scheme, id),
    apiSecret,
    timestampMs: isKept ? Number(first.timestamp) : parts.clock.outsideNow() + timestampShiftMs,
  })
  parts.log.addAttempt(id, attempt)
  return attempt
}

function schemeOf(scheme: OutboxParts['scheme'], id: string): WebhookScheme {
  if (scheme !== 'both') return scheme
  return Number(id) % 2 === 1 ? 'request' : 'body'
}

/** Lets each run wait for the one before it on the same subject, so that news leave in their order. */
function createSubjectQueue(): {
  readonly after: (key: string, run: () => Promise<void>) => () => Promise<void>
} {
  const tails = new Map<string, Promise<void>>()
  return {
    after: (key, run) => {
      const before = tails.get(key) ?? Promise.resolve()
      let release = (): void => undefined
      const tail = new Promise<void>((resolve) => (release = resolve))
      tails.set(key, tail)
      return () =>
        before.then(run).finally(() => {
          if (tails.get(key) === tail) tails.delete(key)
          release()
        })
    },
  }
}
