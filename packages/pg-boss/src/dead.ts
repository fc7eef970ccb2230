/**
 * The dead: entries whose last try has failed. pg-boss keeps the job, which holds the key, and puts a copy into a queue of its own,
 * which is what is listed.
 * Must not know how a job is handled.
 *
 * @module
 */
import { readInboxEntry } from '@paystablecoin/core'
import type { DeadEntry, WebhookEvent } from '@paystablecoin/core'
import type { JobWithMetadata, PgBoss } from 'pg-boss'
import { affectedBy } from './affected.ts'
import type { InboxSettings } from './settings.ts'

/** Lists and replays the dead. */
export interface Dead {
  readonly list: () => AsyncGenerator<DeadEntry, void, undefined>
  readonly replay: (id: string) => Promise<boolean>
}

/** Creates the two functions about the dead of a queue. */
export function createDead(boss: PgBoss, { queue, deadQueue }: InboxSettings): Dead {
  async function* copies(): AsyncGenerator<JobWithMetadata<unknown>, void, undefined> {
    const limit = 100
    for (let page = await boss.findJobs<unknown>(deadQueue, { limit }); page.length > 0; ) {
      yield* page
      const after = page.at(-1)?.id
      if (page.length < limit || after === undefined) return
      page = await boss.findJobs<unknown>(deadQueue, { limit, after })
    }
  }

  async function* list(): AsyncGenerator<DeadEntry, void, undefined> {
    for await (const copy of copies()) yield toDeadEntry(copy)
  }

  async function replay(id: string): Promise<boolean> {
    for await (const copy of copies()) {
      if (copy.sourceId !== id) continue
      // In this order: a crash in between leaves a copy too many, and loses nothing.
      const response = await boss.retry(queue, id)
      await boss.deleteJob(deadQueue, copy.id)
      return affectedBy(response) === 1
    }
    return false
  }

  return { list, replay }
}

function toDeadEntry(copy: JobWithMetadata<unknown>): DeadEntry {
  return {
    id: copy.sourceId ?? copy.id,
    event: readOrNothing(copy.data),
    error: messageOf(copy.sourceOutput),
    attempts: (copy.sourceRetryCount ?? 0) + 1,
    sinceMs: copy.createdOn.getTime(),
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

function messageOf(output: unknown): string {
  const message: unknown = Reflect.get(Object(output), 'message')
  return typeof message === 'string' ? message : (JSON.stringify(output) ?? '')
}
