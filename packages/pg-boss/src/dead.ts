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
      const after = page.length < limit ? undefined : page.at(-1)?.id
      // Before this page is handed over: whoever replays it deletes the row that the next page comes after.
      const next =
        after === undefined ? [] : await boss.findJobs<unknown>(deadQueue, { limit, after })
      yield* page
      page = next
    }
  }

  async function* list(): AsyncGenerator<DeadEntry, void, undefined> {
    const listed = new Set<string>()
    for await (const copy of copies()) {
      const id = toDeadId(copy)
      // A replay that broke off left its copy behind.
      if (listed.has(id) || !(await isDead(id))) continue
      listed.add(id)
      yield toDeadEntry(copy)
    }
  }

  async function isDead(id: string): Promise<boolean> {
    const [job] = await boss.findJobs(queue, { id })
    return job === undefined || job.state === 'failed'
  }

  async function replay(id: string): Promise<boolean> {
    const found: JobWithMetadata<unknown>[] = []
    for await (const copy of copies()) if (toDeadId(copy) === id) found.push(copy)
    const [copy] = found
    if (copy === undefined) return false
    // In this order: a crash in between leaves a copy too many, and loses nothing.
    const isReplayed = affectedBy(await boss.retry(queue, id)) === 1 || (await putAgain(copy, id))
    await boss.deleteJob(
      deadQueue,
      found.map((each) => each.id),
    )
    return isReplayed
  }

  // Where pg-boss has deleted the job, the copy is all there is of the event. A job that is there changes nothing.
  async function putAgain({ data }: JobWithMetadata<unknown>, id: string): Promise<boolean> {
    const inserted = await boss.insert(queue, [{ id, data: Object(data) }], { returnId: true })
    return inserted !== null && inserted.length > 0
  }

  return { list, replay }
}

function toDeadId({ id, sourceId }: JobWithMetadata<unknown>): string {
  return sourceId ?? id
}

function toDeadEntry(copy: JobWithMetadata<unknown>): DeadEntry {
  return {
    id: toDeadId(copy),
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
