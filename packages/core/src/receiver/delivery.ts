/**
 * Delivering an event to the merchant's handler: claim, run, retry, complete or release.
 * Must not know HTTP, headers or signatures.
 *
 * @module
 */
import { namespacedKey, poorerKeys } from '../payment/event-key.ts'
import type { WebhookEvent } from '../payment/events.ts'
import { isPromise } from '../shared/maybe-promise.ts'
import { pause } from '../shared/timers.ts'
import { DeliveryError } from './errors.ts'
import type { TryState } from './hooks.ts'
import { whileLeased } from './lease.ts'
import type { WebhookProblem } from './options.ts'
import { putIntoInbox } from './put-into-inbox.ts'
import { reportProblem } from './report-problem.ts'
import { isUnrecognizedEvent, resolveUnknownEvent } from './resolve-unknown.ts'
import type { ReceiverSettings } from './settings.ts'
import { runTry } from './tell-hooks.ts'

/** One event on its way to the handler. */
export interface Delivery<Context> {
  readonly event: WebhookEvent
  readonly context: Context
  readonly settings: ReceiverSettings<Context>
}

/** A delivery that holds the claim to its event. */
export interface ClaimedDelivery<Context> extends Delivery<Context> {
  readonly state: 'claimed'
  readonly key: string
  readonly token: string
}

/** How a claim ended: the handler may run, another holder has the event, nothing is left to do here, or the store or inbox failed. */
export type DeliveryClaim<Context> =
  | ClaimedDelivery<Context>
  | { readonly state: 'in-flight'; readonly key: string }
  | { readonly state: 'done' }
  | { readonly state: 'store-failed'; readonly error: unknown }

/** Claims the event of a delivery, or puts it into the inbox whose worker has the handler. Never rejects. */
export async function claim<Context>(delivery: Delivery<Context>): Promise<DeliveryClaim<Context>> {
  const { event, context, settings } = delivery
  const { inbox, deduplication, leaseMs } = settings
  const key = namespacedKey(settings.namespace, event.id)
  try {
    if (inbox !== undefined) {
      await putIntoInbox(event, inbox, settings)
      return { state: 'done' }
    }
    const claiming = deduplication.claim(key, leaseMs)
    const result = isPromise(claiming) ? await claiming : claiming
    switch (result.state) {
      case 'claimed':
        return { event, context, settings, state: 'claimed', key, token: result.token }
      case 'in-flight':
        return { state: 'in-flight', key }
      case 'done':
        return result
      default:
        throw new TypeError(
          "deduplication.claim must give a state: 'claimed', 'in-flight' or 'done'",
        )
    }
  } catch (error) {
    return { state: 'store-failed', error }
  }
}

/** Which try of an event it is, and whether there is no other after it. */
interface Turn {
  readonly attempt: number
  readonly isLast: boolean
}

const ONCE: Turn = { attempt: 1, isLast: false }

/** Runs the handler once. When it throws, the claim is released and the error thrown. */
export async function deliverOnce<Context>(
  delivery: ClaimedDelivery<Context>,
  turn: Turn = ONCE,
): Promise<void> {
  try {
    await whileLeased(delivery, () => handle(delivery, turn))
  } catch (error) {
    await release(delivery)
    throw error
  }
  await complete(delivery)
}

/** Runs the handler until it succeeds or its tries are used up; then reports `undelivered`. Never rejects. */
export async function deliverWithRetries<Context>(
  delivery: ClaimedDelivery<Context>,
): Promise<void> {
  try {
    await whileLeased(delivery, () => handleWithRetries(delivery))
  } catch (error) {
    await release(delivery)
    return report(delivery, 'undelivered', error)
  }
  await complete(delivery)
}

async function handleWithRetries<Context>(delivery: Delivery<Context>): Promise<unknown> {
  const { retryDelaysMs, clock } = delivery.settings
  let lastError: unknown
  let attempt = 0
  for (const delayMs of [0, ...retryDelaysMs]) {
    attempt += 1
    try {
      await pause(delayMs, clock.startTimer)
      return await handle(delivery, { attempt, isLast: attempt > retryDelaysMs.length })
    } catch (error) {
      lastError = error
    }
  }
  throw lastError
}

function handle<Context>(delivery: Delivery<Context>, turn: Turn): Promise<unknown> {
  const { event, settings } = delivery
  const { hooks, clock } = settings
  if (hooks === undefined) return handleOrResolve(delivery, turn)
  return runTry(hooks, clock, { event, ...turn }, () => handleOrResolve(delivery, turn))
}

async function handleOrResolve<Context>(
  delivery: Delivery<Context>,
  turn: Turn,
): Promise<TryState['outcome']> {
  const { event, context, settings } = delivery
  if (event.kind === 'unknown' && settings.resolveUnknown !== undefined) {
    const resolved = await resolveUnknownEvent(event, settings.resolveUnknown)
    if (resolved !== undefined) {
      await deliverNow({ event: resolved, context, settings }, turn)
      return 'resolved'
    }
  }
  await settings.onEvent(event, context)
  if (isUnrecognizedEvent(event)) {
    await report(delivery, 'unrecognized', new DeliveryError('unrecognized'))
  }
  return 'handled'
}

/**
 * Claims an event and runs its handler. Resolves when it was handled, now or before.
 *
 * @throws What the handler or the store threw, or that another holder is handling the event.
 */
export async function deliverNow<Context>(
  delivery: Delivery<Context>,
  turn: Turn = ONCE,
): Promise<void> {
  const claimed = await claim(delivery)
  if (claimed.state === 'claimed') return deliverOnce(claimed, turn)
  if (claimed.state === 'store-failed') throw claimed.error
  if (claimed.state === 'in-flight') throw new DeliveryError('in-flight')
}

function complete<Context>(delivery: ClaimedDelivery<Context>): Promise<void> {
  const { settings, key, token } = delivery
  return record(delivery, () => settings.deduplication.complete(key, token, poorerKeys(key)))
}

function release<Context>(delivery: ClaimedDelivery<Context>): Promise<void> {
  const { settings, key, token } = delivery
  return record(delivery, () => settings.deduplication.release(key, token))
}

async function record<Context>(
  delivery: Delivery<Context>,
  write: () => void | Promise<void>,
): Promise<void> {
  try {
    await write()
  } catch (error) {
    await report(delivery, 'unrecorded', error)
  }
}

function report<Context>(
  { settings, event, context }: Delivery<Context>,
  outcome: WebhookProblem['outcome'],
  error: unknown,
): Promise<void> {
  return reportProblem(settings, { outcome, error, event }, context)
}
