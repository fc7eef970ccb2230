/**
 * How the inbox is doing: what waits, and for how long.
 * Must not know how a job is handled.
 *
 * @module
 */
import type { InboxHealth } from '@paystablecoin/core'
import type { Queue } from 'bullmq'

const WAITING = ['waiting', 'prioritized', 'delayed'] as const
const PAGE = 100

/** Counts, and finds what has waited longest. */
export async function readHealth(queue: Queue): Promise<InboxHealth> {
  const [counts, oldest] = await Promise.all([
    queue.getJobCounts(...WAITING, 'active', 'failed'),
    findOldestMs(queue),
  ])
  return {
    waiting: WAITING.reduce((sum, state) => sum + (counts[state] ?? 0), 0),
    active: counts['active'] ?? 0,
    dead: counts['failed'] ?? 0,
    oldestWaitingMs: oldest === Infinity ? undefined : Math.max(0, Date.now() - oldest),
  }
}

async function findOldestMs(queue: Queue): Promise<number> {
  const first = await queue.getJobs(['waiting', 'prioritized'], 0, 0, true)
  let oldest = Math.min(...first.map(({ timestamp }) => timestamp))
  // In the order of their next try, which is not the one in which they were put.
  for (let start = 0; ; start += PAGE) {
    const page = await queue.getJobs('delayed', start, start + PAGE - 1, true)
    oldest = Math.min(oldest, ...page.map(({ timestamp }) => timestamp))
    if (page.length < PAGE) return oldest
  }
}
