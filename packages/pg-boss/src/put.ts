/**
 * Putting entries into the queue, with one insert for all that wait while another insert is under way.
 * Must not know what an entry means.
 *
 * @module
 */
import type { InboxEntry } from '@paystablecoin/core'
import type { JobInsert } from 'pg-boss'
import { endsWithin } from './ends-within.ts'
import { toJobId } from './job-id.ts'

/** Inserts jobs, and leaves out those whose id is there already. */
type Insert = (jobs: JobInsert<InboxEntry>[]) => Promise<unknown>

// An insert whose connection went away without a word may never end; what comes later does not share its fate.
const LONGEST_WAIT_MS = 5000

/** Creates `put`. Each call resolves once its own entry is committed, and one alone waits for nobody. */
export function createPut(
  insert: Insert,
  longestWaitMs: number = LONGEST_WAIT_MS,
): (entry: InboxEntry) => Promise<void> {
  let waiting = new Map<string, JobInsert<InboxEntry>>()
  let batch: Promise<void> | undefined
  let last: Promise<unknown> = Promise.resolve()

  async function insertWaiting(): Promise<void> {
    const jobs = [...waiting.values()]
    waiting = new Map()
    batch = undefined
    await insert(jobs)
  }

  return function put(entry) {
    const id = toJobId(entry.key)
    waiting.set(id, { id, data: entry })
    if (batch === undefined) {
      batch = last.then(insertWaiting)
      last = endsWithin(
        batch.catch(() => undefined),
        longestWaitMs,
      )
    }
    return batch
  }
}
