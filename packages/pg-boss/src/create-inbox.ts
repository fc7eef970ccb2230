/**
 * `createPgBossInbox`: an inbox whose queue is pg-boss, through its public interface alone.
 * Must not know signatures, HTTP or what an event means.
 *
 * @module
 */
import { IdleTimeoutError, reportInboxProblem } from '@paystablecoin/core'
import type { InboxEntry, InboxHealth } from '@paystablecoin/core'
import type { JobInsert, PgBoss } from 'pg-boss'
import { affectedBy } from './affected.ts'
import { createDead } from './dead.ts'
import type { PgBossInbox, PgBossInboxOptions, WorkOptions } from './options.ts'
import { createPut } from './put.ts'
import { endsWithin } from './ends-within.ts'
import { startQueues } from './queues.ts'
import { toInboxSettings, toWorkSettings } from './settings.ts'
import { handleJob } from './worker.ts'
import type { FetchedJob, Handle } from './worker.ts'

/**
 * Creates an inbox on pg-boss, which is yours: on its own connections, on your pool, or on PGlite. Give its `put` to a receiver by
 * `inbox`, and a handler to `work`, in the same process or in another.
 *
 * @throws {TypeError} Names the option that is wrong.
 *
 * @example
 * ```ts
 * import { createWebhookReceiver } from '@paystablecoin/core'
 * import { createPgBossInbox } from '@paystablecoin/pg-boss'
 * import { PgBoss } from 'pg-boss'
 *
 * const inbox = createPgBossInbox(new PgBoss(process.env['DATABASE_URL'] ?? ''))
 * await inbox.start()
 * export const receiver = createWebhookReceiver({ apiSecret: 'your-api-secret', inbox })
 * ```
 */
export function createPgBossInbox(boss: PgBoss, options: PgBossInboxOptions = {}): PgBossInbox {
  const settings = toInboxSettings(options)
  const { queue, deadQueue, onError, hooks } = settings
  const { list, replay } = createDead(boss, settings)
  const workIds: string[] = []
  let running = 0

  // Without a listener, an error of the connection would end the process.
  function listenForErrors(): void {
    if (boss.listenerCount('error') > 0) return
    boss.on('error', (error) => {
      void reportInboxProblem({ outcome: 'unavailable', error, event: undefined }, onError)
    })
  }

  async function start(): Promise<void> {
    listenForErrors()
    await startQueues(boss, settings)
  }

  async function insert(jobs: JobInsert<InboxEntry>[]): Promise<void> {
    try {
      await boss.insert(queue, jobs)
    } catch (error) {
      throw new Error(
        `The inbox (pg-boss, queue "${queue}") kept no event: ${messageOf(error)}. Nothing is lost while the provider sends again; see to the database, and that inbox.start() was called.`,
        { cause: error },
      )
    }
  }

  async function startWork(handle: Handle, options: WorkOptions): Promise<void> {
    const { workers, batchSize, resolveUnknown } = toWorkSettings(options)
    const parts = { inbox: { put }, resolveUnknown, onError, hooks }
    const fetching = {
      // More than one, so that the slowest event of a batch does not hold up all others.
      localConcurrency: workers,
      batchSize,
      // With batches of one, or without this, pg-boss fetches once an interval: eight events a second.
      burstWhenBatchFull: true,
      pollingIntervalSeconds: 0.5,
      notifyPollingIntervalSeconds: 5,
      perJobResults: true,
      includeMetadata: true,
    } as const
    const id = await boss.work(queue, fetching, async (jobs: FetchedJob[]) => {
      running += jobs.length
      try {
        return await Promise.all(jobs.map((job) => handleJob(handle, parts, job)))
      } finally {
        running -= jobs.length
      }
    })
    workIds.push(id)
  }

  const put = createPut(insert)

  return {
    put,
    start,
    dead: list,
    replay,

    work: ({ transaction, ...options }, onEvent) =>
      startWork(
        (job, event, context) =>
          transaction(async (tx, db) => {
            await onEvent(event, { ...context, tx })
            const completed = await boss.complete(queue, job, undefined, { db })
            // Somebody else has the event by now: without this both would commit.
            if (affectedBy(completed) !== 1) throw new Error(LOST_CLAIM)
          }),
        options,
      ),

    workAtLeastOnce: (options, onEvent) =>
      startWork((_job, event, context) => onEvent(event, context), options),

    async stop({ timeoutMs = Infinity } = {}) {
      const stopping = workIds.map((id) => boss.offWork(queue, { id, wait: true }))
      if (await endsWithin(Promise.all(stopping), timeoutMs)) return
      throw new IdleTimeoutError(running, 0)
    },

    async health(): Promise<InboxHealth> {
      const [[counts], [deadCounts], [oldest]] = await Promise.all([
        boss.getQueueStats(queue, { force: true }),
        boss.getQueueStats(deadQueue, { force: true }),
        boss.findJobs(queue, { queued: true, limit: 1 }),
      ])
      return {
        waiting: counts?.queuedCount ?? 0,
        active: counts?.activeCount ?? 0,
        dead: deadCounts?.queuedCount ?? 0,
        oldestWaitingMs: oldest === undefined ? undefined : Date.now() - oldest.createdOn.getTime(),
      }
    },
  }
}

const LOST_CLAIM =
  'The event is no longer this worker’s: its handler took longer than handlerTimeoutMs, or the worker gave no sign of life for heartbeatMs. Its transaction was rolled back; the event is tried again.'

// A connection that is refused on both of localhost's addresses has its messages one level down.
function messageOf(error: unknown): string {
  const { message, errors } = Object(error) as {
    readonly message?: unknown
    readonly errors?: unknown
  }
  if (typeof message === 'string' && message !== '') return message
  return Array.isArray(errors) ? errors.map(messageOf).join(', ') : String(error)
}
