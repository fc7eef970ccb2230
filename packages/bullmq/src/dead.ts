/**
 * The dead: jobs whose last try has failed. They are kept, so that they hold their keys.
 * Must not know how a job is handled.
 *
 * @module
 */
import { readInboxEntry } from '@paystablecoin/core'
import type { DeadEntry, WebhookEvent } from '@paystablecoin/core'
import type { Job, Queue } from 'bullmq'

/** Lists and replays the dead. */
export interface Dead {
  readonly list: () => AsyncGenerator<DeadEntry, void, undefined>
  readonly replay: (id: string) => Promise<boolean>
}

/** Creates the two functions about the dead of a queue. */
export function createDead(queue: Queue): Dead {
  async function* list(): AsyncGenerator<DeadEntry, void, undefined> {
    // The ids at once, and not by pages: whoever replays what is listed moves the rest forward.
    for (const id of await queue.getRanges(['failed'], 0, -1, true)) {
      const job = await queue.getJob(id)
      if (job !== undefined && (await job.isFailed())) yield toDeadEntry(job)
    }
  }

  async function replay(id: string): Promise<boolean> {
    const job = await queue.getJob(id)
    if (job === undefined || !(await job.isFailed())) return false
    try {
      await job.retry('failed')
      return true
    } catch (error) {
      // Somebody else replayed it meanwhile.
      if (!(await job.isFailed())) return false
      throw error
    }
  }

  return { list, replay }
}

function toDeadEntry(job: Job): DeadEntry {
  return {
    id: job.id ?? '',
    event: readOrNothing(job.data),
    error: job.failedReason,
    attempts: job.attemptsMade,
    sinceMs: job.finishedOn ?? job.timestamp,
  }
}

function readOrNothing(data: unknown): WebhookEvent | undefined {
  try {
    return readInboxEntry(data)
  } catch {
    // It is among the dead because of this.
    return undefined
  }
}
