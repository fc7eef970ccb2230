/**
 * Handling the jobs of a batch, each on its own, so that none waits for another's luck.
 * Must not know how jobs get into the queue, nor what an event means.
 *
 * @module
 */
import { tryInboxEntry } from '@paystablecoin/core'
import type { InboxWorkerParts, WebhookEvent } from '@paystablecoin/core'
import type { JobResult, JobWithMetadata } from 'pg-boss'
import type { WorkContext } from './options.ts'

/** A job as it was fetched. */
export type FetchedJob = JobWithMetadata<unknown>

/** Runs the merchant's handler and, where there is a transaction, completes the job in it. */
export type Handle = (
  job: FetchedJob,
  event: WebhookEvent,
  context: WorkContext,
) => void | Promise<void>

/** Handles a job, and says what is to become of it. Never rejects. */
export async function handleJob(
  handle: Handle,
  parts: Omit<InboxWorkerParts, 'handle'>,
  job: FetchedJob,
): Promise<JobResult> {
  const { id, data: entry, signal, retryCount, retryLimit } = job
  const attempt = retryCount + 1
  const result = await tryInboxEntry(
    { entry, attempt, isLast: retryCount >= retryLimit },
    { ...parts, handle: (event, namespace) => handle(job, event, { namespace, attempt, signal }) },
  )
  if (result.state === 'done') return { id, status: 'completed' }
  return { id, status: result.state === 'dead' ? 'deadletter' : 'failed', output: result.error }
}
