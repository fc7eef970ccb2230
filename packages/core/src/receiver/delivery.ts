/**
 * Handing an event to the merchant's handler: claim, run, run again, complete or give back.
 * Must not know HTTP, headers or signatures.
 *
 * @module
 */
import type { WebhookEvent } from '../payment/events.ts'
import { andThen, orElse } from '../shared/maybe-promise.ts'
import type { MaybePromise } from '../shared/maybe-promise.ts'
import { wait } from '../shared/timers.ts'
import type { Claim } from './deduplication.ts'
import type { WebhookProblem } from './options.ts'
import type { ReceiverSettings } from './settings.ts'

/** One event on its way to one handler. */
export interface Job<Context> {
  readonly event: WebhookEvent
  readonly context: Context
  readonly settings: ReceiverSettings<Context>
}

/** A job whose event is claimed. */
export interface ClaimedJob<Context> extends Job<Context> {
  readonly state: 'claimed'
  readonly key: string
  readonly token: string
}

/** What became of a claim: the job may run, somebody else has it, or the store could not be asked. */
export type ClaimResult<Context> =
  | ClaimedJob<Context>
  | { readonly state: 'in-flight'; readonly key: string }
  | { readonly state: 'done' }
  | { readonly state: 'store-failed'; readonly error: unknown }

/** Takes the event for this caller. Never throws. */
export function claimJob<Context>(job: Job<Context>): MaybePromise<ClaimResult<Context>> {
  const { deduplication, leaseMs, namespace } = job.settings
  const key = JSON.stringify([namespace, job.event.id])
  return orElse<ClaimResult<Context>, ClaimResult<Context>>(
    () => andThen(deduplication.claim(key, leaseMs), (claim) => toResult(job, key, claim)),
    (error) => ({ state: 'store-failed', error }),
  )
}

function toResult<Context>(job: Job<Context>, key: string, claim: Claim): ClaimResult<Context> {
  const { event, context, settings } = job
  switch (claim.state) {
    case 'claimed':
      return { event, context, settings, state: 'claimed', key, token: claim.token }
    case 'in-flight':
      return { state: 'in-flight', key }
    case 'done':
      return claim
    default:
      throw new TypeError("deduplication.claim must give a state: 'claimed', 'in-flight' or 'done'")
  }
}

/** Runs the handler once. When it throws, the claim is given back and the error goes on. */
export async function runOnce<Context>(job: ClaimedJob<Context>): Promise<void> {
  try {
    await job.settings.onEvent(job.event, job.context)
  } catch (error) {
    await giveBack(job)
    throw error
  }
  await complete(job)
}

/** Runs the handler until it succeeds or the tries are used up; then reports `undelivered`. Never throws. */
export async function runUntilDone<Context>(job: ClaimedJob<Context>): Promise<void> {
  const errors: unknown[] = []
  for (const delayMs of [0, ...job.settings.retryDelaysMs]) {
    try {
      await wait(delayMs, job.settings.startTimer)
      await job.settings.onEvent(job.event, job.context)
      return await complete(job)
    } catch (error) {
      errors.push(error)
    }
  }
  await giveBack(job)
  await reportJob(job, 'undelivered', errors.at(-1))
}

async function complete<Context>(job: ClaimedJob<Context>): Promise<void> {
  try {
    await job.settings.deduplication.complete(job.key, job.token)
  } catch (error) {
    await reportJob(job, 'unrecorded', error)
  }
}

async function giveBack<Context>(job: ClaimedJob<Context>): Promise<void> {
  try {
    await job.settings.deduplication.release(job.key, job.token)
  } catch (error) {
    await reportJob(job, 'unrecorded', error)
  }
}

function reportJob<Context>(
  { settings, event, context }: Job<Context>,
  outcome: WebhookProblem['outcome'],
  error: unknown,
): Promise<void> {
  return report(settings, { outcome, error, event }, context)
}

/** Tells `onError` or, when that fails too, the console. Never throws. */
export async function report<Context>(
  settings: ReceiverSettings<Context>,
  problem: WebhookProblem,
  context: Context,
): Promise<void> {
  try {
    await settings.onError(problem, context)
  } catch (error) {
    // oxlint-disable-next-line no-console
    console.error(`[paystablecoin] onError failed on a webhook that was ${problem.outcome}`, error)
  }
}
